"""What fills the frame of the grid events: from what `_content` read to components and figures."""

from dashboards.components.attributes import Children
from dashboards.components.filters import filter_view
from dashboards.components.notices import empty
from dashboards.components.panel import panel_view
from dashboards.components.view import View, hidden
from dashboards.pages.grid_events._content import Events
from dashboards.pages.grid_events._panels import ages_panel, areas_panel, rates_panel
from dashboards.pages.grid_events._tables import categories_section, headline, units_section
from dashboards.periods import offered_periods, period_name

_PANELS = ("event-rates", "event-ages", "event-areas")
_SLOTS = ("event-headline", "event-units", "event-categories")


def fill(events: Events) -> View:
    setting, words, month = events.setting, events.setting.words, events.month
    area = filter_view("area", setting.place.offered(words), of="grid_events")
    label = View(attributes={"grid_events-filters": {"aria-label": words("filter.heading")}})
    if month is None:
        opening = setting.opening("grid_events", subtitle=None, as_of=None)
        nothing: dict[str, Children] = {**dict.fromkeys(_SLOTS), "event-headline": empty(words("event.none"))}
        undrawn = View(nothing, {f"{name}-panel": hidden(True) for name in _PANELS})
        return opening | area | label | filter_view("period", None, of="grid_events") | undrawn
    newest_first = list(reversed(events.months))
    return (
        setting.opening("grid_events", subtitle=period_name(month, words), as_of=month["as_of"])
        | area
        | label
        | filter_view("period", offered_periods(newest_first, month, words), of="grid_events")
        | View(
            {
                "event-headline": headline(events, month),
                "event-units": units_section(events),
                "event-categories": categories_section(events),
            },
            {f"{name}-panel": hidden(False) for name in _PANELS},
        )
        | panel_view("event-rates", rates_panel(events, month))
        | panel_view("event-ages", ages_panel(events))
        | panel_view("event-areas", areas_panel(events, month))
    )
