"""Questions about what the snapshot itself says of its tables."""

from anlan.descriptions import by_language
from dashboards.serving import Reader, Row


def indicators(reader: Reader) -> list[Row]:
    """The catalogue in its order, collected or not, with the least level's name."""
    return reader.rows(
        """
        select indicator.*, level.name_zh as level_zh, level.name_en as level_en
        from marts.dim_indicator as indicator
        left join marts.dim_area_level as level on level.level_id = indicator.lowest_level
        order by indicator.sort_order, indicator.indicator_id
        """
    )


def tables(reader: Reader) -> list[Row]:
    """Published tables by name: `table_name` with its schema, `rows`, `text_zh`, `text_en` (empty where the snapshot
    carries no description).
    """
    found = reader.rows(
        """
        select schema_name || '.' || table_name as table_name, estimated_size as rows, coalesce(comment, '') as comment
        from duckdb_tables()
        where schema_name in ('marts', 'serving')
        order by 1
        """
    )
    return [_in_both_languages(row) for row in found]


def columns(reader: Reader) -> list[Row]:
    """Columns of the published tables in their order, by table: `column_name`, `data_type`, `text_zh`, `text_en`."""
    found = reader.rows(
        """
        select
            schema_name || '.' || table_name as table_name,
            column_name,
            lower(data_type) as data_type,
            coalesce(comment, '') as comment
        from duckdb_columns()
        where schema_name in ('marts', 'serving')
        order by 1, column_index
        """
    )
    return [_in_both_languages(row) for row in found]


def _in_both_languages(row: Row) -> Row:
    return row | {f"text_{language}": text for language, text in by_language(row["comment"]).items()}
