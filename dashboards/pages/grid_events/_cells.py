"""How rates of events are written in tables and figures."""

from dashboards.components.attributes import Children
from dashboards.components.data import rate_cell
from dashboards.i18n import Words
from dashboards.serving import Row
from dashboards.values import reason, share, share_interval

RATES = ("closure_rate", "on_time_rate")


def rate_of(row: Row, name: str, words: Words) -> str:
    """A rate with its interval; without one the reason."""
    if row[name] is None:
        # Units have no status of their rates, only a reason why they have no place.
        why = row.get("rate_status") or row.get("unranked_reason")
        # A status of `ok` is of the other rates: this one's marks are not recorded.
        return reason(words, why) if why and why != "ok" else words("table.absent")
    interval = share_interval(words, row[f"{name}_lower"], row[f"{name}_upper"])
    return words("event.rate", rate=share(words, row[name]), interval=interval) if interval else share(words, row[name])


def rate_with_interval(row: Row, name: str, words: Words) -> Children:
    """A rate with its interval below it, as a table has it."""
    interval = share_interval(words, row[f"{name}_lower"], row[f"{name}_upper"])
    if row[name] is None or interval is None:
        return rate_of(row, name, words)
    return rate_cell(share(words, row[name]), interval)
