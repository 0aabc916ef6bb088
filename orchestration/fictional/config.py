"""How much of the city is generated: sizes, period, volumes and the planned accidents of delivery.

Only plain settings belong here. What the city is like (its map, its trends) is in the modules that make it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DEFAULT_SEED = 20210101


class Size(StrEnum):
    """Volume of the generated files; map, population and surveys are the same in all."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True)
class Config:
    """Settings of one generation. Months are given by their first day and are inclusive.

    Weekly and monthly volumes are means over the period for the whole city.
    """

    valid_alarms_per_week: float
    events_per_month: float
    seed: int = DEFAULT_SEED
    first_month: date = date(2021, 1, 1)
    last_month: date = date(2025, 12, 1)
    # Share of all calls that are invalid or repeated (published weekly bulletins: 64–84 %).
    invalid_share: float = 0.66
    # A month some of whose rows come in a file of their own, and one whose file comes twice.
    supplement_month: date = date(2025, 11, 1)
    copied_month: date = date(2024, 6, 1)

    @property
    def years(self) -> range:
        return range(self.first_month.year, self.last_month.year + 1)


# Medium is what a city of 2.8 million would really send; small is a quarter of it, large is for benchmarks
# only.
_REALISTIC_ALARMS_PER_WEEK = 2_300.0
_REALISTIC_EVENTS_PER_MONTH = 7_800.0
_SCALES = {Size.SMALL: (0.25, 0.25), Size.MEDIUM: (1.0, 1.0), Size.LARGE: (6.0, 3.0)}


def config_for(size: Size, seed: int) -> Config:
    alarm_scale, event_scale = _SCALES[size]
    return Config(
        valid_alarms_per_week=_REALISTIC_ALARMS_PER_WEEK * alarm_scale,
        events_per_month=_REALISTIC_EVENTS_PER_MONTH * event_scale,
        seed=seed,
    )
