"""What fills the frame of the focus areas: from what `_content` read to components and figures."""

from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.panel import panel_view
from dashboards.components.view import View
from dashboards.pages.focus_areas._content import Focus
from dashboards.pages.focus_areas._effects import counts_section, effects_panel
from dashboards.pages.focus_areas._finding import finding_section
from dashboards.pages.focus_areas._list import list_section


def fill(focus: Focus) -> View:
    setting, words = focus.setting, focus.setting.words
    programmes = [Option(row["programme"], words.term(row["programme"])) for row in focus.programmes]
    categories = [Option(row["category_id"], words.of(row)) for row in focus.effects]
    subtitle = words(
        "focus.subtitle", programme=words.term(focus.programme["programme"]), category=words.of(focus.effect)
    )
    return (
        setting.opening("focus_areas", subtitle=subtitle, as_of=focus.effect["as_of"])
        | filter_view(
            "programme",
            Offered(words("focus.programme"), programmes, focus.programme["programme"]),
            of="focus_areas",
        )
        | filter_view(
            "category",
            Offered(words("filter.category"), categories, focus.effect["category_id"]),
            of="focus_areas",
        )
        | View(
            {
                "focus-finding": finding_section(focus),
                "focus-counts": counts_section(focus),
                "focus-list": list_section(focus),
            },
            {"focus_areas-filters": {"aria-label": words("filter.heading")}},
        )
        | panel_view("focus-effects", effects_panel(focus))
    )
