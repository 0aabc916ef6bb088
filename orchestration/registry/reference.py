"""The reference of declarations in `docs/declarations.md`, made from the models: every key, what may stand there, what
it means; and the fields of every feed. `make schema` writes it anew.
"""

from pathlib import Path
from typing import Any

from anlan.home import CHECKOUT
from orchestration.registry.feeds import FEEDS, Feed
from orchestration.registry.schema import MODELS, schema_of

_FILES = {
    "source": "sources/*.yml",
    "city": "city.yml",
    "indicators": "indicators.yml",
    "safety_index": "safety_index.yml",
}
_INTRODUCTION = """# Declarations

Every key of a city pack. This page is made from the models (`make schema`), as are the JSON Schemas in
[schema](schema) by which editors complete and check declarations. How to write a pack step by step:
[a new city](new-city.md).

Words need no quotation marks: `no`, `on`, `007`, `10:30` and `2020-01-01` are texts. Where a list of words may stand,
one word may stand alone. A key that stands twice, or that is not on this page, is an error.
"""


def reference_path() -> Path:
    return CHECKOUT / "docs" / "declarations.md"


def reference_text() -> str:
    """The page in Markdown."""
    parts = [_INTRODUCTION, *[_of_model(name) for name in MODELS], _feeds()]
    return "\n".join(parts)


def _of_model(name: str) -> str:
    schema = schema_of(name)
    definitions: dict[str, Any] = schema["$defs"]
    lines = [f"## `{_FILES[name]}`", "", *_table(schema)]
    for title, definition in definitions.items():
        if "properties" in definition and title != "Text":
            lines += [f"### {title}", "", *_paragraphs(definition.get("description", "")), *_table(definition)]
    return "\n".join(lines)


def _paragraphs(text: str) -> list[str]:
    return [*text.split("\n"), ""] if text else []


def _table(definition: dict[str, Any]) -> list[str]:
    required = set(definition.get("required", ()))
    rows = [
        f"| `{key}` | {_kind(declared)} | {'required' if key in required else _default(declared)} | "
        f"{_cell(declared.get('description', ''))} |"
        for key, declared in definition["properties"].items()
    ]
    return ["| key | value | if left out | meaning |", "|---|---|---|---|", *rows, ""]


def _kind(declared: dict[str, Any]) -> str:
    if "$ref" in declared:
        name = declared["$ref"].rpartition("/")[2]
        if name == "Text":
            return "{zh, en}"
        return "a feed, see below" if name == "Feed" else f"[{name}](#{name.lower()})"
    if "const" in declared:
        return f"`{declared['const']}`"
    if "enum" in declared:
        return ", ".join(f"`{value}`" for value in declared["enum"])
    if options := declared.get("anyOf") or declared.get("oneOf"):
        kinds = [_kind(option) for option in options if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    match declared.get("type"):
        case "array":
            return f"list of {_kind(declared.get('items', {}))}"
        case "object":
            return f"key → {_kind(declared.get('additionalProperties', {}))}"
        case kind:
            return {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}.get(
                str(kind), "text"
            )


def _default(declared: dict[str, Any]) -> str:
    value = declared.get("default")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, dict):
        return "as below"
    return f"`{_cell(value if not isinstance(value, list) else ', '.join(map(repr, value)))}`"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _feeds() -> str:
    lines = ["## Feeds and their fields", "", "A source of a feed declares these under `columns`.", ""]
    lines += ["| feed | required | others | areas |", "|---|---|---|---|"]
    for feed in Feed:
        spec = FEEDS[feed]
        by_need = {
            need: ", ".join(f"`{name}` ({field.type})" for name, field in spec.fields.items() if field.required == need)
            for need in (True, False)
        }
        others = "fields with names of your own (text)" if feed == Feed.LOOKUPS else by_need[False]
        lines.append(f"| `{feed}` | {by_need[True] or '–'} | {others or '–'} | {spec.areas} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    reference_path().write_text(reference_text(), encoding="utf-8")
