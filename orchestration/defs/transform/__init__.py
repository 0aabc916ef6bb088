"""Transform: the dbt models as assets, their tests as checks."""
