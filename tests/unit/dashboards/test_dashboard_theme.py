"""Colours: readable in both themes, named in one place."""

import re
from itertools import product
from pathlib import Path

import pytest

from dashboards.theme import DARK, LIGHT, MAP_CLASSES, NEUTRAL, RED_GREEN, SERIES, WARNINGS, css

TEXT = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "raised"),
    ("ink-soft", "ground"),
    ("ink-soft", "surface"),
    ("ink-soft", "raised"),
    ("accent", "surface"),
    ("accent", "ground"),
    ("accent", "accent-soft"),
    ("good", "surface"),
    ("good", "good-soft"),
    ("bad", "surface"),
    ("bad", "bad-soft"),
    ("notice", "notice-soft"),
    ("band-ink", "band"),
    ("band-soft", "band"),
    ("map-ink-low", "map-1"),
    ("map-ink-low", "map-2"),
    ("map-ink-mid", "map-3"),
    ("map-ink-high", "map-4"),
    ("map-ink-high", "map-5"),
]
THEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("theme", "pair"), product(THEMES, TEXT))
def test_text_has_a_contrast_of_at_least_4_5(theme: str, pair: tuple[str, str]) -> None:
    ink, ground = pair
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("place", [0, 1])
def test_verdicts_are_read_in_either_pair_of_colours(place: int) -> None:
    theme = [*THEMES.values()][place] | RED_GREEN[place]
    for name in ("good", "bad"):
        for ground in ("surface", "ground", f"{name}-soft"):
            assert contrast(theme[name], theme[ground]) >= 4.5, (name, ground)


def test_a_city_chooses_the_colours_of_its_verdicts() -> None:
    rules = [line for line in css().splitlines() if 'data-colours="red_green"' in line]
    assert len(rules) == 4
    assert all(RED_GREEN[place]["bad"] in rules[place] for place in (0, 1))
    assert LIGHT["bad"] not in "".join(rules)


@pytest.mark.parametrize(("theme", "colour"), product(THEMES, [*SERIES, *WARNINGS.values(), NEUTRAL]))
def test_series_have_a_contrast_of_at_least_3_on_both_grounds(theme: str, colour: str) -> None:
    assert contrast(colour, THEMES[theme]["surface"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_borders_of_controls_have_a_contrast_of_at_least_3(theme: str) -> None:
    assert contrast(THEMES[theme]["line-strong"], THEMES[theme]["surface"]) >= 3


def test_map_classes_go_one_way_from_pale_to_strong_in_each_theme() -> None:
    for theme, is_darkening in ((LIGHT, True), (DARK, False)):
        ramp = [luminance(theme[f"map-{number}"]) for number in range(1, MAP_CLASSES + 1)]
        assert ramp == sorted(ramp, reverse=is_darkening)


def test_both_themes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_stylesheets_name_no_colour_and_use_only_variables_that_exist() -> None:
    sheets = list(Path("dashboards/assets").glob("*.css"))
    assert sheets, "run the tests from the checkout's top level"
    defined = set(re.findall(r"--([\w-]+):", css()))
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*\{)|rgba?\(", text), sheet
        assert set(re.findall(r"var\(--([\w-]+)\)", text)) <= defined
