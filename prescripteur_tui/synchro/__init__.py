"""Targets that receive what leaves, and the exchange with them."""
