"""Benchmarks: ratios measured in one run, against a bare baseline. Apart from the tests, which never time anything."""
