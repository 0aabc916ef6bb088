"""How long the stages take: half and nine tenths of the calls of each, one band a stage."""

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.figures.stage_bands import Quantile, Stage, height, stage_bands
from dashboards.pages.response._cells import QUANTILES, in_minutes, quantile_cell
from dashboards.pages.response._content import Response
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import number


def bands_panel(response: Response, period: Row) -> Drawn:
    words, rows = response.setting.words, response.stages
    heading = words("response.bands")
    label = words("response.bands_label", period=period_name(period, words))
    stages = [_stage(row, response) for row in rows]
    if all(stage.half is None and stage.most is None for stage in stages):
        return Drawn(heading, None, label, 0, notes=[empty(words("response.no_bands"))])
    columns = [
        Column(words("response.stage")),
        *(Column(words(f"response.{name}"), is_number=True) for name in QUANTILES),
        *(Column(words(f"response.{name}"), is_number=True) for name in ("timed", "not_recorded")),
    ]
    table: list[list[Children]] = [
        [
            words(f"stage.{row['stage']}"),
            *(quantile_cell(row, name, words) for name in QUANTILES),
            number(words, row["alarms"]),
            number(words, row["not_recorded"]),
        ]
        for row in rows
    ]
    evidence = response.setting.evidence(
        table="marts.mart_response",
        row=rows[0],
        more=[
            (words("evidence.denominator"), words("response.denominator")),
            (words("evidence.interval"), words("response.interval")),
            (words("evidence.period"), period_name(period, words)),
        ],
    )
    return Drawn(
        heading,
        stage_bands(stages, half_name=words("response.p50"), most_name=words("response.p90")),
        label,
        height(len(stages)),
        unit=words("response.bands_unit"),
        notes=[behind(words, "response-bands", table=data_table(label, columns, table), evidence=evidence)],
    )


def _stage(row: Row, response: Response) -> Stage:
    words = response.setting.words
    half, most = (_quantile(row, name) for name in QUANTILES)
    said = [
        words("response.quantile_said", quantile=words(f"response.{name}"), time=in_minutes(row[name], words))
        for name in QUANTILES
        if row[name] is not None
    ]
    name = words(f"stage.{row['stage']}")
    return Stage(name, half, most, [name, *said, words("response.of_calls", count=number(words, row["alarms"]))])


def _quantile(row: Row, name: str) -> Quantile | None:
    """In minutes; a quantile of nothing has no place on an axis of ratios."""
    value, lower, upper = (
        None if row[column] is None else row[column] / 60 for column in (name, f"{name}_lower", f"{name}_upper")
    )
    return Quantile(value, lower, upper) if value else None
