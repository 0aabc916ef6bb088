"""The public safety index as it is declared: pillars, what each counts, weights, goalposts, colours.

The standard one ships with Anlan; a pack's own `safety_index.yml` takes its place. How scores are made is in
`dbt_project/models/marts/index`. There is no key for a fixed deduction: in a small area a single death would decide
its rank.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import isclose
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from orchestration.registry.catalogue import STANDARD
from orchestration.registry.documents import Declaration, Identifier, Text, load_yaml

INDICATOR_ID = "IX01"
FILE_NAME = "safety_index.yml"
# Marts put a pillar's own row beside those of its components.
WHOLE_PILLAR = "all"
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Weight = Annotated[float, Field(gt=0, le=1)]


class Goalposts(Declaration):
    """The range of a measure that the scores 0 to 100 stand for; what lies beyond scores no more."""

    lowest: float = Field(description="lower end: calls per 10,000 residents and 30 days, or a share from 0 to 1")
    highest: float = Field(description="upper end")

    @model_validator(mode="after")
    def _are_apart(self) -> Self:
        if self.lowest >= self.highest:
            raise ValueError(f"lowest {self.lowest:g} is not below highest {self.highest:g}")
        return self


class Component(Declaration):
    """What a pillar counts: calls of some categories for the residents, or a share of the catalogue."""

    component_id: Identifier = Field(description="name, unique in the index")
    name: Text = Field(description="name")
    weight: Weight = Field(description="weight in its pillar; those of a pillar add up to 1")
    categories: tuple[str, ...] = Field(
        default=(), description="categories or groups of alarms whose calls are counted; or `indicator`"
    )
    indicator: str | None = Field(
        default=None, description="a share of the catalogue that is known by month; or `categories`"
    )
    direction: Literal["up_good", "down_good"] = Field(description="which way is better")
    months: int = Field(
        default=1, ge=1, le=12, description="months up to the one scored that are counted together, where one has few"
    )
    goalposts: Goalposts | None = Field(
        default=None,
        description="its range; without, the 5th and 95th percentile of the areas of a level in the reference period",
    )

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Self:
        if bool(self.categories) == bool(self.indicator):
            raise ValueError(f"{self.component_id}: either categories or indicator, one of the two")
        if self.component_id == WHOLE_PILLAR:
            raise ValueError(f"component_id {WHOLE_PILLAR!r} is the pillar's own; choose another")
        return self


class Pillar(Declaration):
    """A part of the index that is published by itself."""

    pillar_id: Identifier = Field(description="name, unique in the index")
    name: Text = Field(description="name")
    weight: Weight = Field(description="weight in the index; those of all pillars add up to 1")
    components: tuple[Component, ...] = Field(min_length=1, description="what it counts")

    @model_validator(mode="after")
    def _weights_are_whole(self) -> Self:
        _check_weights(f"components of {self.pillar_id}", (component.weight for component in self.components))
        return self


class Bands(Declaration):
    """The lowest index of each colour; below `orange` it is red."""

    green: float = Field(gt=0, lt=100, description="green from here")
    yellow: float = Field(gt=0, lt=100, description="yellow from here")
    orange: float = Field(gt=0, lt=100, description="orange from here, red below")

    @model_validator(mode="after")
    def _fall(self) -> Self:
        if not self.green > self.yellow > self.orange:
            raise ValueError("green, yellow and orange must fall in this order")
        return self


class Reference(Declaration):
    """The months whose areas set the goalposts. They stay for a plan period: an index moves with its own area alone."""

    first_month: Month = Field(description="first month, such as `2021-01`")
    last_month: Month = Field(description="last month, such as `2021-12`")

    @model_validator(mode="after")
    def _has_months(self) -> Self:
        if self.first_month > self.last_month:
            raise ValueError(f"first_month {self.first_month} is after last_month {self.last_month}")
        return self


class SafetyIndex(Declaration):
    """`safety_index.yml`, the project's or a pack's."""

    schema_version: Literal[1] = Field(description="version of this form")
    reference: Reference | None = Field(
        default=None,
        description="months that set goalposts; without, the first calendar year that every feed counted has complete",
    )
    bands: Bands = Field(description="colours")
    pillars: tuple[Pillar, ...] = Field(min_length=1, description="the pillars, in the order of their listing")

    @property
    def components(self) -> list[Component]:
        return [component for pillar in self.pillars for component in pillar.components]

    @model_validator(mode="after")
    def _is_one_whole(self) -> Self:
        _check_weights("pillars", (pillar.weight for pillar in self.pillars))
        _check_once("pillar_id", (pillar.pillar_id for pillar in self.pillars))
        _check_once("component_id", (component.component_id for component in self.components))
        _check_once("indicator", (component.indicator for component in self.components if component.indicator))
        return self


@cache
def standard_safety_index() -> SafetyIndex:
    """The index that ships with Anlan."""
    return load_yaml(STANDARD / FILE_NAME, SafetyIndex)


def _check_weights(what: str, weights: Iterable[float]) -> None:
    total = sum(weights)
    if not isclose(total, 1, abs_tol=1e-9):
        raise ValueError(f"the weights of the {what} add up to {total:g}; they must add up to 1")


def _check_once(key: str, names: Iterable[str]) -> None:
    if twice := next((name for name, times in Counter(names).items() if times > 1), None):
        raise ValueError(f"{key} {twice!r} stands twice")
