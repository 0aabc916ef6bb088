"""The ten districts of Lanwan and what makes each different.

Only declared properties belong here: position, size, growth, how fast its services are. The map drawn from it
is in `layout`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DistrictProfile:
    """One district.

    Attributes:
        center: where it lies in the plane of the map, kilometres east and north of its south-west corner.
        subdistricts: streets and towns today.
        towns: how many of them are towns 镇.
        communities: communities today.
        population: residents at the end of 2021.
        growth: yearly growth of the population.
        travel_minutes: median from departure to arrival at the scene in 2021.
        late_share: share of grid events not settled by their due time.
        late_days: median delay of a late event, in days.
    """

    name_zh: str
    name_en: str
    center: tuple[float, float]
    subdistricts: int
    towns: int
    communities: int
    population: int
    growth: float
    travel_minutes: float
    late_share: float
    late_days: float


# The islands are a district of their own: its communities are spread over the islands, not around a center.
ISLAND_DISTRICT = "沧屿区"

DISTRICTS = (
    DistrictProfile("望澜区", "Wanglan", (25.0, 22.0), 9, 0, 84, 392_000, -0.006, 4.5, 0.015, 4),
    DistrictProfile("汐桥区", "Xiqiao", (23.5, 14.5), 9, 0, 86, 405_000, -0.002, 4.8, 0.03, 6),
    DistrictProfile("鹭汀区", "Luting", (31.5, 24.5), 8, 0, 76, 356_000, 0.008, 5.2, 0.05, 8),
    DistrictProfile("帆港区", "Fangang", (39.5, 29.0), 8, 1, 70, 318_000, 0.016, 6.0, 0.09, 10),
    DistrictProfile("青岬区", "Qingjia", (34.0, 9.5), 7, 3, 52, 171_000, 0.003, 8.5, 0.07, 10),
    DistrictProfile(ISLAND_DISTRICT, "Cangyu", (45.5, 17.0), 4, 3, 28, 78_000, -0.012, 12.0, 0.04, 6),
    DistrictProfile("砚溪区", "Yanxi", (16.5, 24.5), 8, 1, 78, 372_000, 0.026, 5.5, 0.14, 25),
    DistrictProfile("禾渡区", "Hedu", (12.0, 12.0), 8, 4, 68, 268_000, 0.011, 7.5, 0.19, 40),
    DistrictProfile("霁山区", "Jishan", (11.5, 35.0), 7, 5, 58, 204_000, 0.0, 9.5, 0.10, 12),
    DistrictProfile("云栈区", "Yunzhan", (29.5, 36.5), 6, 4, 50, 186_000, 0.005, 9.0, 0.05, 8),
)
