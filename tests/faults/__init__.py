"""Faults that a hurried person could make, each written into the source's own text, and the tests that notice it.

`.venv/bin/python -m tests.faults [--kind rule] [NAME …]` tries them one after the other in a copy of the tracked tree,
and ends with 1 where one was not noticed; with `--suite`, one of them against the whole quick suite. A table for each
kind of guard; `copy` changes and tests, `table` puts the list together, `test_faults` keeps it from going stale.
"""
