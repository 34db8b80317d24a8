"""The only doors through which data leave."""
