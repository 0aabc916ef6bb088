"""What the steps of a run note for each other and for the next run: what the warehouse was built from, what the
published build was, and so whether there is anything to do.

A step says what it worked from and never what happens to be there when it is done: between two steps another run may
have come.
"""

from collections import Counter
from datetime import date, timedelta

from pydantic import BaseModel

from anlan import snapshot
from anlan.errors import BuildError
from orchestration.ingest.load import City, contract_version
from orchestration.registry.feeds import Feed
from orchestration.transform import dbt, lineage
from orchestration.transform.selection import PLACES, tables_to_build


class Inputs(BaseModel):
    """What schema `raw` was written from. `full_refresh`: all months are shown, and not all built yet."""

    changes: int
    pack: str
    years: str = ""
    full_refresh: bool


class Built(BaseModel):
    """What the models were built from, once all their tests passed."""

    changes: int
    pack: str
    years: str = ""
    models: str
    tests_passed: int
    tests_warned: int


def needs_full_refresh(city: City) -> bool:
    """Whether months that nobody touched must be built too: models, declarations, places or the years that there are
    data of have changed, or the last full build was not finished.
    """
    inputs = city.ledger.fact("inputs")
    unfinished = inputs is not None and Inputs.model_validate_json(inputs).full_refresh
    facts = {name: city.ledger.fact(name) for name in ("pack", "years")}
    return (
        unfinished
        or _models_changed(city)
        or facts != {"pack": city.pack.fingerprint, "years": _years(city)}
        or not touched_feeds(city).isdisjoint(PLACES)
        or not city.home.warehouse.exists()
    )


def note_inputs(city: City, *, full_refresh: bool) -> None:
    """To be called before schema `raw` is written: what was noted for nothing costs time, what was not costs months."""
    noted = Inputs(
        changes=city.ledger.changes, pack=city.pack.fingerprint, years=_years(city), full_refresh=full_refresh
    )
    city.ledger.set_fact("inputs", noted.model_dump_json())


def begin_build(city: City) -> Inputs:
    """What the models are about to be built from; until they are, nothing can be published.

    Raises:
        BuildError: schema `raw` was not written yet.
    """
    city.ledger.set_fact("built", "")
    inputs = city.ledger.fact("inputs")
    if inputs is None:
        raise BuildError("The warehouse holds nothing to build from; materialise raw/input_tables first.")
    return Inputs.model_validate_json(inputs)


def touched_feeds(city: City) -> set[Feed]:
    """Feeds of which something came or went since the last published build."""
    return {Feed(feed) for feed, _ in city.ledger.touched()}


def _years(city: City) -> str:
    """First and last year of each feed: periods of others are not in the calendar."""
    years: dict[str, set[str]] = {}
    for file in city.ledger.files():
        if file.status == "loaded" and file.first_event_date and file.last_event_date:
            years.setdefault(file.feed, set()).update(
                str(day)[:4] for day in (file.first_event_date, file.last_event_date)
            )
    return " ".join(f"{feed}:{min(years[feed])}-{max(years[feed])}" for feed in sorted(years))


def idle_feeds(city: City) -> set[Feed]:
    """Feeds that the city does not send and never has: steps and models of theirs alone would find nothing."""
    sent = {source.feed for source in city.pack.sources} | {Feed(file.feed) for file in city.ledger.files()}
    return set(Feed) - sent - touched_feeds(city)


def empty_tables(city: City) -> set[str]:
    """Tables of schema `raw` that have never had a row under these declarations."""
    return {feed.value for feed in idle_feeds(city)} | (set() if city.pack.safety_index else {"safety_index"})


def tables_kept(city: City) -> set[tuple[str, str]]:
    """Schema and name of the tables that a run will find nothing to say in, whatever the files hold that it reads."""
    touched = feeds_to_read(city) | touched_feeds(city)
    if needs_full_refresh(city) or not touched.isdisjoint(PLACES):
        return set()
    manifest = dbt.manifest()
    made = {manifest["nodes"][unique_id]["name"]: unique_id for unique_id in lineage.tables(manifest)}
    kept = set(made) - set(tables_to_build(manifest, touched, empty_tables(city), with_series=True))
    return {(manifest["nodes"][made[name]]["schema"], name) for name in kept}


def series_are_due(city: City, inputs: Inputs) -> bool:
    """Whether models of long series have something new to say: all is built anew, a week has ended since, or a month
    before the last one was corrected.
    """
    last = _last_alarm(city)
    corrected = last is not None and any(
        feed == Feed.POLICE_ALARMS and month < last.replace(day=1).isoformat() for feed, month in city.ledger.touched()
    )
    return inputs.full_refresh or corrected or city.ledger.fact("series") != _last_whole_week(city)


