"""What a view of the checks holds, read from one build."""

from dataclasses import dataclass

from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.queries import checks as questions
from dashboards.queries.city import sources
from dashboards.queries.places import has_rows, has_tables
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("area", "period", "source")
_MOST_REVISIONS = 20
_MOST_FILES = 100


@dataclass(frozen=True)
class Checks:
    """The page's whole content. `month` is None where the city has no index."""

    setting: Setting
    address: Address
    month: Row | None
    months: list[Row]
    index: list[Row]
    # By area and pillar.
    pillars: dict[tuple[str, str], Row]
    claims: list[Row]
    quality: list[Row]
    # None where the snapshot is older than the table of revisions.
    revisions: list[Row] | None
    # Of the source asked for, else of all; None where the snapshot is older than the table of files.
    files: list[Row] | None
    source_id: str | None


def read_checks(reader: Reader, asked: Address) -> Checks:
    feeds = {row["feed"] for row in sources(reader)}
    setting = read_setting(reader, asked, feeds=tuple(feeds))
    months = questions.index_months(reader) if has_rows(reader, "mart_safety_index") else []
    month, index, pillars = None, list[Row](), list[Row]()
    right: dict[str, str | None] = {}
    if months:
        default = next((row for row in months if row["is_complete"]), months[0])
        month = chosen_period(reader, months, asked["period"], default, setting.words, setting.problems)
        period_id = right["period"] = month["period_id"]
        index = questions.index_below(reader, parent_id=setting.place.area_id, period_id=period_id)
        pillars = questions.pillars(reader, area_ids=[row["area_id"] for row in index], period_id=period_id)
    quality = questions.source_quality(reader)
    source_id = asked["source"]
    if source_id is not None and source_id not in {row["source_id"] for row in quality}:
        setting.problems.append(setting.words("problem.unknown_source", value=source_id))
        source_id = None
    right["source"] = source_id
    return Checks(
        setting=setting,
        address=setting.put_right(**right),
        month=month,
        months=months,
        index=index,
        pillars={(row["area_id"], row["pillar_id"]): row for row in pillars},
        claims=questions.claims(reader) if has_rows(reader, "mart_claim_check") else [],
        quality=quality,
        revisions=questions.revisions(reader, area_id=setting.place.area_id, most=_MOST_REVISIONS)
        if has_tables(reader, "mart_revision")
        else None,
        files=questions.source_files(reader, source_id=source_id, most=_MOST_FILES)
        if has_tables(reader, "dim_source_file")
        else None,
        source_id=source_id,
    )
