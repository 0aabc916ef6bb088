"""Fixtures of the tests that run a city from its files to its snapshot."""

from tests.fixtures.small_town import published_town, town

__all__ = ["published_town", "town"]
