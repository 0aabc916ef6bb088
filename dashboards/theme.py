"""The one home of colours and type: tokens for light and dark, given to the browser as CSS variables.

Stylesheets in `assets/` use the variables and name no colour. Figures draw series in `SERIES`, which holds on
both grounds, and leave text, grid and map classes to the stylesheet, so that a change of theme or printing
needs no new figure.
"""

_HAN = '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"'
FONT = f"{_HAN}, sans-serif"
# In English a Latin font comes first: a Chinese one sets quotation marks as wide as a character.
FONT_LATIN = f'"Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, {_HAN}, sans-serif'

# Okabe–Ito hues, set to a lightness that keeps 3:1 on both grounds. Series differ by symbol and dash as well.
SERIES = ("#0f7bb8", "#d2590b", "#0b9067", "#b8649a", "#8b7a2b")
SYMBOLS = ("circle", "square", "triangle-up", "diamond-wide", "pentagon")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
NEUTRAL = "#77879a"
# Levels of a warning, in the colours that name them; their marks differ in shape and size as well.
WARNINGS = {"blue": SERIES[0], "yellow": SERIES[4], "orange": SERIES[1], "red": "#c8324d"}
# From the young to the old, on both grounds: the last is what should not be.
RAMP = ("#9dc3e0", "#6ba3cf", "#3f83b8", "#b8649a", "#d2590b")

MAP_CLASSES = 5

LIGHT = {
    "ground": "#f3f5f8",
    "surface": "#ffffff",
    "raised": "#f6f8fb",
    "ink": "#14212e",
    "ink-soft": "#4a5b6c",
    "line": "#d8dfe7",
    "line-strong": "#7a8999",
    "accent": "#0b4f8a",
    "accent-soft": "#e3eef8",
    "band": "#0d2c4a",
    "band-ink": "#ffffff",
    "band-soft": "#b9cbdd",
    "band-line": "#274a6d",
    "good": "#0a6470",
    "good-soft": "#ddf0f0",
    "bad": "#a83a06",
    "bad-soft": "#fcebe0",
    "notice": "#5f4300",
    "notice-soft": "#fff2cc",
    "notice-line": "#d9b44a",
    "map-1": "#d7e6f3",
    "map-2": "#a5c8e4",
    "map-3": "#6aa2cf",
    "map-4": "#2f78b1",
    "map-5": "#0b4a82",
    "map-line": "#ffffff",
    "map-ink-low": "#14212e",
    "map-ink-mid": "#0b1620",
    "map-ink-high": "#ffffff",
}

DARK = {
    "ground": "#0c131b",
    "surface": "#141e29",
    "raised": "#1a2633",
    "ink": "#e9eff5",
    "ink-soft": "#a8b6c5",
    "line": "#2a3747",
    "line-strong": "#74869a",
    "accent": "#86c1f0",
    "accent-soft": "#1b3247",
    "band": "#08111c",
    "band-ink": "#ffffff",
    "band-soft": "#a8bccf",
    "band-line": "#1d2c3d",
    "good": "#63cdd0",
    "good-soft": "#123438",
    "bad": "#ff9f70",
    "bad-soft": "#40220f",
    "notice": "#ffdf8a",
    "notice-soft": "#372b0c",
    "notice-line": "#8a6d1e",
    "map-1": "#1b3248",
    "map-2": "#255a85",
    "map-3": "#3d84b8",
    "map-4": "#74b3de",
    "map-5": "#c0e1f8",
    "map-line": "#0c131b",
    "map-ink-low": "#ffffff",
    "map-ink-mid": "#08111c",
    "map-ink-high": "#08111c",
}


# What became worse is red and what became better green, where a city's declarations say so: by light and dark.
RED_GREEN = (
    {"good": "#0b6b3a", "good-soft": "#def3e5", "bad": "#b0122b", "bad-soft": "#fde4e7"},
    {"good": "#6fd39b", "good-soft": "#123a26", "bad": "#ff8f9a", "bad-soft": "#451a20"},
)


def css() -> str:
    """The variables of both themes: the system's choice unless the reader made one, dark on a wall; paper is light."""
    series = {f"series-{place}": colour for place, colour in enumerate(SERIES)}
    chosen = ':root[data-colours="red_green"]'
    return "\n".join(
        [
            f":root {{ --font: {FONT} }}",
            f":root:lang(en) {{ --font: {FONT_LATIN} }}",
            *_rules(":root", {**series, **LIGHT}, DARK),
            *_rules(chosen, *RED_GREEN),
        ]
    )


def _rules(root: str, light: dict[str, str], dark: dict[str, str]) -> list[str]:
    """Of the elements that a selector finds, by theme."""
    is_light, is_dark = (
        f"color-scheme: {name}; " + "; ".join(f"--{variable}: {colour}" for variable, colour in colours.items())
        for name, colours in (("light", light), ("dark", dark))
    )
    by_system = "@media screen and (prefers-color-scheme: dark)"
    return [
        f"{root} {{ {is_light} }}",
        f'@media screen {{ {root}[data-theme="dark"] {{ {is_dark} }} }}',
        f'{by_system} {{ {root}:not([data-theme="light"]) {{ {is_dark} }} }}',
        f'@media screen {{ {root}[data-page="wall"]:not([data-theme="light"]) {{ {is_dark} }} }}',
    ]
