"""Survey tallies (群众测评) by district: answers counted, no respondent anywhere.

Here belongs how the city answers and how waves are laid out in workbooks. How an indicator is scored from the
tallies is not decided here.
"""

from dataclasses import dataclass

import numpy as np

from orchestration.fictional.areas import Register
from orchestration.fictional.config import Config
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.exports import Cell, Exporter
from orchestration.fictional.randomness import stream

HEADER = (
    "期次", "区划代码", "区名称", "测评指标", "正向人数", "中性人数", "负向人数", "不清楚人数", "样本量",
)  # fmt: skip
_SMALLEST_SAMPLE, _LARGEST_SAMPLE = 300, 400
# District differences are small against the sampling error, so that most ranks are not certain.
_DISTRICT_SPREAD = 0.05
_YEARLY_GAIN = 0.02


@dataclass(frozen=True)
class Item:
    """One indicator: share of positive answers at the start and parts of the rest; whether half-yearly."""

    name: str
    positive: float
    neutral: float
    unsure: float
    is_half_yearly: bool


ITEMS = (
    Item("群众安全感", 0.950, 0.55, 0.10, True),
    Item("社会治安满意度", 0.940, 0.55, 0.10, True),
    Item("政法工作满意度", 0.930, 0.60, 0.15, False),
    Item("扫黑除恶满意度", 0.955, 0.45, 0.30, False),
    Item("反诈专项满意度", 0.945, 0.50, 0.25, False),
    Item("平安创建知晓率", 0.900, 0.00, 0.20, True),
    Item("平安创建参与率", 0.870, 0.00, 0.10, True),
    Item("治安好转率", 0.905, 0.60, 0.25, False),
)
# Real changes in two districts: since when (years after the start of 2021), the factor on the odds of a
# positive answer, and the indicators that change.
CHANGES = {
    "望澜区": (2.4, 2.6, frozenset(item.name for item in ITEMS)),
    "禾渡区": (3.2, 0.45, frozenset({"群众安全感", "社会治安满意度", "政法工作满意度"})),
}


def waves(config: Config) -> list[tuple[str, float, bool]]:
    """Label, time in years after the start of 2021, and whether it is half-yearly, of each wave."""
    found = []
    for year in config.years:
        found.append((f"{year}上半年", year - 2021 + 0.4, True))
        found.append((f"{year}下半年", year - 2021 + 0.85, True))
        found.append((f"{year}年度", year - 2021 + 0.95, False))
    return found


def positive_share(item: Item, district: str, time: float, offset: float) -> float:
    """True share of positive answers; `offset` is the district's lasting difference on the log-odds scale."""
    log_odds = np.log(item.positive / (1 - item.positive)) + offset + _YEARLY_GAIN * time
    if district in CHANGES:
        since, factor, changed = CHANGES[district]
        if time >= since and item.name in changed:
            log_odds += np.log(factor)
    return float(1 / (1 + np.exp(-log_odds)))


def wave_answers(register: Register, config: Config, label: str, time: float, is_half_yearly: bool) -> list[list[Cell]]:
    """Rows of one wave, in the order of `HEADER`."""
    lasting = stream(config.seed, "survey").normal(0, _DISTRICT_SPREAD, (len(DISTRICTS), len(ITEMS)))
    rng = stream(config.seed, f"survey {label}")
    rows: list[list[Cell]] = []
    for district, area in enumerate(register.districts):
        sample = int(rng.integers(_SMALLEST_SAMPLE, _LARGEST_SAMPLE + 1))
        for number, item in enumerate(ITEMS):
            if is_half_yearly and not item.is_half_yearly:
                continue
            share = positive_share(item, area.name_zh, time, lasting[district, number])
            rest = 1 - share
            parts = (
                share,
                rest * item.neutral,
                rest * (1 - item.neutral - item.unsure),
                rest * item.unsure,
            )
            answers = rng.multinomial(sample, parts).tolist()
            rows.append([label, area.code, area.name_zh, item.name, *answers, sample])
    return rows


def write_survey(register: Register, config: Config, exporter: Exporter) -> None:
    """Write one workbook a wave, a row for each district and indicator."""
    for label, time, is_half_yearly in waves(config):
        rows = wave_answers(register, config, label, time, is_half_yearly)
        exporter.xlsx(f"测评/群众测评_{label}.xlsx", f"澜湾市{label}群众测评结果", HEADER, rows)


def yearly_scores(register: Register, config: Config) -> dict[tuple[int, str, str], float]:
    """Share of positive among valid answers, by year, code of the district and item."""
    found = {}
    for label, time, is_half_yearly in waves(config):
        if not is_half_yearly:
            for _, code, _, item, positive, neutral, negative, _, _ in wave_answers(
                register, config, label, time, False
            ):
                valid = int(positive) + int(neutral) + int(negative)
                found[int(label[:4]), str(code), str(item)] = int(positive) / valid
    return found
