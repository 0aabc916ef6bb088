"""Months, Spring Festival and how busy each day is.

Only the calendar belongs here; which category follows which day or season is said where the category is
described.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

# First day of the lunar year.
SPRING_FESTIVALS = (
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months(first: date, last: date) -> Iterator[date]:
    """First days of the months from `first` to `last`, both included."""
    month = first
    while month <= last:
        yield month
        month = next_month(month)


def days(month: date) -> list[date]:
    count = (next_month(month) - month).days
    return [month + timedelta(days=day) for day in range(count)]


def epoch_seconds(day: date) -> int:
    """Seconds from 1970-01-01 to the start of the day, without a time zone: the city's local clock."""
    return (day - date(1970, 1, 1)).days * 86_400


def years_since_2021(month: date) -> float:
    """Time of the middle of a month in years after the start of 2021; trends are functions of it."""
    return month.year - 2021 + (month.month - 0.5) / 12


def festival_offset(day: date) -> int:
    """Days from the nearest Spring Festival: negative before, 0 on its first day."""
    return min(((day - festival).days for festival in SPRING_FESTIVALS), key=abs)


def is_holiday(day: date) -> bool:
    """Spring Festival, May Day and National Day weeks."""
    in_spring = 0 <= festival_offset(day) <= 6
    return in_spring or (day.month == 10 and day.day <= 7) or (day.month == 5 and day.day <= 5)


def season(month: date, amplitude: float, peak_month: float) -> float:
    """Yearly cosine with mean 1."""
    return 1 + amplitude * float(np.cos(2 * np.pi * (month.month - peak_month) / 12))
