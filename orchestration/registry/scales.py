"""The scales of survey questions that ship with Anlan: which answers a question offers and what each scores.

Which question of a city's survey has which scale belongs in its pack.
"""

from functools import cache
from typing import Literal

from pydantic import Field

from orchestration.registry.catalogue import STANDARD
from orchestration.registry.documents import Declaration, Identifier, Text, load_yaml


class Option(Declaration):
    """One answer and what it counts for in each scoring."""

    option_id: Identifier = Field(description="name of the answer, unique in its scale")
    name: Text = Field(description="the answer as it is read out")
    points_100: float | None = Field(default=None, description="points of the mean of 100")
    points_10: float | None = Field(default=None, description="points of the mean of 10")
    is_top_two: bool = Field(default=False, description="counts as positive in the two-box share")
    is_top_three: bool = Field(default=False, description="counts as positive in the three-box share")
    is_bottom: bool = Field(default=False, description="counts as negative in the net score")
    is_no_opinion: bool = Field(default=False, description="does not know or does not say: no valid answer")


class Scale(Declaration):
    """The answers of one kind of question, the best first."""

    scale_id: Identifier
    name: Text
    options: tuple[Option, ...]


class ScaleList(Declaration):
    """`standard/survey_scales.yml`."""

    schema_version: Literal[1]
    scales: tuple[Scale, ...]


@cache
def standard_scales() -> dict[str, Scale]:
    """Scales by scale_id."""
    scales = load_yaml(STANDARD / "survey_scales.yml", ScaleList).scales
    return {scale.scale_id: scale for scale in scales}