def note_series(city: City) -> None:
    """To be called once the models of long series are built and their tests passed."""
    city.ledger.set_fact("series", _last_whole_week(city))


def _last_whole_week(city: City) -> str:
    """The last Sunday that alarms reach; empty where there are none."""
    last = _last_alarm(city)
    return (last - timedelta(days=last.isoweekday() % 7)).isoformat() if last else ""


def _last_alarm(city: City) -> date | None:
    days = [file.last_event_date for file in city.ledger.files(Feed.POLICE_ALARMS) if file.status == "loaded"]
    return max((date.fromisoformat(str(day)) for day in days if day), default=None)


def note_built(city: City, inputs: Inputs, passed: int, warned: int) -> None:
    built = Built(
        changes=inputs.changes,
        pack=inputs.pack,
        years=inputs.years,
        models=dbt.project_fingerprint(),
        tests_passed=passed,
        tests_warned=warned,
    )
    city.ledger.set_fact("built", built.model_dump_json())
    city.ledger.set_fact("inputs", inputs.model_copy(update={"full_refresh": False}).model_dump_json())


def built(city: City) -> Built:
    """What the warehouse was built from.

    Raises:
        BuildError: it has no build whose tests passed.
    """
    noted = city.ledger.fact("built")
    if not noted:
        raise BuildError("The warehouse has no build whose tests passed; run the models first.")
    return Built.model_validate_json(noted)


def note_published(city: City, build: Built, build_id: str) -> None:
    """Remember what the build was made from; strike off the touched months unless more was touched meanwhile."""
    if build.changes == city.ledger.changes:
        city.ledger.strike_off(city.ledger.touched())
    city.ledger.set_fact("pack", build.pack)
    city.ledger.set_fact("years", build.years)
    city.ledger.set_fact("models", build.models)
    city.ledger.set_fact("published_changes", str(build.changes))
    city.ledger.set_fact("published", build_id)


def is_published(city: City, build: Built) -> bool:
    """Whether the last published build was made from just this, and is still there."""
    facts = {name: city.ledger.fact(name) for name in ("pack", "models", "published_changes")}
    same = facts == {"pack": build.pack, "models": build.models, "published_changes": str(build.changes)}
    return same and not city.ledger.touched() and not _served_build_problem(city)


def pending_work(city: City, new_files: int) -> list[str]:
    """Why a run has something to do, by comparing what is there with what the last published build was made from;
    empty when it has not.
    """
    reasons = []
    if new_files:
        reasons.append(f"{new_files} new file(s)")
    # New files are among those to be read.
    if (rereads := _files_read_differently(city) - new_files) > 0:
        reasons.append(f"{rereads} file(s) to read or read again")
    if city.ledger.touched():
        reasons.append("months that an unfinished run left")
    if city.ledger.fact("pack") != city.pack.fingerprint:
        reasons.append("declarations changed")
    if _models_changed(city) or not city.home.warehouse.exists():
        reasons.append("models are new or changed")
    if problem := _served_build_problem(city):
        reasons.append(problem)
    if not reasons and city.ledger.fact("published_changes") != str(city.ledger.changes):
        reasons.append("files that an unfinished run left")
    return reasons


def _models_changed(city: City) -> bool:
    return city.ledger.fact("models") != dbt.project_fingerprint()


def _served_build_problem(city: City) -> str | None:
    build_id = snapshot.current_build_id(city.home)
    if build_id is None:
        return "nothing is published yet"
    if not snapshot.database(city.home, build_id).exists():
        return f"build {build_id} is gone"
    is_readable = any(build.build_id == build_id for build in snapshot.builds(city.home))
    return None if is_readable else f"build {build_id} is damaged"


def _files_read_differently(city: City) -> int:
    return sum(_unread(city).values())


def feeds_to_read(city: City) -> set[Feed]:
    """Feeds of which a file is to be read or read again. New declarations or places may be news to every feed."""
    unread = set(_unread(city))
    if city.ledger.fact("pack") == city.pack.fingerprint and unread.isdisjoint(PLACES):
        return unread
    return set(Feed) - idle_feeds(city)


def _unread(city: City) -> Counter[Feed]:
    """Files by feed that were not read under the declarations as they are."""
    count: Counter[Feed] = Counter()
    has_register = bool(city.ledger.parts(Feed.AREA_REGISTER))
    register = city.register() if has_register else None
    for source in city.pack.sources:
        contract = contract_version(city.pack, source, None if source.feed == Feed.AREA_REGISTER else register)
        for file in city.ledger.files(source.feed):
            if file.source_id == source.source_id and file.status != "superseded" and file.contract_version != contract:
                count[source.feed] += 1
    return count
