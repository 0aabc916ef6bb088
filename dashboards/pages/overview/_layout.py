"""What fills the overview's frame; its parts are in the modules beside."""

from dashboards.components import chrome
from dashboards.components.caption import caption
from dashboards.components.filters import filter_view
from dashboards.components.notices import notices
from dashboards.components.view import View
from dashboards.pages.overview._below import below_section
from dashboards.pages.overview._late import late_sections
from dashboards.pages.overview._tiles import answer_strip, tiles
from dashboards.pages.overview.content import Overview
from dashboards.periods import offered_periods, period_name


def fill(overview: Overview) -> View:
    words, place, period = overview.words, overview.place, overview.period
    subtitle = words("overview.subtitle", period=period_name(period, words)) if period else None
    view = View(
        {
            "overview-opening": chrome.opening(
                words("page.overview"),
                heading=words.of(place.area),
                subtitle=subtitle,
                badge=chrome.data_badge(words, overview.build, overview.city["as_of"], overview.sources),
            ),
            "overview-problems": notices(overview.problems, kind="address"),
            "overview-answer": answer_strip(overview),
            "overview-tiles": tiles(overview),
            "overview-below": below_section(overview),
            "overview-late": late_sections(overview),
        },
        {"overview-filters": {"aria-label": words("filter.heading")}},
        caption=caption(
            words,
            page=words("page.overview"),
            area=words.of(place.area),
            period=period_name(period, words) if period else None,
            city=overview.city,
            as_of=overview.city["as_of"],
            sources=overview.sources,
            build=overview.build,
        ),
    )
    offered = offered_periods(overview.periods, period, words) if period else None
    return (
        view | filter_view("area", place.offered(words), of="overview") | filter_view("period", offered, of="overview")
    )
