"""Tests of `stockage`."""
