"""Is a source late, by the cadence it declares?

A source has delivered the period in which its newest day lies; the next one is due when the next period has ended and
the days of grace are over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from orchestration.ingest.ledger import Ledger
from orchestration.ingest.records import LedgerFile
from orchestration.quality.outcome import Outcome
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Cadence, Source

NAME = "freshness"
_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


@dataclass(frozen=True)
class Freshness:
    """Where a source stands.

    `data_to`: the newest day it tells of. `due`: the last day on which the next data is in time.
    `late`: one period is due; `overdue`: the period after it is due too; `missing`: nothing has come yet.
    """

    source_id: str
    data_to: date | None
    due: date | None
    state: Literal["fresh", "late", "overdue", "missing", "no_cadence"]


def last_day_of_period(cadence: Cadence, day: date, periods_on: int) -> date:
    """The last day of the period that comes so many after the one in which `day` lies. Weeks end on Sunday."""
    if cadence == "daily":
        return day + timedelta(days=periods_on)
    if cadence == "weekly":
        return day + timedelta(days=6 - day.weekday() + 7 * periods_on)
    length = _MONTHS[cadence]
    first_month_after = ((day.year * 12 + day.month - 1) // length + periods_on + 1) * length
    return date(first_month_after // 12, first_month_after % 12 + 1, 1) - timedelta(days=1)


def freshness_of(source: Source, data_to: date | None, today: date) -> Freshness:
    """Where the source stands on a day."""
    expected = source.quality
    if expected.cadence is None:
        return Freshness(source.source_id, data_to, None, "no_cadence")
    if data_to is None:
        return Freshness(source.source_id, None, None, "missing")
    grace = timedelta(days=expected.grace_days)
    due = last_day_of_period(expected.cadence, data_to, 1) + grace
    if today <= due:
        return Freshness(source.source_id, data_to, due, "fresh")
    next_due = last_day_of_period(expected.cadence, data_to, 2) + grace
    return Freshness(source.source_id, data_to, due, "late" if today <= next_due else "overdue")


def feed_freshness(feed: Feed, pack: CityPack, ledger: Ledger, today: date) -> list[Freshness]:
    """Where each source of a feed stands."""
    covered: dict[str, list[date]] = {}
    for row in ledger.rows_of("coverage"):
        covered.setdefault(str(row["source_id"]), []).append(date.fromisoformat(str(row["last_day"])))
    live = [file for file in ledger.files(feed) if file.status == "loaded"]
    found = []
    for source in pack.sources_of(feed):
        own = [file for file in live if file.source_id == source.source_id]
        days = [*covered.get(source.source_id, []), *_event_days(own)] or list(_landing_days(own, pack))
        found.append(freshness_of(source, max(days, default=None), today))
    return found


def check_freshness(feed: Feed, pack: CityPack, ledger: Ledger, today: date) -> Outcome:
    sources = feed_freshness(feed, pack, ledger, today)
    behind = [_told(source, today) for source in sources if source.state not in {"fresh", "no_cadence"}]
    watched = [source for source in sources if source.state != "no_cadence"]
    fresh = "No source of the feed declares a cadence." if not watched else "All sources are as new as declared."
    return Outcome(
        NAME,
        feed,
        passed=not behind,
        severity="error" if any(source.state == "overdue" for source in sources) else "warn",
        message="\n".join(behind) or fresh,
        facts={source.source_id: f"{source.state}, data to {source.data_to}, due {source.due}" for source in watched},
    )


def _event_days(files: Iterable[LedgerFile]) -> Iterable[date]:
    return (date.fromisoformat(file.last_event_date) for file in files if file.last_event_date)


def _landing_days(files: Iterable[LedgerFile], pack: CityPack) -> Iterable[date]:
    """For data that tells of no days, such as a register: when it came."""
    moments = (datetime.fromisoformat(file.landed_at).replace(tzinfo=UTC) for file in files)
    return (pack.city.day_of(moment) for moment in moments)


def _told(source: Freshness, today: date) -> str:
    if source.due is None:
        return f"{source.source_id}: no data has come yet."
    days = (today - source.due).days
    return f"{source.source_id}: data to {source.data_to}; the next was due by {source.due}, {days} day(s) ago."
