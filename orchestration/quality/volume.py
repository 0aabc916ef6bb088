"""Did a source bring about as many rows as it usually does?

Sources of events are judged by their last complete month, others by their newest file; either against the median of up
to twelve before it. Too short a history is no ground for a warning.
"""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from orchestration.ingest.ledger import Ledger
from orchestration.ingest.rows import complete_months, days_of
from orchestration.quality.outcome import Outcome
from orchestration.registry.feeds import FEEDS, Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

NAME = "volume"
_COMPARED = 12
_NEEDED = 3


@dataclass(frozen=True)
class Volume:
    """Rows of the newest unit (a month or a file) and of those before it, oldest first."""

    source_id: str
    unit: str
    rows: int
    before: list[int]

    @property
    def usual(self) -> float | None:
        """The median of up to twelve units before; None where there are too few."""
        compared = self.before[-_COMPARED:]
        return median(compared) if len(compared) >= _NEEDED else None


def feed_volumes(feed: Feed, pack: CityPack, ledger: Ledger) -> list[Volume]:
    """The volumes of a feed's sources; a source without any row yet has none."""
    by_month = FEEDS[feed].event_time is not None
    found = [(_by_month(s, ledger) if by_month else None) or _by_file(s, ledger) for s in pack.sources_of(feed)]
    return [volume for volume in found if volume]


def check_volume(feed: Feed, pack: CityPack, ledger: Ledger) -> Outcome:
    volumes = feed_volumes(feed, pack, ledger)
    limits = {source.source_id: source.quality for source in pack.sources_of(feed)}
    unusual = []
    for volume in volumes:
        if not volume.usual:
            continue
        share = volume.rows / volume.usual
        if not limits[volume.source_id].rows_at_least <= share <= limits[volume.source_id].rows_at_most:
            unusual.append(
                f"{volume.source_id}: {volume.rows:,} rows in {volume.unit}, {share:.0%} of the usual "
                f"{volume.usual:,.0f}. Ask the sender whether the file is complete."
            )
    return Outcome(
        NAME,
        feed,
        passed=not unusual,
        message="\n".join(unusual) or "As many rows as usual, or too short a history to say.",
        facts={
            volume.source_id: f"{volume.rows:,} rows in {volume.unit}, usually "
            + ("not known" if volume.usual is None else f"{volume.usual:,.0f}")
            for volume in volumes
        },
    )


def _by_month(source: Source, ledger: Ledger) -> Volume | None:
    spans = [days_of(row) for row in ledger.rows_of("coverage") if row["source_id"] == source.source_id]
    rows = Counter[str]()
    for part in ledger.parts(source.feed):
        if part.source_id == source.source_id:
            rows[part.period] += part.rows
    counts = {month: rows[month] for month, is_complete in sorted(complete_months(spans).items()) if is_complete}
    if not counts:
        return None
    *before, last = counts
    return Volume(source.source_id, last[:7], counts[last], [counts[month] for month in before])


def _by_file(source: Source, ledger: Ledger) -> Volume | None:
    read = [
        file
        for file in ledger.files(source.feed)
        if file.source_id == source.source_id and file.status in {"loaded", "superseded"} and file.rows_read
    ]
    if not read:
        return None
    return Volume(source.source_id, read[-1].file_name, read[-1].rows_read, [file.rows_read for file in read[:-1]])
