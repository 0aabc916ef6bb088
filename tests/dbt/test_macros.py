"""The macros as a library: each documented, and spelled so that Spark reads it."""

import re
from collections.abc import Iterator

import pytest
import sqlglot
import yaml
from formulas import MACRO_FILES, macros

SPARK = macros("spark")

# Functions that DuckDB and Spark spell and mean alike. What only one of them has stands in `macros/portable`.
SHARED_FUNCTIONS = {
    "abs", "avg", "cast", "coalesce", "count", "exp", "floor", "greatest", "lag", "least", "ln", "max", "min", "nullif",
    "percentile_cont", "pow", "rank", "row_number", "sign", "sqrt", "stddev_samp", "sum",
}  # fmt: skip
KEYWORDS = {"and", "as", "by", "case", "else", "from", "group", "in", "join", "on", "or", "over", "then", "when"}


def declared() -> Iterator[tuple[str, list[str]]]:
    """Public macros of the statistics folder with their arguments."""
    for path in sorted(MACRO_FILES.glob("statistics/*.sql")):
        for name, arguments in re.findall(r"{% macro (\w+)\((.*?)\)", path.read_text(encoding="utf-8")):
            if not name.startswith("_"):
                yield name, [argument.split("=")[0].strip() for argument in arguments.split(",") if argument.strip()]


MACROS = dict(declared())


def test_every_formula_says_what_it_is() -> None:
    documented = {
        macro["name"]: macro
        for path in MACRO_FILES.glob("statistics/*.yml")
        for macro in yaml.safe_load(path.read_text(encoding="utf-8"))["macros"]
    }
    assert set(documented) == set(MACROS)
    for name, arguments in MACROS.items():
        assert len(documented[name]["description"]) > 40, name
        told = {argument["name"]: argument["description"] for argument in documented[name].get("arguments", [])}
        assert list(told) == arguments, name
        assert all(len(text) > 4 for text in told.values()), name


# What arguments that are no plain column look like.
ARGUMENTS = {
    "cells": ["a", "b"],
    "control": ["c0", "c1"],
    "buffer": ["d0", "d1"],
    "response": ["t0", "t1"],
    "treated": ["t0", "t1"],
    "counts": {"treated": ["t0", "t1"], "control": ["c0", "c1"]},
    "weights": {"treated": ["2", "1"]},
    "partition_by": ["area"],
    "level": "95",
    "scoring": "mean10",
    "kind": "u",
    "family": "binomial",
    "form": "log",
    "direction": "down_good",
    "season_length": 12,
    "years": 5,
    "spread": 1,
    "sets": 20,
    "least_score": "1",
    "fractions": {"p50": 0.5, "p90": 0.9},
}


@pytest.mark.parametrize("name", MACROS)
def test_spark_reads_every_formula(name: str) -> None:
    arguments = {argument: ARGUMENTS.get(argument, argument) for argument in MACROS[name]}
    rendered = str(getattr(SPARK, name)(**arguments)).strip()
    statement = rendered if re.match(r"(select|with)\b", rendered) else f"select {rendered} as x from cases"
    assert sqlglot.parse_one(statement, read="spark")
    called = set(re.findall(r"\b([a-z_]+)\(", rendered)) - KEYWORDS
    assert called <= SHARED_FUNCTIONS | {"explode", "sequence"}, called - SHARED_FUNCTIONS
