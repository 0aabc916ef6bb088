"""Questions about the city and the sources its numbers come from."""

from dashboards.queries.places import has_tables
from dashboards.serving import Reader, Row


def city(reader: Reader) -> Row:
    """The snapshot's city: ids, names, `is_fictional`, `as_of`."""
    return reader.rows("select * from marts.dim_city")[0]


def sources(reader: Reader) -> list[Row]:
    """Sources with what was read, refused and failed, in the order of their feeds."""
    return reader.rows("select * from marts.dim_source order by feed, source_id")


def terms(reader: Reader) -> dict[str, Row]:
    """Names of words that files write as plain text, by the word; none of a snapshot older than them."""
    if not has_tables(reader, "dim_term"):
        return {}
    return {row["written"]: row for row in reader.rows("select * from marts.dim_term")}
