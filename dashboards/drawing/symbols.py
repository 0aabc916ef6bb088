"""The symbols of points, as they are in a plot and in its key."""

# Corners around their middle, for one pixel of radius.
CORNERS = {
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "triangle-up": ((0, -1), (1, 0.8), (-1, 0.8)),
    "triangle-down": ((0, 1), (1, -0.8), (-1, -0.8)),
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    "diamond-wide": ((0, -0.8), (1.3, 0), (0, 0.8), (-1.3, 0)),
    "pentagon": ((0, -1.1), (1.05, -0.34), (0.65, 0.9), (-0.65, 0.9), (-1.05, -0.34)),
    "star": (
        *((0, -1.3), (0.3, -0.4), (1.24, -0.4), (0.48, 0.15), (0.76, 1.05)),
        *((0, 0.5), (-0.76, 1.05), (-0.48, 0.15), (-1.24, -0.4), (-0.3, -0.4)),
    ),
}
# Lengths of strokes and gaps in pixels.
STROKES = {"dash": (6, 4), "dot": (2, 3), "dashdot": (6, 3, 2, 3), "longdash": (9, 4)}


def corners(form: str, radius: float, x: float = 0.0, y: float = 0.0) -> str:
    """The corners of a symbol that is no circle, as SVG has them, around a middle."""
    return " ".join(f"{x + across * radius:.1f},{y + down * radius:.1f}" for across, down in CORNERS[form])
