"""The basic bundle brought at set-up must be of the version that the figures are written for."""

import re
from importlib.resources import files
from pathlib import Path


def test_bundle_is_of_the_version_that_the_plotly_package_carries() -> None:
    script = (Path(__file__).parents[3] / ".ci" / "plotly").read_text(encoding="utf-8")
    pinned = re.search(r"^version=(\S+)", script, re.MULTILINE)
    head = files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")[:500]
    carried = re.search(r"plotly\.js v(\S+)", head)
    assert pinned is not None
    assert carried is not None
    assert pinned.group(1) == carried.group(1)
