"""All checks of a feed, by one call. What each looks at is said in its own module."""

from datetime import date

from orchestration.ingest.ledger import Ledger
from orchestration.quality import accounting, freshness, refusals, volume
from orchestration.quality.outcome import Outcome
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack

# Name → what it says of a feed. Only the first keeps a build from being published.
CHECKS = {
    accounting.NAME: "For every file: rows read = accepted + quarantined + duplicates; what is quarantined has "
    "reasons; what is accepted and not superseded is in raw.",
    freshness.NAME: "Data is as new as the sources' cadence promises. A warning when a period is due, an error when "
    "the one after it is due too.",
    volume.NAME: "The last complete month (or newest file) has about as many rows as the median of up to twelve "
    "before it.",
    refusals.QUARANTINED: "The share of rows in quarantine is within the city's threshold.",
    refusals.UNMAPPED: "The share of rows with a value that maps to nothing, refused or kept, is within the city's "
    "threshold.",
}
BLOCKING = frozenset({accounting.NAME})


def feed_checks(feed: Feed, pack: CityPack, ledger: Ledger, today: date) -> list[Outcome]:
    """One outcome for each of `CHECKS`, in their order. `today`: the day in the city."""
    return [
        accounting.rows_add_up(feed, ledger),
        freshness.check_freshness(feed, pack, ledger, today),
        volume.check_volume(feed, pack, ledger),
        *refusals.check_refusals(feed, pack.city.thresholds, ledger),
    ]
