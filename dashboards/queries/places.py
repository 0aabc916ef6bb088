"""Questions about the areas a reader goes through: the whole city, what is above an area and below it."""

from dashboards.serving import Reader, Row


def top(reader: Reader) -> Row | None:
    """The one area that is the whole city; None where the map has none or several."""
    found = reader.rows(
        """
        select *
        from marts.dim_area
        where hierarchy = 'main' and level_number = 1 and parent_area_id is null and not is_unknown
        """
    )
    return found[0] if len(found) == 1 else None


def path(reader: Reader, area_id: str) -> list[Row]:
    """The areas from the top down to the area itself; empty where there is no such area."""
    return reader.rows(
        """
        select area.*
        from marts.bridge_area_tree as tree
        inner join marts.dim_area as area on area.area_id = tree.ancestor_area_id
        where tree.descendant_area_id = $area_id
        order by tree.depth desc
        """,
        {"area_id": area_id},
    )


def children(reader: Reader, area_id: str) -> list[Row]:
    """The areas directly below, as the map is today, by code. Not that of places that could not be told."""
    return reader.rows(
        """
        select *
        from marts.dim_area
        where parent_area_id = $area_id and is_current and not is_unknown and hierarchy = 'main'
        order by area_code, area_id
        """,
        {"area_id": area_id},
    )


def has_tables(reader: Reader, *tables: str) -> bool:
    """Whether the snapshot has the tables of schema `marts`: one older than a page may lack some."""
    names = "select table_name from duckdb_tables() where schema_name = 'marts'"
    return set(tables) <= {row["table_name"] for row in reader.rows(names)}


def has_rows(reader: Reader, table: str) -> bool:
    """Whether the snapshot has the table of schema `marts` and a row in it."""
    return has_tables(reader, table) and bool(reader.rows(f"select 1 from marts.{table} limit 1"))
