"""Errors that a data clerk can act on.

Here belong the exceptions that may reach a user. Each message says what is wrong and what to do; the command
line prints it without a traceback. Programming errors are not wrapped: they keep their own type.
"""


class AnlanError(Exception):
    """An expected failure. `str(error)` is the whole message for the user."""

    exit_code = 1


class UsageError(AnlanError):
    """The command was called with something that does not exist or does not fit (unknown city, port in use)."""

    exit_code = 2


class DeclarationError(AnlanError):
    """A city pack's declaration is wrong. Names file, key and what was expected."""

    exit_code = 2


class InputError(AnlanError):
    """A file or folder from an agency cannot be taken as it is."""


class BuildError(AnlanError):
    """The models or their tests failed; nothing was published."""


class BusyError(AnlanError):
    """Another run holds the city's lock."""

    exit_code = 3
