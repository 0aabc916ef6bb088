"""The data dictionary in `docs/data-dictionary.md` and `docs/data-dictionary.zh.md`: published tables and columns, the
indicator catalogue, words of status columns, reasons of refused rows, statistics macros.

It is made from the descriptions that dbt reads, the catalogue, the city packs, the pages' words and `reasons.yml`;
`make docs` writes it anew. Nothing is described here: a description is put right where it stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from anlan.descriptions import by_language
from anlan.home import CHECKOUT, shipped
from dashboards.i18n import CATALOGUES
from orchestration.quality.explanations import reasons
from orchestration.registry.catalogue import Indicator, standard_indicators
from orchestration.registry.documents import Text
from orchestration.registry.pack import CityPack, load_pack_folder
from orchestration.transform import dbt

Language = Literal["zh", "en"]
Node = Mapping[str, Any]
PAGES: dict[Language, str] = {"en": "data-dictionary.md", "zh": "data-dictionary.zh.md"}
PUBLISHED = ("marts", "serving")
_STATISTICS = "macros/statistics/"

_WORDS: dict[str, dict[Language, str]] = {
    "title": {"zh": "数据字典", "en": "Data dictionary"},
    "intro": {
        "zh": "本页由 `make docs` 生成：表与列的说明来自 dbt，指标来自指标目录。[English](data-dictionary.md)。\n"
        "方法与文献见[方法说明](methods.zh.md)。",
        "en": "Made by `make docs` from the descriptions in dbt and from the indicator catalogue.\n"
        "[中文](data-dictionary.zh.md). Methods and references: [methods](methods.md).",
    },
    "tables": {"zh": "已发布的表", "en": "Published tables"},
    "one_row": {"zh": "每行：{}。", "en": "One row: {}."},
    "made_from": {"zh": "取自：{}。", "en": "Made from: {}."},
    "column": {"zh": "列", "en": "column"},
    "type": {"zh": "类型", "en": "type"},
    "meaning": {"zh": "含义", "en": "meaning"},
    "indicators": {"zh": "指标目录", "en": "Indicator catalogue"},
    "indicators_intro": {
        "zh": "未由任何数据得出的指标只有定义，各市显示为“未采集”。城市可在自己的 `indicators.yml` 中改写口径，\n"
        "下列为标准口径。粒度指适合发布的最低级别与最短周期；警情指标遵守最短周期，\n"
        "最低级别各表都尚未遵守。",
        "en": "What no data fill is defined and shown as not collected. A city may count something else in its own\n"
        "`indicators.yml`; these are the standard definitions. Grain: lowest level and shortest period fit to be\n"
        "published. Indicators of alarms hold to the shortest period; nothing holds to the lowest level yet.",
    },
    "formula": {"zh": "公式", "en": "Formula"},
    "numerator": {"zh": "分子", "en": "Numerator"},
    "denominator": {"zh": "分母", "en": "Denominator"},
    "includes": {"zh": "包含", "en": "Included"},
    "excludes": {"zh": "不包含", "en": "Excluded"},
    "unit": {"zh": "单位", "en": "unit"},
    "decimals": {"zh": "小数位数", "en": "decimals"},
    "minimum_base": {"zh": "最小基数", "en": "minimum base"},
    "method_version": {"zh": "方法版本", "en": "method version"},
    "direction": {"zh": "方向", "en": "direction"},
    "grain": {"zh": "粒度", "en": "grain"},
    "records": {"zh": "来源", "en": "Source"},
    "feed": {"zh": "数据类别", "en": "feed"},
    "filled_by": {"zh": "已采集的示例城市", "en": "collected in"},
    "nowhere": {"zh": "无", "en": "none of the cities here"},
    "statuses": {"zh": "状态与结论用词", "en": "Words of status and verdict columns"},
    "word": {"zh": "用词", "en": "word"},
    "reasons": {"zh": "拒收原因", "en": "Reasons of refused rows"},
    "reasons_intro": {
        "zh": "被规则拒收的行不进入任何数；`anlan check` 与 `anlan run` 按原因计数。\n"
        "{field} 为字段，{column} 为表头，{formats} 为写法，{map} 为对照表。",
        "en": "A row that a rule refuses counts nowhere; `anlan check` and `anlan run` count such rows by reason.\n"
        "{field} stands for the field, {column} for its header, {formats} for formats, {map} for the crosswalk.",
    },
    "code": {"zh": "代码", "en": "code"},
    "advice": {"zh": "处理办法", "en": "what to do"},
    "macros": {"zh": "统计宏", "en": "Statistics macros"},
    "macros_intro": {
        "zh": "`dbt_project/macros/statistics` 中的公式，每个公式只写一处。“使用”为现在用到它的表。",
        "en": "The formulas in `dbt_project/macros/statistics`, each in one place. Used by: tables that call it today.",
    },
    "macro": {"zh": "宏", "en": "macro"},
    "used_by": {"zh": "使用", "en": "used by"},
}
_TERMS: dict[str, dict[Language, str]] = {
    "city": {"zh": "市", "en": "city"},
    "district": {"zh": "区", "en": "district"},
    "subdistrict": {"zh": "街道", "en": "sub-district"},
    "community": {"zh": "社区", "en": "community"},
    "grid": {"zh": "网格", "en": "grid"},
    "unit": {"zh": "责任单位", "en": "responsible unit"},
    "W": {"zh": "周", "en": "week"},
    "M": {"zh": "月", "en": "month"},
    "Q": {"zh": "季", "en": "quarter"},
    "H": {"zh": "半年", "en": "half-year"},
    "Y": {"zh": "年", "en": "year"},
    "YTD": {"zh": "本年累计", "en": "year to date"},
    "wave": {"zh": "期次", "en": "wave"},
    "up_good": {"zh": "高为好", "en": "more is better"},
    "down_good": {"zh": "低为好", "en": "less is better"},
    "context": {"zh": "不分好坏", "en": "no better direction"},
}


def page(language: Language, manifest: Node) -> str:
    """The dictionary in Markdown. `manifest`: dbt's."""
    lines = [f"# {_say('title', language)}", "", _say("intro", language), ""]
    lines += [*_tables(manifest, language), *_indicators(language), *_statuses(language)]
    lines += [*_reasons(language), *_macros(manifest, language)]
    return "\n".join(lines).rstrip() + "\n"


