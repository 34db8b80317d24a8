"""A short interview that leads a resident to the right support operator, offline."""

__version__ = "0.1.0"
