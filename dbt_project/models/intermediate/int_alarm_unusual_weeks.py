# dbt reads a Python model's text and imports nothing before it runs it: what it uses is imported where it is used.
def model(dbt, session):  # noqa: ARG001
    dbt.config(materialized="table", tags=["series"])
    from orchestration.series.tables import unusual_weeks

    # A regression a week and series: the city and its districts, which are watched from week to week.
    areas = dbt.ref("int_areas").filter("level_number <= 2 and not is_unknown").project("area_id")
    weekly = dbt.ref("int_area_alarm_periods").filter("period_type = 'W' and is_complete")
    weekly = weekly.project("area_id, category_id, period_start, alarm_count")
    return unusual_weeks(weekly.join(areas, "area_id", how="semi").pl()).to_arrow()