def page_path(language: Language) -> Path:
    return CHECKOUT / "docs" / PAGES[language]


def write_pages() -> None:
    """Write both pages into the checkout."""
    manifest = dbt.manifest()
    for language in PAGES:
        page_path(language).write_text(page(language, manifest), encoding="utf-8")


def _say(key: str, language: Language) -> str:
    return _WORDS[key][language]


def _of(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en


def _listed(words: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(words)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (heads, *rows)]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return [lines[0], "|" + "---|" * len(cells[0]), *lines[1:], ""]


def _models(manifest: Node) -> list[Node]:
    found = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return sorted((node for node in found if node["schema"] in PUBLISHED), key=lambda node: str(node["name"]))


def _tables(manifest: Node, language: Language) -> Iterator[str]:
    keys = {
        node["attached_node"]: node["test_metadata"]["kwargs"]["key"]
        for node in manifest["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") == "sound_rows"
    }
    yield from (f"## {_say('tables', language)}", "")
    for model in _models(manifest):
        yield from (f"### `{model['schema']}.{model['name']}`", "")
        sentences = [by_language(model["description"])[language]]
        if key := keys.get(model["unique_id"]):
            sentences.append(_say("one_row", language).format(" × ".join(f"`{column}`" for column in key)))
        tables = _listed((f"`raw.{name}`" for name in sorted(_raw_tables(model, manifest))), language)
        sentences.append(_say("made_from", language).format(tables))
        yield from (("" if language == "zh" else " ").join(sentences), "")
        yield from _table(
            (_say("column", language), _say("type", language), _say("meaning", language)),
            (
                (f"`{column['name']}`", column["data_type"], by_language(column["description"])[language])
                for column in model["columns"].values()
            ),
        )


def _raw_tables(node: Node, manifest: Node) -> set[str]:
    """The tables of schema `raw` that a model rests on, directly or by other models."""
    found: set[str] = set()
    for parent in node["depends_on"]["nodes"]:
        if parent in manifest["sources"]:
            found.add(manifest["sources"][parent]["name"])
        else:
            found |= _raw_tables(manifest["nodes"][parent], manifest)
    return found


def _packs() -> list[CityPack]:
    folders = sorted(shipped("data/cities").glob("*/city.yml"))
    return [load_pack_folder(path.parent) for path in folders if not path.parent.name.startswith("_")]


def _indicators(language: Language) -> Iterator[str]:
    packs = _packs()
    yield from (f"## {_say('indicators', language)}", "", _say("indicators_intro", language), "")
    for code, indicator in standard_indicators().items():
        cities = [_of(pack.city.name, language) for pack in packs if pack.fills(pack.indicators[code])]
        yield from _indicator(indicator, cities, language)


def _indicator(indicator: Indicator, cities: list[str], language: Language) -> Iterator[str]:
    stop = "。" if language == "zh" else "."
    colon = "：" if language == "zh" else ": "

    def line(*pairs: tuple[str, str]) -> str:
        said = [f"{_say(key, language)}{colon}{value}" for key, value in pairs]
        return "- " + ("；" if language == "zh" else "; ").join(said) + stop

    yield from (f"### {indicator.indicator_id} {_of(indicator.name, language)}", "")
    for key in ("formula", "numerator", "denominator", "includes", "excludes"):
        yield line((key, _of(getattr(indicator, key), language)))
    level, period = _TERMS[indicator.lowest_level][language], _TERMS[indicator.shortest_period][language]
    yield line(
        ("unit", _of(indicator.unit, language)),
        ("decimals", str(indicator.decimals)),
        ("minimum_base", f"{indicator.minimum_base or 0:g}"),
        ("grain", f"{level} × {period}"),
        ("direction", _TERMS[indicator.direction][language]),
        ("method_version", indicator.method_version),
    )
    yield line(
        ("records", _of(indicator.records, language)),
        *([("feed", f"`{indicator.feed.value}`")] if indicator.feed else []),
        ("filled_by", _listed(cities, language) if cities else _say("nowhere", language)),
    )
    yield ""


def _statuses(language: Language) -> Iterator[str]:
    said = CATALOGUES[language]
    words = [(key, text) for key, text in said.items() if key.startswith("status.")]
    words += [(key, said[key]) for key in ("verdict.rise", "verdict.fall", "verdict.no_significant_change")]
    yield from (f"## {_say('statuses', language)}", "")
    yield from _table(
        (_say("word", language), _say("meaning", language)),
        ((f"`{key.partition('.')[2]}`", text) for key, text in words),
    )


def _reasons(language: Language) -> Iterator[str]:
    yield from (f"## {_say('reasons', language)}", "", _say("reasons_intro", language), "")
    rows = [
        (f"`{code}`", _of(reason.meaning, language), _of(reason.advice, language) if reason.advice else "")
        for code, reason in reasons().items()
        if reason.meaning
    ]
    yield from _table((_say("code", language), _say("meaning", language), _say("advice", language)), rows)


def _macros(manifest: Node, language: Language) -> Iterator[str]:
    by_file: dict[str, list[Node]] = defaultdict(list)
    for macro in manifest["macros"].values():
        if macro["original_file_path"].startswith(_STATISTICS) and macro["description"]:
            by_file[Path(macro["original_file_path"]).stem].append(macro)
    used = macro_uses(manifest)
    yield from (f"## {_say('macros', language)}", "", _say("macros_intro", language), "")
    heads = (_say("macro", language), _say("meaning", language), _say("used_by", language))
    for topic in sorted(by_file):
        yield from (f"### `{topic}`", "")
        rows = (
            (
                f"`{macro['name']}({', '.join(argument['name'] for argument in macro['arguments'])})`",
                by_language(macro["description"])[language],
                _listed((f"`{name}`" for name in sorted(used[macro["unique_id"]])), language),
            )
            for macro in sorted(by_file[topic], key=lambda macro: str(macro["name"]))
        )
        yield from _table(heads, rows)


def macro_uses(manifest: Node) -> dict[str, set[str]]:
    """Published models by the macros that they and what they are made of call, directly or by other macros."""
    found: dict[str, set[str]] = defaultdict(set)

    def follow(unique_id: str, model: str) -> None:
        if model not in found[unique_id]:
            found[unique_id].add(model)
            for called in manifest["macros"][unique_id]["depends_on"]["macros"]:
                follow(called, model)

    def unpublished(node: Node) -> Iterator[Node]:
        yield node
        for parent in map(manifest["nodes"].get, node["depends_on"]["nodes"]):
            if parent and parent["schema"] not in PUBLISHED:
                yield from unpublished(parent)

    for model in _models(manifest):
        for part in unpublished(model):
            for unique_id in part["depends_on"]["macros"]:
                follow(unique_id, str(model["name"]))
    return found


if __name__ == "__main__":
    write_pages()
