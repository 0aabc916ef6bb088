"""Words of a file that map to nothing declared: which are the most frequent. What to do about them is for
`orchestration.quality.unmapped` to say.
"""

import polars as pl

from orchestration.ingest.records import UnmappedWord
from orchestration.ingest.rules import Sorted

PREFIX = "unknown_"
WORDS = {"reason_code": pl.String, "field": pl.String, "value": pl.String, "rows": pl.Int64, "is_kept": pl.Boolean}
# Of one file; a mapping of more words is missing as a whole.
_LISTED = 100


def words_of(rows: Sorted) -> pl.DataFrame:
    """`reason_code`, `field`, `value`, `rows`, `is_kept`: the words of refused and of accepted rows."""
    refused = (
        rows.refused.filter(pl.col("reason_code").str.starts_with(PREFIX))
        .group_by("reason_code", "field", "value")
        .agg(pl.len().cast(pl.Int64).alias("rows"))
    )
    return pl.concat(
        [refused.with_columns(is_kept=pl.lit(False)), rows.kept_unmapped.with_columns(is_kept=pl.lit(True))]
    )


def most_frequent(words: pl.DataFrame) -> list[UnmappedWord]:
    """The words by their number of rows, and the rest of a field together, so that the sums are right."""
    # An address in which no area was found, or an empty cell, is a word too.
    ranked = (
        words.with_columns(pl.col("value").fill_null(""))
        .group_by("reason_code", "field", "value", "is_kept")
        .agg(pl.col("rows").sum())
        .sort("rows", "value", descending=[True, False])
        .with_row_index("rank")
    )
    grouped = (
        ranked.with_columns(value=pl.when(pl.col("rank") < _LISTED).then("value"))
        .group_by("reason_code", "field", "value", "is_kept", maintain_order=True)
        .agg(pl.col("rows").sum())
    )
    return [UnmappedWord(**word) for word in grouped.iter_rows(named=True)]
