"""Dagster definitions, one folder a stage. Only what needs Dagster belongs here; the work itself is done by
the packages beside.
"""
