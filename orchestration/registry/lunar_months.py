"""The month of the Chinese calendar that a day lies in. Its first day of the year is a table of the models
(`spring_festivals`); which days are off for its festivals is said in `working_days`.
"""

from datetime import date
from importlib.metadata import version

# Countries and regions that announce days off by it.
_KEPT_IN = frozenset({"CN", "HK", "MO", "TW"})


def keeps_lunar_calendar(country: str) -> bool:
    """Whether public life follows it in a country, by its ISO 3166-1 code."""
    return country in _KEPT_IN


def lunar_key(country: str) -> str:
    """What `lunar_month` depends on; it imports no calendar."""
    return f"borax {version('borax')}" if keeps_lunar_calendar(country) else "no lunar months"


def lunar_month(day: date) -> tuple[int, bool] | None:
    """The number of the month, 1 to 12, and whether it is the leap month that follows the one of that number.

    None before 1900-01-31 and after 2101-01-28, which the library's table does not reach.
    """
    from borax.calendars.lunardate import MAX_SOLAR_DATE, MIN_SOLAR_DATE, LunarDate

    if not MIN_SOLAR_DATE <= day <= MAX_SOLAR_DATE:
        return None
    found = LunarDate.from_solar(day)
    return found.month, bool(found.leap)
