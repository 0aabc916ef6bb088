"""The warehouse: its `raw` schema, and dbt run on it inside the process.

SQL that computes an indicator does not belong here: it lives in `dbt_project`.
"""
