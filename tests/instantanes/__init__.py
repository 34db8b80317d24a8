"""Snapshots of the screens, at most ten: looked at before they are accepted."""
