"""Checks of a feed, computed from a ledger: what passes, what is warned of and in which words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from orchestration.ingest.ledger import Ledger, months_between
from orchestration.ingest.records import Load, Part, UnmappedWord
from orchestration.quality import accounting, refusals, volume
from orchestration.quality.checks import BLOCKING, CHECKS, feed_checks
from orchestration.quality.outcome import Outcome
from orchestration.quality.unmapped import city_unmapped
from orchestration.registry.city import Thresholds
from orchestration.registry.feeds import Feed
from orchestration.registry.source import Source

ALARMS = {
    "schema_version": 1,
    "source_id": "alarms",
    "feed": "police_alarms",
    "title": {"zh": "警情", "en": "alarms"},
    "files": "*.csv",
    "format": {"type": "csv"},
    "columns": {"occurred_at": {"column": "time", "formats": "%Y-%m-%d"}, "category": {"column": "category"}},
    "areas": [{"level": "district", "column": "district"}],
    "coverage": {"by": "file_name"},
    "quality": {"cadence": "monthly", "grace_days": 10},
}


def pack(**quality: object) -> Any:
    """As much of a city pack as checks look at: one source of alarms, and thresholds."""
    source = Source.model_validate(ALARMS | {"quality": ALARMS["quality"] | quality})  # type: ignore[operator]
    city = SimpleNamespace(thresholds=Thresholds(), day_of=lambda moment: moment.date())
    return SimpleNamespace(city=city, sources_of=lambda feed: [source] if feed == source.feed else [])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def load(ledger: Ledger, month: str, rows: int, quarantined: dict[str, int] | None = None, **changes: object) -> None:
    """A file that tells all of one month."""
    refused = quarantined or {}
    first = date.fromisoformat(f"{month}-01")
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal() - 1
    period = first.isoformat()
    ledger.register_landed(
        file_id=month, source_id="alarms", feed="police_alarms", file_name=f"{month}.csv", sha256=month,
        size=1, landed_path=month, landed_at=datetime(2024, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    values: dict[str, object] = {
        "file_id": month,
        "source_id": "alarms",
        "feed": "police_alarms",
        "contract_version": "1",
        "encoding": "utf-8",
        "rows_read": rows + sum(refused.values()),
        "rows_accepted": rows,
        "rows_duplicate": 0,
        "quarantined": refused,
        "first_event_date": first,
        "last_event_date": first,
        "seconds": 0.1,
        "new_parts": [Part(f"{month}.parquet", "police_alarms", period, month, "alarms", rows)],
        "coverage": [(first, date.fromordinal(last))],
    }
    ledger.commit(Load(**(values | changes)))  # type: ignore[arg-type]


def year(ledger: Ledger, rows: int = 100) -> None:
    for month in months_between(date(2023, 1, 1), date(2023, 12, 1)):
        load(ledger, month[:7], rows)


def outcomes(ledger: Ledger, today: date = date(2024, 2, 1)) -> dict[str, Outcome]:
    return {outcome.check: outcome for outcome in feed_checks(Feed.POLICE_ALARMS, pack(), ledger, today)}


def test_a_feed_as_it_should_be_passes_every_check_by_name(ledger: Ledger) -> None:
    year(ledger)
    found = outcomes(ledger, date(2024, 2, 10))
    assert list(found) == list(CHECKS)
    assert all(outcome.passed for outcome in found.values())
    assert set(CHECKS) > BLOCKING == {"rows_add_up"}


def test_a_feed_the_city_does_not_collect_passes(ledger: Ledger) -> None:
    assert all(o.passed for o in feed_checks(Feed.GRID_EVENTS, pack(), ledger, date(2024, 1, 1)))


def test_a_late_month_is_a_warning_and_a_second_one_an_error(ledger: Ledger) -> None:
    year(ledger)
    late, overdue = outcomes(ledger, date(2024, 2, 11))["freshness"], outcomes(ledger, date(2024, 3, 11))["freshness"]
    assert (late.passed, late.severity) == (False, "warn")
    assert late.message == "alarms: data to 2023-12-31; the next was due by 2024-02-10, 1 day(s) ago."
    assert (overdue.passed, overdue.severity) == (False, "error")


def test_no_data_at_all_is_told(ledger: Ledger) -> None:
    found = outcomes(ledger)["freshness"]
    assert (found.passed, found.message) == (False, "alarms: no data has come yet.")


@pytest.mark.parametrize(("rows", "passed"), [(49, False), (50, True), (200, True), (201, False), (0, False)])
def test_a_month_with_unusually_few_or_many_rows_is_warned_of(ledger: Ledger, rows: int, passed: bool) -> None:
    year(ledger)
    parts = [Part("p", "police_alarms", "2024-01-01", "2024-01", "alarms", rows)] if rows else []
    load(ledger, "2024-01", rows, new_parts=parts)
    found = volume.check_volume(Feed.POLICE_ALARMS, pack(), ledger)
    assert (found.passed, found.severity) == (passed, "warn")
    if not passed:
        assert f"alarms: {rows} rows in 2024-01, {rows}% of the usual 100." in found.message


def test_the_median_forgets_one_wild_month_and_what_is_older_than_a_year(ledger: Ledger) -> None:
    load(ledger, "2022-12", 1)
    year(ledger)
    load(ledger, "2024-01", 5_000)
    load(ledger, "2024-02", 90)
    (found,) = volume.feed_volumes(Feed.POLICE_ALARMS, pack(), ledger)
    assert (found.unit, found.rows, found.usual) == ("2024-02", 90, 100)


def test_two_months_are_no_history(ledger: Ledger) -> None:
    load(ledger, "2024-01", 100)
    load(ledger, "2024-02", 100)
    load(ledger, "2024-03", 1)
    assert volume.check_volume(Feed.POLICE_ALARMS, pack(), ledger).passed


def test_a_month_that_is_not_complete_is_not_judged(ledger: Ledger) -> None:
    year(ledger)
    load(ledger, "2024-01", 3, coverage=[(date(2024, 1, 1), date(2024, 1, 3))])
    (found,) = volume.feed_volumes(Feed.POLICE_ALARMS, pack(), ledger)
    assert found.unit == "2023-12"


def test_limits_are_the_source_s_own(ledger: Ledger) -> None:
    year(ledger)
    load(ledger, "2024-01", 30)
    assert not volume.check_volume(Feed.POLICE_ALARMS, pack(), ledger).passed
    assert volume.check_volume(Feed.POLICE_ALARMS, pack(rows_at_least=0.2), ledger).passed


def test_what_is_quarantined_and_what_maps_to_nothing_have_thresholds_of_their_own(ledger: Ledger) -> None:
    load(ledger, "2024-01", 960, {"unknown_area": 15, "invalid_date": 25})
    quarantined, unmapped = refusals.check_refusals(Feed.POLICE_ALARMS, Thresholds(), ledger)
    assert (quarantined.passed, unmapped.passed) == (True, False)
    assert unmapped.message == "1.50% of 1,000 rows have a value that maps to nothing (unknown_area 15)."
    quarantined, _ = refusals.check_refusals(Feed.POLICE_ALARMS, Thresholds(quarantine_warning=0.03), ledger)
    assert (quarantined.passed, quarantined.severity) == (False, "warn")
    assert quarantined.message == "4.00% of 1,000 rows are in quarantine (invalid_date 25, unknown_area 15)."


def test_a_file_that_is_no_longer_live_counts_for_nothing(ledger: Ledger) -> None:
    load(ledger, "2024-01", 1, {"unknown_area": 99})
    ledger.supersede("2024-01", "alarms", "replaced")
    assert refusals.feed_refusals(Feed.POLICE_ALARMS, ledger).rows_read == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rows_read": 11}, "11 rows read, but 10 accepted, 0 quarantined and 0 duplicate."),
        ({"rows_accepted": 9, "rows_duplicate": 1}, "9 rows accepted and 0 of them superseded, but raw holds 10."),
        ({"new_parts": []}, "10 rows accepted and 0 of them superseded, but raw holds 0."),
    ],
)
def test_rows_that_do_not_add_up_are_an_error(ledger: Ledger, changes: dict[str, object], said: str) -> None:
    load(ledger, "2024-01", 10, **changes)
    found = accounting.rows_add_up(Feed.POLICE_ALARMS, ledger)
    assert (found.passed, found.severity, found.message) == (False, "error", f"2024-01.csv: {said}")


def test_rows_that_a_newer_file_replaced_are_accounted_for(ledger: Ledger) -> None:
    load(ledger, "2024-01", 10)
    rewritten = Part("rewritten", "police_alarms", "2024-01-01", "2024-01", "alarms", 8)
    own = Part("own", "police_alarms", "2024-01-01", "2024-02", "alarms", 2)
    load(
        ledger,
        "2024-02",
        2,
        new_parts=[rewritten, own],
        replaced_paths=["2024-01.parquet"],
        superseded_by_file={("2024-01", "alarms"): 2},
    )
    assert accounting.rows_add_up(Feed.POLICE_ALARMS, ledger).passed


def test_words_that_map_to_nothing_are_counted_over_files_and_told_with_what_to_write(ledger: Ledger) -> None:
    words = [
        UnmappedWord("unknown_category", "category", "甲类", 3, is_kept=True),
        UnmappedWord("unknown_area", "district", "9", 1, is_kept=False),
        UnmappedWord("unknown_category", "category", None, 2, is_kept=True),
    ]
    load(ledger, "2024-01", 99, {"unknown_area": 1}, unmapped=words)
    load(ledger, "2024-02", 100, unmapped=words[:1])
    first, second, third = city_unmapped(pack(), ledger)
    assert (first.word.value, first.word.rows, first.word.is_kept) == ("甲类", 6, True)
    assert "values: {甲类: <target id>}" in first.advice.en
    assert (second.word.value, third.word.value) == (None, "9")
    assert [one.word.value for one in city_unmapped(pack(), ledger, {("2024-02", "alarms")})] == ["甲类"]

    # Rows that are kept map to nothing all the same.
    _, unmapped = refusals.check_refusals(Feed.POLICE_ALARMS, Thresholds(), ledger)
    assert unmapped.message == (
        "4.50% of 200 rows have a value that maps to nothing (unknown_area 1, kept with unknown_category 8)."
    )
    ledger.supersede("2024-01", "alarms", "replaced")
    assert [one.word.rows for one in city_unmapped(pack(), ledger)] == [3]
