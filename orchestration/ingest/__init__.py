"""From an agency's file to accepted rows: landing, reading, rules, ledger, raw parts.

Pure Python and polars. Dagster does not belong here, nor SQL on the warehouse: the assets in `defs` call
these functions, and `transform` shows their result to the models.
"""
