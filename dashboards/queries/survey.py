"""Questions of the survey: what people said, how sure that is, how it moved, and where each area stands."""

from dashboards.serving import Reader, Row


def periods(reader: Reader, *, area_id: str) -> list[Row]:
    """Periods of the waves that have a score of the area or of one directly below, the newest end first."""
    return reader.rows(
        """
        select distinct period.period_type, period.period_id, period.period_start, period.period_end, period.days
        from marts.mart_survey_score as score
        inner join marts.dim_period as period
            on period.period_type = score.period_type and period.period_id = score.period_id
        inner join marts.dim_area as area on area.area_id = score.area_id
        where area.area_id = $area_id or area.parent_area_id = $area_id
        order by period.period_end desc, period.days, period.period_id
        """,
        {"area_id": area_id},
    )


def measures(reader: Reader, *, period: Row) -> list[Row]:
    """What was asked in the period's waves, in its order."""
    return reader.rows(
        """
        select measure.*, indicator.direction, indicator.value_kind, indicator.decimals
        from marts.dim_survey_measure as measure
        left join marts.dim_indicator as indicator on indicator.indicator_id = measure.indicator_id
        where measure.measure_id in (
            select measure_id
            from marts.mart_survey_score
            where period_type = $period_type and period_id = $period_id
        )
        order by measure.sort_order, measure.measure_id
        """,
        {"period_type": period["period_type"], "period_id": period["period_id"]},
    )


def scores(reader: Reader, *, area_id: str, period: Row) -> list[Row]:
    """All scorings of all measures of the period's waves, in the measures' order, the house figure of each first."""
    return reader.rows(
        """
        select score.*, measure.name_zh, measure.name_en, indicator.direction, indicator.value_kind
        from marts.mart_survey_score as score
        inner join marts.dim_survey_measure as measure on measure.measure_id = score.measure_id
        left join marts.dim_indicator as indicator on indicator.indicator_id = score.indicator_id
        where
            score.area_id = $area_id
            and score.period_type = $period_type
            and score.period_id = $period_id
        order by measure.sort_order, score.measure_id, not score.is_headline, score.wave_id, score.scoring
        """,
        {"area_id": area_id, "period_type": period["period_type"], "period_id": period["period_id"]},
    )


def history(reader: Reader, *, area_id: str, measure_id: str) -> list[Row]:
    """The house figure of a measure in every wave, by survey (`survey`: what its waves have in common) and time."""
    return reader.rows(
        """
        select score.*, split_part(score.wave_id, ':', 1) as survey, source.title_zh, source.title_en
        from marts.mart_survey_score as score
        left join marts.dim_source as source on source.source_id = split_part(score.wave_id, ':', 1)
        where score.area_id = $area_id and score.measure_id = $measure_id and score.is_headline
        order by survey, score.period_end
        """,
        {"area_id": area_id, "measure_id": measure_id},
    )


def standing(reader: Reader, *, measure_id: str, period: Row) -> list[Row]:
    """The areas ranked across the city on a measure in the period with their scores, the unranked last."""
    return reader.rows(
        """
        select
            rank.*,
            area.name_zh,
            area.name_en,
            score.lower,
            score.upper,
            score.interval_status,
            score.answers,
            score.numerator,
            score.denominator,
            score.change,
            score.change_verdict,
            score.change_status
        from marts.mart_survey_rank as rank
        inner join marts.dim_area as area on area.area_id = rank.area_id
        left join marts.mart_survey_score as score
            on
                score.area_id = rank.area_id
                and score.wave_id = rank.wave_id
                and score.measure_id = rank.measure_id
                and score.scoring = rank.scoring
        where
            rank.scope_id = 'city'
            and not rank.is_published
            and rank.measure_id = $measure_id
            and rank.period_type = $period_type
            and rank.period_id = $period_id
        order by rank.rank nulls last, area.area_code, rank.area_id
        """,
        {"measure_id": measure_id, "period_type": period["period_type"], "period_id": period["period_id"]},
    )
