"""Fixtures of the tests that run a city from its files to its snapshot."""

from tests.fixtures.lanwan_files import alarms, files, lanwan
from tests.fixtures.small_town import published_town, town

__all__ = ["alarms", "files", "lanwan", "published_town", "town"]
