"""The pure domain: no file, no clock, no network, no screen."""
