"""Read declaration files and say precisely what is wrong with them.

Every error names the file, the key and what was expected. What the keys mean is in `city` and `source`.
"""

import csv
import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from anlan.errors import DeclarationError

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Model = TypeVar("Model", bound="Declaration")


class Declaration(BaseModel):
    """Base of all declared things: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class Text(Declaration):
    """A name or sentence in both languages."""

    zh: str = Field(description="in Chinese")
    en: str = Field(description="in English")


# The parser in C, where PyYAML has it, takes a tenth of the time.
_SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE_LOADER):  # type: ignore[misc]
    """Words stay words: `no`, `on`, 007, 10:30 and 2020-01-01 are texts, and a key may stand once.

    PyYAML would make them False, True, 7, 630 and a date. Numbers with a point stay texts too, so that 1.10 is not
    1.1; the models turn them into numbers where they want some.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}  # type: ignore[misc]

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value != "<<"]
        if twice := next((key for i, key in enumerate(keys) if key in keys[:i]), None):
            raise yaml.constructor.ConstructorError(None, None, f"key {twice!r} stands twice", node.start_mark)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


for _tag, _pattern in (
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("null", r"~|null|Null|NULL|"),
    ("int", r"0|-?[1-9]\d{0,17}"),
    ("merge", "<<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), None)


def load_yaml(path: Path, model: type[Model]) -> Model:
    """Parse one YAML declaration.

    Raises:
        DeclarationError: the file is missing, is not YAML, or does not fit `model`.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
    except FileNotFoundError:
        raise DeclarationError(f"{path}: the file is missing; a city pack needs it.") from None
    except UnicodeDecodeError as error:
        raise DeclarationError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}).") from None
    except yaml.YAMLError as error:
        raise DeclarationError(f"{path}: not valid YAML: {error}") from None
    if not isinstance(content, dict):
        raise DeclarationError(
            f"{path}: expected keys and values, found {'nothing' if content is None else type(content).__name__}."
        )
    return validate(path, content, model)


def validate(path: Path, content: dict[str, Any], model: type[Model]) -> Model:
    """Check parsed content against `model`; all problems are reported at once."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = [_sentence(problem, content) for problem in error.errors(include_url=False)]
        raise DeclarationError("\n".join(f"{path}: {problem}" for problem in problems)) from None


def _sentence(problem: Any, content: dict[str, Any]) -> str:
    key = _key(problem["loc"], content) or "(whole file)"
    match problem["type"]:
        case "extra_forbidden":
            return f"{key}: unknown key; remove it or correct its spelling."
        case "missing":
            return f"{key}: missing; this key is required."
        case "secret":
            # What was found may hold a password.
            return f"{key}: {problem['msg']}."
        case "union_tag_not_found":
            return f"{key}.type: missing; this key is required."
        case "union_tag_invalid":
            context = problem["ctx"]
            return f"{key}.type: expected one of {context['expected_tags']} (found {context['tag']!r})."
    return f"{key}: {problem['msg']} (found {problem['input']!r})."


def _key(location: tuple[str | int, ...], content: Any) -> str:
    """The key as it stands in the file: without the name of the model that pydantic puts where several are possible."""
    parts = []
    for part in location:
        if isinstance(content, dict) and part not in content and part == content.get("type"):
            continue
        parts.append(str(part))
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            content = None
    return ".".join(parts)


def load_csv(path: Path, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Read a small UTF-8 declaration table with a header row.

    Returns:
        One dict a row, values stripped; a missing optional column reads as "".

    Raises:
        DeclarationError: the file is missing, not UTF-8, or lacks a required column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            header = reader.fieldnames or ()
    except FileNotFoundError:
        raise DeclarationError(f"{path}: the file is missing.") from None
    except UnicodeDecodeError:
        raise DeclarationError(f"{path}: not UTF-8; save it as CSV UTF-8.") from None
    missing = [name for name in required if name not in header]
    if missing:
        raise DeclarationError(
            f"{path}: column {', '.join(missing)} is missing; expected {', '.join(required + optional)}."
        )
    return [{name: (row.get(name) or "").strip() for name in required + optional} for row in rows]
