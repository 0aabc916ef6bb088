"""The published JSON Schemas: true to the models, complete, and fit for the packs there are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from anlan.home import shipped
from orchestration.registry.catalogue import STANDARD
from orchestration.registry.feeds import FEEDS
from orchestration.registry.pack import load_pack_folder
from orchestration.registry.reference import reference_path, reference_text
from orchestration.registry.schema import MODELS, schema_of, schema_path, schema_text
from orchestration.registry.template import new_pack

PACKS = shipped("data/cities")


@pytest.mark.parametrize("name", MODELS)
def test_the_published_schema_is_that_of_the_models(name: str) -> None:
    assert schema_path(name).read_text(encoding="utf-8") == schema_text(name), "run `make schema`"


def test_the_reference_is_that_of_the_models() -> None:
    assert reference_path().read_text(encoding="utf-8") == reference_text(), "run `make schema`"


def test_the_reference_names_every_key_and_every_field() -> None:
    text = reference_text()
    for name in MODELS:
        missing = [key for key, _ in keys(schema_of(name)) if f"| `{key.rpartition('.')[2]}` |" not in text]
        assert [key for key in missing if not key.startswith("Text.")] == []
    assert all(f"`{field}`" in text for spec in FEEDS.values() for field in spec.fields)


def keys(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for model, definition in {"": schema, **schema["$defs"]}.items():
        for key, declared in definition.get("properties", {}).items():
            yield f"{model}.{key}", declared


@pytest.mark.parametrize("name", MODELS)
def test_every_key_says_what_it_is_for(name: str) -> None:
    assert [key for key, declared in keys(schema_of(name)) if not declared.get("description")] == []


@pytest.mark.parametrize("path", sorted(PACKS.glob("*/sources/*.yml")), ids=lambda path: "/".join(path.parts[-3::2]))
def test_the_sources_of_every_pack_fit_the_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema_of("source"))


@pytest.mark.parametrize("path", sorted(PACKS.glob("*/city.yml")), ids=lambda path: path.parent.name)
def test_the_city_of_every_pack_fits_the_schema(path: Path) -> None:
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    if path.parent.name == "_template":
        declared["city_id"] = "named-when-it-is-copied"
    jsonschema.validate(declared, schema_of("city"))


@pytest.mark.parametrize(
    "path", [STANDARD / "indicators.yml", *sorted(PACKS.glob("*/indicators.yml"))], ids=lambda path: path.parent.name
)
def test_the_indicators_of_the_project_and_of_every_pack_fit_the_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema_of("indicators"))


@pytest.mark.parametrize("wrong", [{"fead": "population"}, {"feed": "weather"}, {"files": 3}, {"schema_version": 2}])
def test_a_wrong_key_or_value_is_found_by_the_schema(wrong: dict[str, object]) -> None:
    declared = yaml.safe_load((PACKS / "_template" / "sources" / "alarms.yml").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(declared | wrong, schema_of("source"))


def test_a_new_pack_names_schemas_that_an_editor_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path))
    for folder in (PACKS / "_template", new_pack("somewhere")):
        for path in folder.rglob("*.yml"):
            found = re.match(r"# yaml-language-server: \$schema=(\S+)", path.read_text(encoding="utf-8"))
            assert found, path
            assert (path.parent / found.group(1)).resolve().is_file(), path
    assert load_pack_folder(tmp_path / "cities" / "somewhere").city_id == "somewhere"
