"""How many alarms each category has in each community in a month.

Expected numbers come from share, residents, season, days, trends and hot spots; the drawn ones scatter more
than a Poisson count, as real ones do. Single alarms and their times are in `alarms`.
"""

from datetime import date

import numpy as np

from orchestration.fictional.alarm_categories import CATEGORIES, GROUPS, AlarmGroup, group_of
from orchestration.fictional.arrays import Floats, Integers
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.dates import days, festival_offset, is_holiday, season, years_since_2021
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.hotspots import heat
from orchestration.fictional.randomness import CITY_SEED, stream

# Yearly change by district and first-level category; what is not named is flat.
TRENDS = {
    ("望澜区", "10"): -0.17, ("望澜区", "20"): -0.15, ("砚溪区", "10"): -0.13, ("砚溪区", "20"): -0.11,
    ("禾渡区", "10"): 0.16, ("禾渡区", "20"): 0.14, ("帆港区", "20"): 0.10, ("帆港区", "30"): 0.08,
    ("汐桥区", "30"): -0.06, ("砚溪区", "50"): 0.09, ("鹭汀区", "50"): -0.08,
}  # fmt: skip
# Course of single categories in the whole city, years after the start of 2021 → factor.
CITY_COURSES = {
    "1009": ((0.0, 1.05), (1.5, 1.30), (5.0, 0.70)),
    "1005": ((0.0, 1.35), (5.0, 0.70)),
    "3005": ((0.0, 0.70), (2.5, 1.30), (5.0, 1.00)),
}
# Gamma shapes of the scatter that a community and a district share within a first-level category and month.
_COMMUNITY_SHAPE = 8.0
_DISTRICT_SHAPE = 900.0


def day_factors(group: AlarmGroup, month: date) -> Floats:
    """How busy each day of a month is for a group, relative to its usual day."""
    factors = []
    for day in days(month):
        weekday = group.weekend if day.weekday() >= 5 else (7 - 2 * group.weekend) / 5
        # People travel in the days before the festival; firecrackers last until the Lantern Festival.
        offset = festival_offset(day)
        festive = group.festival if -1 <= offset <= 6 else 1.0
        near = 1 + (group.festival - 1) * 0.4 if -7 <= offset < -1 or 6 < offset <= 14 else 1.0
        holiday = 1.05 if is_holiday(day) and offset not in range(-1, 7) else 1.0
        factors.append(weekday * festive * near * holiday)
    return np.array(factors) * season(month, group.amplitude, group.peak_month)


def attraction(city: City, group: AlarmGroup) -> Floats:
    """Alarms per resident relative to the city's mean; it lasts and differs by group (shops, main roads)."""
    rng = stream(CITY_SEED, f"attraction {group.code}")
    weight = rng.lognormal(0, 0.30, len(city.residents))
    return weight / float((weight * city.residents).sum() / city.residents.sum())


def expected(city: City, config: Config, month: date, residents: Floats) -> Floats:
    """Expected valid alarms, category × community."""
    time = years_since_2021(month)
    weekly = config.valid_alarms_per_week * residents / city.residents.sum()
    total = sum(category.per_mille for category in CATEGORIES)
    hot = heat(city.hot_spots, month, len(residents))
    by_group = {}
    for group in GROUPS.values():
        slopes = np.array([TRENDS.get((profile.name_zh, group.code), 0.0) for profile in DISTRICTS])
        # Around the middle of the five years, so that trends do not move the mean.
        trend = ((1 + slopes) ** (time - 2.5))[city.layout.district]
        busy = day_factors(group, month).sum() / 7
        by_group[group.code] = weekly * busy * attraction(city, group) * trend * (hot if group.is_hot_prone else 1.0)
    rows = []
    for category in CATEGORIES:
        course = CITY_COURSES.get(category.code, ((0.0, 1.0),))
        factor = np.interp(time, [at for at, _ in course], [value for _, value in course])
        rows.append(by_group[category.code[:2]] * category.per_mille / total * factor)
    return np.array(rows)


def draw(mean: Floats, city: City, rng: np.random.Generator) -> Integers:
    """Counts around the expected ones."""
    scatter = np.empty_like(mean)
    groups = np.array([group_of(category).code for category in CATEGORIES])
    for code in GROUPS:
        community = rng.gamma(_COMMUNITY_SHAPE, 1 / _COMMUNITY_SHAPE, mean.shape[1])
        district = rng.gamma(_DISTRICT_SHAPE, 1 / _DISTRICT_SHAPE, len(DISTRICTS))[city.layout.district]
        scatter[groups == code] = community * district
    return rng.poisson(mean * scatter).astype(np.int64)
