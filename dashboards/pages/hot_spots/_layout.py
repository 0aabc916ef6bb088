"""What fills the frame of the hot spots: from what `_content` read to components and figures."""

from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.panel import panel_view
from dashboards.components.view import View
from dashboards.pages.hot_spots._content import Spots
from dashboards.pages.hot_spots._funnel import funnel_panel
from dashboards.pages.hot_spots._panels import curve_panel, map_panel
from dashboards.pages.hot_spots._tables import headline_section, list_section, when_section
from dashboards.periods import offered_periods, period_name


def fill(spots: Spots) -> View:
    setting, words = spots.setting, spots.setting.words
    categories = [Option(row["category_id"], words.of(row)) for row in spots.categories]
    subtitle = words(
        "hot.subtitle",
        category=words.of(spots.category),
        level=words.of(spots.level),
        period=period_name(spots.month, words),
    )
    return (
        setting.opening("hot_spots", subtitle=subtitle, as_of=spots.month["as_of"])
        | filter_view("area", setting.place.offered(words), of="hot_spots")
        | filter_view(
            "category",
            Offered(words("filter.category"), categories, spots.category["category_id"]),
            of="hot_spots",
        )
        | filter_view("period", offered_periods(spots.months, spots.month, words), of="hot_spots")
        | View(
            {
                "hot-headline": headline_section(spots),
                "hot-list": list_section(spots),
                "hot-when": when_section(spots),
            },
            {"hot_spots-filters": {"aria-label": words("filter.heading")}},
        )
        | panel_view("hot-map", map_panel(spots))
        | panel_view("hot-curve", curve_panel(spots))
        | panel_view("hot-funnel", funnel_panel(spots))
    )
