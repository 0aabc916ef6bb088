# dbt reads a Python model's text and imports nothing before it runs it: what it uses is imported where it is used.
def model(dbt, session):  # noqa: ARG001
    dbt.config(materialized="table", tags=["series"])
    from orchestration.series.tables import exact_p_values

    return exact_p_values(dbt.ref("int_alarm_small_pairs").pl()).to_arrow()
