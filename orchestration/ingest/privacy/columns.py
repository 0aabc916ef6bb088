"""Rules on whole columns: what many cells show together that no single one does.

`judged` puts all rules on values together for the columns of a sample. Headers belong in `names`.
"""

import polars as pl

from orchestration.ingest.privacy.cells import ANY_FORM, CELL_RULES, CellRule
from orchestration.ingest.privacy.kinds import Kind

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚張劉陳楊趙黃吳孫馬羅"
    "鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾譚鄒陸顧龍萬錢湯賀賴龔"
)
_DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|歐陽"
# Endings of names of areas, organisations and kinds of things, which may begin like a surname.
_NO_PERSON = (
    "区區县縣市省镇鎮乡鄉村里庄莊屯街路巷道桥橋店所局队隊院校园園部科站厂廠寨岗崗湾灣坊城港山湖河岛島坪坡类類案型"
)
# Chinese of two to four characters, or `Smith, John`: the form of names.
PERSON_NAME = (
    rf"^(?:(?:[{_SURNAMES}]\p{{Han}}{{0,1}}|{_DOUBLE_SURNAMES})[^\P{{Han}}{_NO_PERSON}]|"
    r"\p{Lu}[\p{Ll}'’-]+, \p{Lu}[\p{Ll}'’-]+(?: \p{Lu}\.?)?)$"
)
_LONG_HAN, _LONG_WORDS = 15, 8
_DATE = r"^\d{1,4}[-/.年 ]\d{1,2}[-/.月 ]\d{1,4}|^(?:19|20)\d{6}$"
_YEAR = r"(?:^|\D)((?:19|20)\d{2})"
# Fewer different texts say little about a column.
_ENOUGH, _MANY = 5, 20
_VARIED = 0.5
_YEARS_OF_BIRTH = 30


def is_long_text(text: pl.Expr) -> pl.Expr:
    """Whether a text is a sentence and more: enough characters of Chinese, or enough words."""
    return (text.str.count_matches(r"\p{Han}") >= _LONG_HAN) | (text.str.count_matches(r"\S+") >= _LONG_WORDS)


def distinct_texts(sample: pl.DataFrame) -> pl.DataFrame:
    """`column`, `text`, `rows`: the different texts of each column of a sample of text columns, in plain letters."""
    cells = sample.unpivot(variable_name="column", value_name="text").cast({"text": pl.String}).drop_nulls()
    return cells.group_by("column", "text").len("rows").with_columns(pl.col("text").str.normalize("NFKC"))


def told_in_words(texts: pl.DataFrame) -> set[str]:
    """Columns that may hold free text: some words, and not the same few again and again, which are categories."""
    columns = texts.group_by("column").agg(
        rows=pl.col("rows").sum(), different=pl.len(), words=pl.col("text").str.contains(r"\p{L}").any()
    )
    is_category = (pl.col("rows") >= _MANY) & (pl.col("different") <= 0.2 * pl.col("rows"))
    return set(columns.filter(pl.col("words") & ~is_category)["column"])


def judged(texts: pl.DataFrame) -> dict[str, Kind]:
    """The kind of personal data that columns hold by their cells; harmless columns are left out."""
    formed = texts.filter(pl.col("text").str.contains(ANY_FORM))
    filled = dict(texts.group_by("column").agg(pl.col("rows").sum()).iter_rows())
    found = _by_the_whole(texts)
    for (column,), cells in formed.group_by("column"):
        rows = list(cells.select("text", "rows").iter_rows())
        if rule := next((rule for rule in CELL_RULES if _holds(rule, rows, filled[column])), None):
            found[column] = rule.kind
    return found


def _holds(rule: CellRule, cells: list[tuple[str, int]], filled: int) -> bool:
    """Whether a column is personal by a rule. `cells`: its different texts of some form, and in how many rows."""
    of_form = [(match.group(1), rows) for text, rows in cells if (match := rule.pattern.search(text))]
    held = [rows for text, rows in of_form if rule.holds(text)]
    return bool(held) and 2 * len(held) >= len(of_form) and sum(held) >= rule.share * filled


def _by_the_whole(texts: pl.DataFrame) -> dict[str, Kind]:
    text = pl.col("text")
    year = text.filter(text.str.contains(_DATE)).str.extract(_YEAR, 1).cast(pl.Int32, strict=False)
    columns = texts.group_by("column").agg(
        different=pl.len(),
        names=text.str.contains(PERSON_NAME).mean(),
        long=is_long_text(text).sum(),
        long_rows=pl.col("rows").filter(is_long_text(text)).sum(),
        dates=text.str.contains(_DATE).mean(),
        first_year=year.quantile(0.05),
        last_year=year.quantile(0.95),
    )
    many = pl.col("different") >= _MANY
    born = many & (pl.col("dates") >= 0.8) & (pl.col("last_year") - pl.col("first_year") >= _YEARS_OF_BIRTH)
    # Long names of categories come again and again, what somebody told does not.
    told = (pl.col("long") >= _ENOUGH) & (pl.col("long") >= _VARIED * pl.col("long_rows"))
    kinds = columns.select(
        "column",
        kind=pl.when(many & (pl.col("names") >= 0.7))
        .then(pl.lit(Kind.PERSON.value))
        .when(told)
        .then(pl.lit(Kind.FREE_TEXT.value))
        .when(born)
        .then(pl.lit(Kind.BIRTH.value)),
    ).drop_nulls()
    return {column: Kind(kind) for column, kind in kinds.iter_rows()}
