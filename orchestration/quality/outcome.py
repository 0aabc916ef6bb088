"""What a check found, in a form that Dagster, the command line and tests can all show."""

from dataclasses import dataclass, field
from typing import Literal

from orchestration.registry.feeds import Feed


@dataclass(frozen=True)
class Outcome:
    """One check of one feed. `message` is a sentence for people, `facts` the numbers behind it.

    `severity` says how bad it is where it did not pass.
    """

    check: str
    feed: Feed
    passed: bool
    message: str
    severity: Literal["warn", "error"] = "warn"
    facts: dict[str, object] = field(default_factory=dict)
