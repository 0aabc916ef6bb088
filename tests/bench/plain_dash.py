"""What one would write first: a ranked table, a bar chart and a monthly line in plain Dash, for a bench.

`python -m tests.bench.plain_dash PORT`. Its numbers are made up; only what it costs is measured.
"""

import sys
from typing import Any

import plotly.graph_objects as go  # type: ignore[import-untyped]
from dash import Dash, Input, Output, dash_table, dcc, html
from waitress import serve  # type: ignore[import-untyped]

DISTRICTS = [f"District {number}" for number in range(1, 11)]
MONTHS = [f"{year}-{month:02}" for year in range(2021, 2026) for month in range(1, 13)]


def answer(period: str) -> tuple[list[dict[str, Any]], go.Figure, go.Figure]:
    start = MONTHS.index(period)
    counts = [(7919 * (start + 1) * (number + 3)) % 4001 for number in range(len(DISTRICTS))]
    rows = [{"district": name, "count": count} for name, count in zip(DISTRICTS, counts, strict=True)]
    months = [(104729 * (start + month)) % 5003 for month in range(len(MONTHS))]
    return rows, go.Figure(go.Bar(x=counts, y=DISTRICTS, orientation="h")), go.Figure(go.Scatter(x=MONTHS, y=months))


def app() -> Dash:
    plain = Dash("plain")
    plain.layout = html.Div(
        [
            dcc.Dropdown(MONTHS, MONTHS[-1], id="period", clearable=False),
            dash_table.DataTable(id="table", columns=[{"name": name, "id": name} for name in ("district", "count")]),
            dcc.Graph(id="bars"),
            dcc.Graph(id="line"),
        ]
    )
    plain.callback(
        Output("table", "data"), Output("bars", "figure"), Output("line", "figure"), Input("period", "value")
    )(answer)
    return plain


if __name__ == "__main__":
    serve(app().server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
