"""Snapshots: build one from the warehouse, make it the served one, go back to an earlier one.

Only what the models have published is copied. Reading a snapshot does not belong here: `anlan.snapshot` does
that for all readers.
"""
