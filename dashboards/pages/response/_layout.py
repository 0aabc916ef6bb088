"""What fills the response's frame: from what `_content` read to components and figures."""

from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.notices import empty
from dashboards.components.panel import panel_view
from dashboards.components.view import View, hidden
from dashboards.pages.response._bands import bands_panel
from dashboards.pages.response._content import Response
from dashboards.pages.response._panels import areas_panel, months_panel
from dashboards.pages.response._tables import categories_section, stages_section
from dashboards.periods import offered_periods, period_name


def fill(response: Response) -> View:
    setting, words = response.setting, response.setting.words
    area = filter_view("area", setting.place.offered(words), of="response")
    label = View(attributes={"response-filters": {"aria-label": words("filter.heading")}})
    if response.period is None:
        unasked = filter_view("stage", None, of="response") | filter_view("period", None, of="response")
        undrawn = View({"response-stages": empty(words("response.none"))}, {"response-columns": hidden(True)})
        return setting.opening("response", subtitle=None, as_of=None) | area | label | unasked | undrawn
    stages = [Option(row["stage"], words(f"stage.{row['stage']}")) for row in response.stages]
    return (
        setting.opening("response", subtitle=period_name(response.period, words), as_of=response.stages[0]["as_of"])
        | area
        | label
        | filter_view("stage", Offered(words("response.stage"), stages, response.stage), of="response")
        | filter_view("period", offered_periods(response.periods, response.period, words), of="response")
        | View(
            {"response-stages": stages_section(response), "response-categories": categories_section(response)},
            {"response-columns": hidden(False)},
        )
        | panel_view("response-areas", areas_panel(response, response.period))
        | panel_view("response-bands", bands_panel(response, response.period))
        | panel_view("response-months", months_panel(response))
    )
