"""The command line. Each command is thin: it reads its arguments, calls the package that does the work, and
prints.

Errors meant for the user are printed as one message without a traceback; `--traceback` (or ANLAN_TRACEBACK=1)
shows it all.
"""

from anlan.cli.app import command, main

__all__ = ["command", "main"]
