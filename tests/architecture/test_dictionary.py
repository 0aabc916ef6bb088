"""The data dictionary is what the descriptions say, and they say it in both languages."""

import re
from typing import Any

import pytest

from anlan.descriptions import by_language
from anlan.home import CHECKOUT
from docs.dictionary import PAGES, Language, macro_uses, page, page_path
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
        said = by_language(description)
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


@pytest.mark.parametrize(
    ("name", "unused"),
    [("methods.md", "## Ready as macros"), ("methods.zh.md", "## 已有宏")],
)
def test_the_methods_page_says_which_macros_marts_use(name: str, unused: str, manifest: dict[str, Any]) -> None:
    text = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
    by_marts, _, ready = text.partition(unused)
    public = {
        key: macro["name"]
        for key, macro in manifest["macros"].items()
        if macro["original_file_path"].startswith("macros/statistics/") and macro["description"]
    }
    used = {public[key] for key, models in macro_uses(manifest).items() if models and key in public}
    named = [set(re.findall(r"`([a-z_0-9]+)`", part)) & set(public.values()) for part in (by_marts, ready)]
    assert named[0] | named[1] == set(public.values())
    assert named[0] == used
