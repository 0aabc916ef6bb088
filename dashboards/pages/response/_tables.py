"""The tables of the response: every stage, and the stage by category."""

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, data_table
from dashboards.page import query
from dashboards.pages.response._cells import QUANTILES, heading_of, limit_name, quantile_cell, within_cell
from dashboards.pages.response._content import Response
from dashboards.values import number


def stages_section(response: Response) -> html.Section:
    """All stages of the area: how many in time, half and nine tenths of the calls by when."""
    words, here = response.setting.words, dict(response.address.given)
    columns = [
        Column(words("response.stage")),
        Column(words("response.standard")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in QUANTILES),
        *(Column(words(f"response.{name}"), is_number=True) for name in ("timed", "not_recorded")),
    ]
    rows: list[list[Children]] = []
    for row in response.stages:
        link = html.A(
            words(f"stage.{row['stage']}"),
            href=query(here | {"stage": row["stage"]}),
            id=f"stage-{row['stage']}",
            **attributes(data_in_place="yes"),
        )
        rows.append(
            [
                link,
                limit_name(row["stage"], words),
                within_cell(row, words),
                *(quantile_cell(row, name, words) for name in QUANTILES),
                number(words, row["alarms"]),
                number(words, row["not_recorded"]),
            ]
        )
    return html.Section(
        [
            html.H2(words("response.stages")),
            data_table(words("response.stages_caption"), columns, rows),
            response.setting.line("marts.mart_response"),
        ],
        className="panel panel-stages",
    )


def categories_section(response: Response) -> html.Section | None:
    if not response.categories:
        return None
    words = response.setting.words
    columns = [
        Column(words("filter.category")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in QUANTILES),
        Column(words("response.timed"), is_number=True),
    ]
    rows: list[list[Children]] = [
        [
            words.of(row),
            within_cell(row, words),
            *(quantile_cell(row, name, words) for name in QUANTILES),
            number(words, row["alarms"]),
        ]
        for row in response.categories
    ]
    return html.Section(
        [
            html.H2(heading_of("response.categories", response)),
            data_table(words("response.categories_caption"), columns, rows),
            response.setting.line("marts.mart_response"),
        ],
        className="panel panel-categories",
    )
