"""How an indicator's numbers are written: value, interval, base, change, words where one is absent.

The table, the figures and the headline write the same number in the same way because they all write it here.
"""

from dataclasses import dataclass

from dashboards.i18n import Words
from dashboards.serving import Row

# Why a number is absent; the vocabulary of the snapshot's status columns.
STATUSES = (
    "ok",
    "not_collected",
    "incomplete",
    "area_redrawn",
    "zero_base",
    "negative_count",
    "no_population",
    "sample_size_not_published",
    "sample_too_small",
    "count_too_small",
    "no_denominator",
    "not_comparable",
    "disclosure",
    "complementary",
    "not_residential",
    "festival_moved",
)
# What a published figure is beside the one worked out anew.
CLAIM_STATUSES = ("equal", "rounding", "wrong", "impossible", "not_testable")
VERDICTS = ("rise", "fall", "no_significant_change")


def favour_of(direction: str, verdict: str | None) -> str | None:
    """`favourable` or `unfavourable` for a rise or fall, None where no direction is better."""
    better = {"up_good": "rise", "down_good": "fall"}.get(direction)
    if better is None or verdict not in ("rise", "fall"):
        return None
    return "favourable" if verdict == better else "unfavourable"


def reason(words: Words, status: str) -> str:
    """A status of the snapshot in words; the code itself of one that this version does not know."""
    return words(f"status.{status}") if status in STATUSES else words("reason.other", code=status)


def number(words: Words, value: float | None) -> str:
    """A count, or the mark for one that is absent."""
    return words("table.absent") if value is None else words.number(value)


def share(words: Words, value: float) -> str:
    """A share in per cent; one that is there and would round to nothing says so."""
    if 0 < value < 0.0005:
        return words("unit.share_tiny")
    return words("unit.share", value=words.number(value * 100, 1))


def share_interval(words: Words, lower: float | None, upper: float | None) -> str | None:
    """The interval of a share, in per cent without the sign."""
    if lower is None or upper is None:
        return None
    return words("table.interval", lower=words.number(lower * 100, 1), upper=words.number(upper * 100, 1))


@dataclass(frozen=True)
class Written:
    """One indicator's numbers in one language."""

    words: Words
    indicator: Row

    @property
    def is_share(self) -> bool:
        # A change is a part of what it is measured against: in per cent, too.
        return self.indicator["value_kind"] in {"share", "change"}

    @property
    def is_count(self) -> bool:
        return bool(self.indicator["value_kind"] == "count")

    @property
    def unit(self) -> str:
        return "%" if self.is_share else self.words.of(self.indicator, "unit")

    def plotted(self, value: float | None) -> float | None:
        """The number an axis shows: a share in per cent, anything else as it is."""
        return None if value is None else value * 100 if self.is_share else value

    def bare(self, value: float) -> str:
        """The number without its unit."""
        plotted = self.plotted(value)
        assert plotted is not None
        return self.words.number(plotted, self.indicator["decimals"])

    def value(self, value: float) -> str:
        """The number with its unit where the unit is short enough to stand with it."""
        return self.words("unit.share", value=self.bare(value)) if self.is_share else self.bare(value)

    def interval(self, row: Row) -> str | None:
        if row["lower"] is None or row["upper"] is None:
            return None
        return self.words("table.interval", lower=self.bare(row["lower"]), upper=self.bare(row["upper"]))

    def base(self, row: Row) -> str | None:
        """Numerator over denominator, a mark for a missing one; for a count, which has none, the count."""
        if row["numerator"] is None:
            return None
        numerator = self.words.number(row["numerator"])
        if self.is_count:
            return numerator
        known = row["denominator"] is not None
        denominator = self.words.number(row["denominator"]) if known else self.words("table.absent")
        return self.words("table.ratio", numerator=numerator, denominator=denominator)

    def rank(self, row: Row) -> str:
        """`1 (1–4)`; the bare rank where no interval could be worked out."""
        if row["rank_lower"] is None or row["rank_upper"] is None:
            return str(row["rank"])
        return self.words(
            "table.rank_with_interval", rank=row["rank"], lower=row["rank_lower"], upper=row["rank_upper"]
        )

    def change(self, row: Row) -> str | None:
        """The change: in percentage points for a share, else in per cent of the earlier value."""
        if row["change"] is None:
            return None
        key = "change.points" if self.is_share else "change.percent"
        return self.words(key, change=self.words.number(row["change"] * 100, 1, signed=True))

    def reason(self, status: str) -> str:
        return reason(self.words, status)

    def favour(self, row: Row) -> str | None:
        """`favourable` or `unfavourable` for a rise or fall, None where no direction is better."""
        return favour_of(self.indicator["direction"], row["verdict"])
