"""The fictional city Lanwan 澜湾市: the files its agencies would export, made by a seeded generator.

Here belongs everything that invents the city: its map, its people as counts, its alarms, events and surveys,
and the shape of the agencies' files. How such files are read does not belong here: the pipeline treats Lanwan
like any other city. The generator makes places and periods only; there is no column about a person.
"""

from orchestration.fictional.config import Config, Size
from orchestration.fictional.generator import generate, generate_with
from orchestration.fictional.manifest import Manifest, WrittenFile

__all__ = ["Config", "Manifest", "Size", "WrittenFile", "generate", "generate_with"]
