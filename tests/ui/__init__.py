"""Tests of the app, with real keys."""
