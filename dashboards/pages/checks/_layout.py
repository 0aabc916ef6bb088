"""What fills the frame of the checks; its parts are in the modules beside."""

from dashboards.components.filters import filter_view
from dashboards.components.panel import panel_view
from dashboards.components.view import View
from dashboards.pages.checks._claims import claims_section
from dashboards.pages.checks._content import Checks
from dashboards.pages.checks._files import files_section, offered_sources
from dashboards.pages.checks._index import index_panel
from dashboards.pages.checks._revisions import revisions_section
from dashboards.pages.checks._sources import sources_section
from dashboards.periods import offered_periods, period_name


def fill(checks: Checks) -> View:
    setting, words, month = checks.setting, checks.setting.words, checks.month
    subtitle = period_name(month, words) if month else None
    offered = offered_periods(checks.months, month, words) if month else None
    return (
        setting.opening("checks", subtitle=subtitle, as_of=None)
        | filter_view("area", setting.place.offered(words), of="checks")
        | filter_view("period", offered, of="checks")
        | filter_view("source", offered_sources(checks), of="checks")
        | View(
            {
                "checks-claims": claims_section(checks),
                "checks-revisions": revisions_section(checks),
                "checks-sources": sources_section(checks),
                "checks-files": files_section(checks),
            },
            {"checks-filters": {"aria-label": words("filter.heading")}},
        )
        | panel_view("index-areas", index_panel(checks))
    )
