"""The code location: everything under `defs/`, for `dg dev` and for `anlan run` alike.

Nothing is defined here; a module in `defs/` does that.
"""

from pathlib import Path

import dagster as dg
from dagster.components import load_defs

import orchestration.defs


@dg.definitions
def defs() -> dg.Definitions:
    """All assets, checks and resources. The city is a matter of the resource `city`, not of the definitions."""
    return load_defs(orchestration.defs, project_root=Path(__file__).resolve().parent.parent)
