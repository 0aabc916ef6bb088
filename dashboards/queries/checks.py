"""Questions of the checks: the safety index, published claims beside what is recomputed, quality of the sources."""

from dashboards.serving import Reader, Row


def index_months(reader: Reader) -> list[Row]:
    """Months of the index, newest first, with `is_complete`."""
    return reader.rows(
        """
        select period.*, bool_and(score.is_complete) as is_complete
        from marts.mart_safety_index as score
        inner join marts.dim_period as period on period.period_id = score.period_id and period.period_type = 'M'
        group by all
        order by period.period_start desc
        """
    )


def index_below(reader: Reader, *, parent_id: str, period_id: str) -> list[Row]:
    """The index of the areas directly below in the month, the best place first; places are those in the city."""
    return reader.rows(
        """
        select score.*, area.name_zh, area.name_en
        from marts.mart_safety_index as score
        inner join marts.dim_area as area on area.area_id = score.area_id
        where area.parent_area_id = $parent_id and area.is_current and score.period_id = $period_id
        order by score.rank nulls last, area.area_code, area.area_id
        """,
        {"parent_id": parent_id, "period_id": period_id},
    )


def pillars(reader: Reader, *, area_ids: list[str], period_id: str) -> list[Row]:
    """The pillars of the areas' index in the month, in their order."""
    return reader.rows(
        """
        select *
        from marts.mart_safety_index_pillar
        where
            area_id in (select unnest($area_ids::varchar[]))
            and period_id = $period_id
            and component_id = 'all'
        order by sort_order, pillar_id
        """,
        {"area_ids": area_ids, "period_id": period_id},
    )


def claims(reader: Reader) -> list[Row]:
    """Every published claim with its area and indicator, in the order of the documents."""
    return reader.rows(
        """
        select
            claim.*,
            area.name_zh as area_zh,
            area.name_en as area_en,
            indicator.value_kind,
            indicator.name_zh,
            indicator.name_en
        from marts.mart_claim_check as claim
        left join marts.dim_area as area on area.area_id = claim.area_id
        left join marts.dim_indicator as indicator on indicator.indicator_id = claim.indicator_id
        order by claim.claim_number
        """
    )


def source_quality(reader: Reader) -> list[Row]:
    """Quality of each source with its title and the last day it reaches to, by feed."""
    return reader.rows(
        """
        select quality.*, source.title_zh, source.title_en, source.last_event_date, source.files_failed
        from marts.mart_source_quality as quality
        inner join marts.dim_source as source on source.source_id = quality.source_id
        order by quality.feed, quality.source_id
        """
    )


def source_files(reader: Reader, *, source_id: str | None, most: int) -> list[Row]:
    """Files of a source, or of all, the newest first, at most so many; `files_in_all` counts all of them."""
    return reader.rows(
        """
        select file.*, source.title_zh, source.title_en, count(*) over () as files_in_all
        from marts.dim_source_file as file
        inner join marts.dim_source as source on source.source_id = file.source_id
        where $source_id is null or file.source_id = $source_id
        order by file.landed_at desc, file.file_name, file.file_id
        limit $most
        """,
        {"source_id": source_id, "most": most},
    )


def revisions(reader: Reader, *, area_id: str, most: int) -> list[Row]:
    """Values of the area told otherwise than when first published, the newest period first, at most so many.

    `revised_here` and `revised_in_all` count all of them, of the area and of the city.
    """
    return reader.rows(
        """
        select
            revision.*,
            indicator.* exclude (indicator_id, method_version),
            count(*) over () as revised_here,
            (select count(*) from marts.mart_revision) as revised_in_all
        from marts.mart_revision as revision
        inner join marts.dim_indicator as indicator on indicator.indicator_id = revision.indicator_id
        where revision.area_id = $area_id
        order by
            revision.period_start desc nulls last,
            indicator.sort_order,
            revision.indicator_id,
            revision.period_type
        limit $most
        """,
        {"area_id": area_id, "most": most},
    )
