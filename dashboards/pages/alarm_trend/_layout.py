"""What fills the alarm trend's frame: from what `_content` read to components and figures."""

from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.panel import panel_view
from dashboards.components.view import View
from dashboards.pages.alarm_trend._areas import areas_view
from dashboards.pages.alarm_trend._content import COMPARED, Trend
from dashboards.pages.alarm_trend._days import days_section
from dashboards.pages.alarm_trend._hours import hours_section
from dashboards.pages.alarm_trend._panels import mix_panel, months_panel
from dashboards.pages.alarm_trend._tables import below_section, changes_section, heat_section
from dashboards.pages.alarm_trend._weeks import weeks_panel
from dashboards.periods import offered_periods, period_name


def fill(trend: Trend) -> View:
    setting, words = trend.setting, trend.setting.words
    subtitle = words("alarm.subtitle", category=words.of(trend.category), period=period_name(trend.period, words))
    return (
        setting.opening("alarm_trend", subtitle=subtitle, as_of=trend.months[-1]["as_of"])
        | View(
            {
                "alarm-days": days_section(trend),
                "alarm-hours": hours_section(trend),
                "alarm-heat": heat_section(trend),
                "alarm-changes": changes_section(trend),
                "alarm-below": below_section(trend),
            },
            {"alarm_trend-filters": {"aria-label": words("filter.heading")}},
        )
        | _filters(trend)
        | panel_view("alarm-months", months_panel(trend))
        | panel_view("alarm-weeks", weeks_panel(trend))
        | areas_view(trend)
        | panel_view("alarm-mix", mix_panel(trend))
    )


def _filters(trend: Trend) -> View:
    words, place = trend.setting.words, trend.setting.place
    categories = [Option(row["category_id"], words.of(row)) for row in trend.categories]
    types = [Option(kind, words(f"period_type.{kind}")) for kind in trend.types]
    compared = [Option(name, words(f"against.{name}")) for name in COMPARED]
    offered = {
        "area": place.offered(words),
        "category": Offered(words("filter.category"), categories, trend.category["category_id"]),
        "type": Offered(words("filter.period_type"), types, trend.period["period_type"]),
        "period": offered_periods(trend.periods, trend.period, words),
        "against": Offered(words("filter.against"), compared, trend.against),
    }
    view = View()
    for name, filter_ in offered.items():
        view |= filter_view(name, filter_, of="alarm_trend")
    return view
