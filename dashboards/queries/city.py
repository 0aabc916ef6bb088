"""Questions about the city and the sources its numbers come from."""

from dashboards.serving import Reader, Row


def city(reader: Reader) -> Row:
    """The snapshot's city: ids, names, `is_fictional`, `as_of`."""
    return reader.rows("select * from marts.dim_city")[0]


def sources(reader: Reader) -> list[Row]:
    """Sources with what was read, refused and failed, in the order of their feeds."""
    return reader.rows("select * from marts.dim_source order by feed, source_id")
