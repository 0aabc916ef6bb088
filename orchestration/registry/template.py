"""A new city pack from the template."""

import re
import shutil
from pathlib import Path

from anlan.errors import UsageError
from anlan.home import available_cities, default_root, shipped

TEMPLATE = "_template"
SCHEMAS = "docs/schema"


def new_pack(name: str) -> Path:
    """Copy the template to `$ANLAN_HOME/cities/<name>`. Returns the new folder.

    Raises:
        UsageError: the name is taken, or cannot be a folder's and a city's name.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise UsageError(f"{name!r} cannot name a city pack; use small letters, digits and hyphens, e.g. 'my-city'.")
    if name in available_cities():
        raise UsageError(f"There is a pack named {name!r} already: {available_cities()[name]}.")
    folder = default_root() / "cities" / name
    if folder.exists():
        raise UsageError(f"{folder} exists already; choose another name or remove it.")
    shutil.copytree(shipped("data/cities") / TEMPLATE, folder)
    for path in folder.rglob("*.yml"):
        text = path.read_text(encoding="utf-8").replace("CITY_ID", name)
        # The template refers to the schemas from where it stands; the pack may stand anywhere.
        text = re.sub(r"(?<=\$schema=)\S*/", f"{shipped(SCHEMAS)}/", text)
        path.write_text(text, encoding="utf-8")
    return folder
