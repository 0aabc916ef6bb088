"""The generation as a whole: all files into a folder beside the inbox, which is then renamed to it.

Only the order of the parts and the safe placing of the result belong here.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from anlan.errors import UsageError
from orchestration.fictional.alarm_files import write_alarms
from orchestration.fictional.answers import write_answers
from orchestration.fictional.area_files import write_borders, write_population, write_register
from orchestration.fictional.city import lanwan
from orchestration.fictional.concerns import write_concerns
from orchestration.fictional.config import DEFAULT_SEED, Config, Size, config_for
from orchestration.fictional.disputes import write_disputes
from orchestration.fictional.exports import Exporter
from orchestration.fictional.grid_event_files import write_grid_events
from orchestration.fictional.manifest import Manifest
from orchestration.fictional.patrols import write_patrols
from orchestration.fictional.population import population_by_year
from orchestration.fictional.programmes import write_programmes
from orchestration.fictional.randomness import stream
from orchestration.fictional.relations import write_relations
from orchestration.fictional.reports import write_reports
from orchestration.fictional.survey import write_survey


def generate(
    inbox: Path, size: Size, seed: int = DEFAULT_SEED, progress: Callable[[str], None] | None = None
) -> Manifest:
    """Write the fictional city's files into `inbox`, a folder that is empty or does not exist yet.

    The same size and seed give the same bytes. A generation that is killed leaves nothing in `inbox`.

    Raises:
        UsageError: `inbox` holds something already.
    """
    return generate_with(config_for(size, seed), inbox, progress or _silent)


def generate_with(config: Config, inbox: Path, progress: Callable[[str], None]) -> Manifest:
    """`generate` for any settings, for instance a few months only."""
    if inbox.exists() and (not inbox.is_dir() or any(inbox.iterdir())):
        raise UsageError(f"{inbox} is not an empty folder. Choose another one, or empty it first.")
    unfinished = inbox.with_name(f".{inbox.name}.unfinished")
    # Left by a generation that was killed.
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    exporter = Exporter(unfinished, progress)
    _write_all(config, exporter)
    if inbox.exists():
        inbox.rmdir()
    unfinished.rename(inbox)
    return Manifest(tuple(exporter.written))


def _write_all(config: Config, exporter: Exporter) -> None:
    city = lanwan()
    population = population_by_year(city.layout, city.residents, config.years, stream(config.seed, "population"))
    write_register(city.register.areas, exporter)
    write_borders(city, exporter)
    write_population(city, config, population, exporter)
    write_relations(city, exporter)
    write_survey(city.register, config, exporter)
    write_answers(city, config, population, exporter)
    write_concerns(city.register, config, exporter)
    write_disputes(city, config, population, exporter)
    write_patrols(city, config, population, exporter)
    write_programmes(city, config, population, exporter)
    write_reports(city, config, population, exporter)
    write_grid_events(city, config, population, exporter)
    write_alarms(city, config, population, exporter)


def _silent(_: str) -> None:
    """Progress for callers who do not want it."""
