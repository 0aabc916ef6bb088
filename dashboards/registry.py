"""The pages of the app, in the order of the menu."""

from typing import Any

from dashboards.page import Page
from dashboards.pages.alarm_trend.page import PAGE as ALARM_TREND
from dashboards.pages.checks.page import PAGE as CHECKS
from dashboards.pages.concerns.page import PAGE as CONCERNS
from dashboards.pages.dictionary.page import PAGE as DICTIONARY
from dashboards.pages.district_board.page import PAGE as DISTRICT_BOARD
from dashboards.pages.focus_areas.page import PAGE as FOCUS_AREAS
from dashboards.pages.grid_events.page import PAGE as GRID_EVENTS
from dashboards.pages.hot_spots.page import PAGE as HOT_SPOTS
from dashboards.pages.overview.page import PAGE as OVERVIEW
from dashboards.pages.response.page import PAGE as RESPONSE
from dashboards.pages.survey.page import PAGE as SURVEY
from dashboards.pages.wall.page import PAGE as WALL

PAGES: tuple[Page[Any], ...] = (
    OVERVIEW,
    ALARM_TREND,
    DISTRICT_BOARD,
    HOT_SPOTS,
    RESPONSE,
    GRID_EVENTS,
    SURVEY,
    CONCERNS,
    FOCUS_AREAS,
    CHECKS,
    DICTIONARY,
    WALL,
)
BY_PATH = {page.path: page for page in PAGES}
