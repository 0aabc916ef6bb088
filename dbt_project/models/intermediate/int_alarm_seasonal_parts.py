# dbt reads a Python model's text and imports nothing before it runs it: what it uses is imported where it is used.
def model(dbt, session):  # noqa: ARG001
    dbt.config(materialized="table", tags=["series"])
    from orchestration.series.tables import seasonal_parts

    # Below districts the counts of a month are mostly too small for a season.
    areas = dbt.ref("int_areas").filter("level_number <= 2").project("area_id")
    monthly = dbt.ref("int_area_alarms").filter("is_complete").project("area_id, category_id, month, alarm_count")
    return seasonal_parts(monthly.join(areas, "area_id", how="semi").pl()).to_arrow()
