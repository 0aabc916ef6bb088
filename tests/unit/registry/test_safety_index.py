"""The public safety index as it is declared: what is refused, and what a city can fill."""

from collections.abc import Callable
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import ValidationError

from anlan.errors import DeclarationError
from anlan.home import shipped
from orchestration.registry.catalogue import STANDARD
from orchestration.registry.pack import load_pack_folder
from orchestration.registry.safety_index import FILE_NAME, SafetyIndex, standard_safety_index
from orchestration.registry.schema import schema_of
from orchestration.transform.declarations import declared_rows

PACKS = sorted(path.parent for path in shipped("data/cities").glob("[!_]*/city.yml"))
LANWAN = shipped("data/cities/lanwan")

Change = Callable[[dict[str, Any]], object]


def declared() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((STANDARD / FILE_NAME).read_text(encoding="utf-8"))
    return content


def component(content: dict[str, Any], pillar: int, number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = content["pillars"][pillar]["components"][number]
    return found


@pytest.fixture
def lanwan(tmp_path: Path) -> Path:
    """The fictional city's declarations, to which an index of its own may be added."""
    folder = tmp_path / "lanwan"
    for path in LANWAN.rglob("*.yml"):
        copy = folder / path.relative_to(LANWAN)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def with_index(folder: Path, content: dict[str, Any]) -> Path:
    (folder / FILE_NAME).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def test_the_standard_index_fits_its_schema_and_is_one_whole() -> None:
    jsonschema.validate(declared(), schema_of("safety_index"))
    index = standard_safety_index()
    assert isclose(sum(pillar.weight for pillar in index.pillars), 1)
    assert [pillar.name.zh for pillar in index.pillars] == ["治安", "交通", "消防", "矛盾纠纷", "事件办理"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c["pillars"][0].update(weight=0.4), "weights of the pillars add up to 1.05"),
        (lambda c: component(c, 0).update(weight=0.4), "components of public-order add up to 0.9"),
        (lambda c: c["pillars"][1].update(pillar_id="fire"), "pillar_id 'fire' stands twice"),
        (lambda c: component(c, 1).update(component_id="fires"), "component_id 'fires' stands twice"),
        (lambda c: component(c, 1).update(component_id="all"), "'all' is the pillar's own"),
        (lambda c: component(c, 1).update(indicator="EV04"), "either categories or indicator"),
        (lambda c: component(c, 4).pop("indicator"), "either categories or indicator"),
        (lambda c: component(c, 1).update(deduction=10), "deduction"),
        (lambda c: component(c, 1).update(goalposts={"lowest": 5, "highest": 5}), "lowest 5 is not below highest 5"),
        (lambda c: c.update(bands={"green": 70, "yellow": 80, "orange": 60}), "must fall in this order"),
        (lambda c: c.update(reference={"first_month": "2022-01", "last_month": "2021-12"}), "is after last_month"),
        (lambda c: c.update(reference={"first_month": "2022-13", "last_month": "2022-13"}), "first_month"),
    ],
)
def test_an_index_that_is_not_one_is_refused(change: Change, said: str) -> None:
    content = declared()
    change(content)
    with pytest.raises(ValidationError, match=said):
        SafetyIndex.model_validate(content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda c: component(c, 1).update(categories=[31]),
            "traffic-calls: there is no category or group of alarms '31'",
        ),
        (
            lambda c: component(c, 1).update(categories=["preventable"]),
            "'preventable' holds category '1003', which criminal",
        ),
        (
            lambda c: component(c, 1).update(categories=[3001, 30]),
            "'30' holds category '3001', which traffic-calls counts",
        ),
        (lambda c: component(c, 1).update(categories=[5001]), "'5001' holds sensitive categories alone"),
        (lambda c: component(c, 4).update(indicator="EV99"), "indicator 'EV99' is not in the catalogue"),
        (lambda c: component(c, 4).update(indicator="AL04"), "'AL04' is not a share that is known by month"),
        (lambda c: component(c, 4).update(indicator="SV01"), "'SV01' is not a share that is known by month"),
        (lambda c: component(c, 4).update(indicator="AL05"), "'AL05' is not a share"),
        (lambda c: component(c, 4).update(direction="down_good"), "direction of 'EV03' is up_good in the catalogue"),
    ],
)
def test_an_index_of_a_pack_counts_what_the_city_has_and_nothing_twice(lanwan: Path, change: Change, said: str) -> None:
    content = declared()
    change(content)
    with pytest.raises(DeclarationError, match=said):
        load_pack_folder(with_index(lanwan, content))


def test_an_index_of_a_pack_takes_the_place_of_the_standard_one(lanwan: Path) -> None:
    before = load_pack_folder(lanwan)
    content = declared()
    content["reference"] = {"first_month": "2021-03", "last_month": "2022-02"}
    component(content, 1)["goalposts"] = {"lowest": 0, "highest": 8}
    pack = load_pack_folder(with_index(lanwan, content))
    assert pack.fingerprint != before.fingerprint
    rows = declared_rows(pack)
    assert rows["safety_index"][0]["reference_start"] == date(2021, 3, 1)
    assert rows["safety_index"][0]["reference_end"] == date(2022, 2, 28)
    traffic = next(row for row in rows["safety_index_components"] if row["component_id"] == "traffic-calls")
    assert (traffic["lowest"], traffic["highest"], traffic["feed"]) == (0, 8, "police_alarms")
    closure = next(row for row in rows["safety_index_components"] if row["component_id"] == "closure")
    assert (closure["lowest"], closure["feed"]) == (None, "grid_events")


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_city_that_lacks_a_part_has_no_index(folder: Path) -> None:
    """Other taxonomies and feeds: the standard index would be of something else."""
    rows = declared_rows(load_pack_folder(folder))
    filled = {name: bool(rows[name]) for name in rows if name.startswith("safety_index")}
    assert len(filled) == 3
    assert set(filled.values()) == {folder.name == "lanwan"}
