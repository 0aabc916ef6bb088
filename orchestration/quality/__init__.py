"""How good a feed's data is, judged from the ledger alone: does it add up, is it late, is it as much as usual, how much
of it could not be used.

Pure functions from ledger and declarations to outcomes, for Dagster's asset checks and `anlan status` alike. Rules that
a single row must pass do not belong here (`ingest.rules`), nor tests of the models (`dbt_project`).
"""
