"""Faults: kill -9, full disk, locked or damaged files; the long kill -9 run is `python -m tests.pannes`."""
