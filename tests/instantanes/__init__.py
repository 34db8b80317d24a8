"""Snapshots of the screens, a few dozen at most: looked at before they are accepted."""
