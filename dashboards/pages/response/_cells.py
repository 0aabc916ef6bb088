"""How shares within a limit, quantiles and limits are written in tables and figures."""

from dashboards.components.attributes import Children
from dashboards.components.data import rate_cell
from dashboards.i18n import Words
from dashboards.pages.response._content import LIMITS, Response
from dashboards.serving import Row
from dashboards.values import reason, share, share_interval

QUANTILES = ("p50", "p90")


def in_minutes(seconds: float, words: Words) -> str:
    return words("response.minutes", minutes=words.number(seconds / 60, 1))


def quantile_cell(row: Row, name: str, words: Words) -> Children:
    """A quantile with its interval; where it lies in an open band only what it is at least."""
    if row[name] is None:
        if row[f"{name}_at_least"] is not None and row["quantile_status"] == "ok":
            return words("response.at_least", minutes=in_minutes(row[f"{name}_at_least"], words))
        return reason(words, row["quantile_status"]) if row["quantile_status"] else words("table.absent")
    if row[f"{name}_lower"] is None or row[f"{name}_upper"] is None:
        return in_minutes(row[name], words)
    lower, upper = (words.number(row[f"{name}_{end}"] / 60, 1) for end in ("lower", "upper"))
    return rate_cell(in_minutes(row[name], words), words("table.interval", lower=lower, upper=upper))


def within_cell(row: Row, words: Words) -> Children:
    """The share within the stage's limit; a stage without limit has none."""
    limit = LIMITS[row["stage"]]
    if limit is None:
        return words("response.no_limit")
    if row[f"share_{limit}"] is None:
        return reason(words, row["share_status"]) if row["share_status"] else words("table.absent")
    interval = share_interval(words, row[f"share_{limit}_lower"], row[f"share_{limit}_upper"])
    written = share(words, row[f"share_{limit}"])
    return rate_cell(written, interval) if interval else written


def limit_name(stage: str, words: Words) -> str:
    limit = LIMITS[stage]
    if limit is None:
        return words("response.no_limit")
    return words("response.limit", minutes=words.number(limit / 60))


def value_of(row: Row) -> tuple[float | None, float | None, float | None]:
    """What is drawn of a row: the share within the limit in per cent, of a stage without one the median in minutes."""
    limit = LIMITS[row["stage"]]
    name, by = (f"share_{limit}", 100.0) if limit is not None else ("p50", 1 / 60)
    found = [row[name], row[f"{name}_lower"], row[f"{name}_upper"]]
    value, lower, upper = (None if number is None else number * by for number in found)
    return value, lower, upper


def heading_of(key: str, response: Response) -> str:
    words = response.setting.words
    return words(key, stage=words(f"stage.{response.stage}"), standard=limit_name(response.stage, words))


def said_of(row: Row, words: Words) -> str:
    """What is drawn of a row, in words."""
    value = value_of(row)[0]
    if value is None:
        return words("table.absent")
    has_limit = LIMITS[row["stage"]] is not None
    return words("unit.share", value=words.number(value, 1)) if has_limit else in_minutes(value * 60, words)
