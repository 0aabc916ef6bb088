"""Rules on the times of one event: none of its stages comes before its beginning."""

from datetime import timedelta

import polars as pl

# By how much clocks are changed for summer time, at most.
_CHANGE = timedelta(hours=1)


def is_negative(begin: str, stage: str, timezone: str) -> pl.Expr:
    """Where time `stage` lies before time `begin`, both local to `timezone`.

    Times are compared by the minute, as many senders know no seconds. In the hour in which clocks change a stage
    may seem to come first by up to that hour; it is let pass.
    """
    start, end = pl.col(begin).dt.truncate("1m"), pl.col(stage).dt.truncate("1m")
    is_before = (end < start).fill_null(False)
    # Looked at where it matters only: placing times in a zone is costly.
    suspect = pl.when(is_before).then(start)
    in_change = suspect.dt.replace_time_zone(timezone, ambiguous="null", non_existent="null").is_null()
    return is_before & ~(in_change & (start - end <= _CHANGE))
