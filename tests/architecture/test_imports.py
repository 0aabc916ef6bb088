"""Data flows one way, and so do imports: the table in docs/architecture.md, held by reading every import statement."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("anlan", "orchestration", "dashboards")

# Who may import whom. A package may always import itself; the command line may import everything.
ALLOWED: dict[str, set[str]] = {
    "anlan": {"anlan"},
    "anlan.cli": {"anlan", "orchestration", "dashboards"},
    "dashboards": {"anlan", "dashboards"},
    # Pure: no query, no words, no page.
    "dashboards.figures": {"dashboards.figures", "dashboards.theme"},
    "dashboards.drawing": {"dashboards.drawing", "dashboards.figures.base", "dashboards.theme"},
    "orchestration.raw_schema": set(),
    "orchestration.progress": set(),
    "orchestration.lock": {"anlan"},
    "orchestration.registry": {"anlan", "orchestration.registry"},
    "orchestration.fictional": {"anlan", "orchestration.fictional", "orchestration.registry"},
    "orchestration.ingest": {"anlan", "orchestration.registry", "orchestration.raw_schema", "orchestration.ingest"},
    "orchestration.quality": {"anlan", "orchestration.registry", "orchestration.ingest", "orchestration.quality"},
    "orchestration.transform": {
        "anlan",
        "orchestration.registry",
        "orchestration.ingest",
        "orchestration.raw_schema",
        "orchestration.transform",
    },
    "orchestration.series": {"orchestration.series"},
    "orchestration.publish": {"anlan", "orchestration.publish"},
    "orchestration": {"anlan", "orchestration"},
}


def modules() -> list[Path]:
    return sorted(path for package in OURS for path in (ROOT / package).rglob("*.py"))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def owner(module: str) -> str:
    """The longest entry of ALLOWED the module belongs to."""
    fitting = [name for name in ALLOWED if module == name or module.startswith(name + ".")]
    return max(fitting, key=len)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{dotted(path)}: relative imports hide where a thing comes from"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in OURS}


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_module_imports_only_what_lies_upstream(path: Path) -> None:
    allowed = ALLOWED[owner(dotted(path))]
    wrong = [name for name in imports(path) if not any(name == unit or name.startswith(unit + ".") for unit in allowed)]
    assert not wrong, f"{dotted(path)} imports {wrong}; it may import {sorted(allowed)}"


@pytest.mark.parametrize(
    "package",
    ["orchestration/ingest", "orchestration/registry", "orchestration/publish", "orchestration/quality", "anlan"],
)
def test_dagster_stays_in_the_definitions(package: str) -> None:
    users = [
        dotted(path)
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and any("dagster" in name for name in [getattr(node, "module", "") or "", *[a.name for a in node.names]])
    ]
    assert not users


def test_sql_of_the_dashboard_stands_in_queries() -> None:
    """A page or figure that asks the database itself would escape the tests of the queries."""
    users = [
        dotted(path)
        for path in (ROOT / "dashboards").rglob("*.py")
        if "queries" not in path.parts and path.name != "serving.py" and ".execute(" in path.read_text(encoding="utf-8")
    ]
    assert not users


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_module_opens_by_saying_what_belongs_there(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{dotted(path)} has no docstring"
