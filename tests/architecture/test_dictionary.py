"""The data dictionary is what the descriptions say, and they say it in both languages."""

from typing import Any

import pytest

from docs.dictionary import PAGES, Language, page, page_path, parts
from orchestration.registry.catalogue import standard_indicators
from orchestration.transform import dbt


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dbt.manifest()


def descriptions(manifest: dict[str, Any]) -> dict[str, str]:
    """Of published tables, their columns, and the statistics macros but for their private helpers."""
    found: dict[str, str] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["schema"] in {"marts", "serving"}:
            found[node["name"]] = node["description"]
            found |= {f"{node['name']}.{name}": column["description"] for name, column in node["columns"].items()}
    for macro in manifest["macros"].values():
        if macro["original_file_path"].startswith("macros/statistics/") and not macro["name"].startswith("_"):
            found[macro["name"]] = macro["description"]
    return found


@pytest.mark.parametrize("language", PAGES)
def test_the_dictionary_is_up_to_date(language: Language, manifest: dict[str, Any]) -> None:
    assert page_path(language).read_text(encoding="utf-8") == page(language, manifest), "run `make docs`"


def test_everything_published_is_described_in_both_languages(manifest: dict[str, Any]) -> None:
    wrong = []
    for name, description in descriptions(manifest).items():
        said = parts(description)
        chinese = [any("\u4e00" <= letter <= "\u9fff" for letter in said[language]) for language in ("zh", "en")]
        if chinese != [True, False] or not said["en"]:
            wrong.append(name)
    assert not wrong


@pytest.mark.parametrize("language", PAGES)
def test_the_dictionary_has_every_column_macro_and_indicator(language: Language, manifest: dict[str, Any]) -> None:
    text = page(language, manifest)
    named = {name.rpartition(".")[2] for name in descriptions(manifest)}
    assert not [name for name in named if f"`{name}" not in text and f".{name}`" not in text]
    assert not [code for code in standard_indicators() if f"### {code} " not in text]
