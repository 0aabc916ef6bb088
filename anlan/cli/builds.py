"""`anlan status` and `anlan rollback`: what is served, what was, and what is wrong."""

import json as json_module
from typing import Any

import typer
from rich.table import Table

from anlan import snapshot
from anlan.cli.output import error, out, table, unmapped_words, warn
from anlan.errors import UsageError
from anlan.home import Home, pack_folder

STATUS_EXAMPLES = "[bold]Examples[/]\n\nanlan status lanwan\n\nanlan status london --json"
ROLLBACK_EXAMPLES = "[bold]Example[/]\n\nanlan rollback lanwan 20260101T060000-1a2b3c"


def status(
    city: str = typer.Argument(help="The city's name."),
    json: bool = typer.Option(False, "--json", help="Print as JSON."),
) -> None:
    """Builds, freshness, quarantine, and what is served."""
    from orchestration.status import city_status

    found = city_status(city)
    if json:
        print(json_module.dumps(found, ensure_ascii=False, indent=2, default=str))
        return
    served = found["served"]
    out.print(f"[bold]{found['name']}[/]  served build: {served or 'none yet'}")
    if found["run_in_progress"]:
        warn("A run is writing at this moment.")
    feeds = table("feed", "files", "refused", "rows accepted", "quarantined", "data from", "to", title="\nFeeds")
    for feed in found["feeds"]:
        feeds.add_row(
            feed["feed"],
            f"{feed['files_loaded']:,}",
            f"{feed['files_failed']:,}",
            f"{feed['rows_accepted']:,}",
            f"{feed['rows_quarantined']:,}",
            feed["first_event_date"] or "–",
            feed["last_event_date"] or "–",
        )
    out.print(feeds)
    out.print(_freshness(found["freshness"]))
    unwell = [check for check in found["checks"] if not check["passed"]]
    out.print(f"\nChecks: {len(found['checks']) - len(unwell)} of {len(found['checks'])} pass.")
    for check in unwell:
        say = error if check["severity"] == "error" else warn
        say(f"{check['check']} ({check['feed']}): {check['message']}")
    for row in found["quarantine"]:
        out.print(f"  quarantined: {row['rows']:,} rows, {row['reason_code']} ({row['feed']})")
    unmapped_words(found["unmapped"])
    for message in found["failed_files"]:
        warn(message)
    builds = table("build", "built at (UTC)", "data to", "tests", "", title="\nBuilds")
    for build in found["builds"]:
        mark = "◀ served" if build["build_id"] == served else ""
        builds.add_row(
            build["build_id"],
            build["built_at"][:16].replace("T", " "),
            build["as_of"] or "–",
            str(build["tests_passed"]),
            mark,
        )
    out.print(builds)
    for message in found["damaged_builds"]:
        warn(message)
    if found["pending_months"]:
        warn(f"{found['pending_months']} months are touched and not published yet: `anlan run {city}`.")


def _freshness(sources: list[dict[str, Any]]) -> Table:
    lines = table("source", "data to", "next due by", "", title="\nFreshness")
    for source in sources:
        state = "–" if source["state"] == "no_cadence" else source["state"]
        lines.add_row(source["source_id"], str(source["data_to"] or "–"), str(source["due"] or "–"), state)
    return lines


def rollback(
    city: str = typer.Argument(help="The city's name."),
    build: str = typer.Argument(help="The build to serve, as `anlan status CITY` lists it."),
) -> None:
    """Serve an earlier build. Nothing is rebuilt; the next run that publishes moves on from there."""
    from orchestration.lock import writing
    from orchestration.publish.snapshot import roll_back

    pack_folder(city)
    home = Home.of(city)
    if snapshot.current_build_id(home) == build:
        raise UsageError(f"Build {build} is the one that is served already.")
    with writing(home):
        now = roll_back(home, build)
    out.print(f"{city} now serves build [bold]{now.build_id}[/], data to {now.as_of}.")
