"""Fixtures shared by all tests."""

from hypothesis import settings

pytest_plugins = ["tests.fixtures.cities"]

# How long an example takes tells of the machine, not of the code.
settings.register_profile("anlan", deadline=None)
settings.load_profile("anlan")
