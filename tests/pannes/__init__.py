"""Faults: kill -9, full disk, locked or damaged files. Short forms run in the suite, long ones by `python -m tests.pannes`."""
