"""Tests: mirrors of the package, and what they share."""
