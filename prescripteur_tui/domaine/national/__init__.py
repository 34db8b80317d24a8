"""The national format of insertion services (data·inclusion), as far as it needs no file."""
