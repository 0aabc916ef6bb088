"""A month that comes again corrected: the build says what it told before, and goes on saying so."""

from datetime import datetime

import duckdb

from anlan import snapshot
from orchestration.run import run
from tests.fixtures.small_town import CITY, SmallTown, month_file


def revisions(town: SmallTown) -> list[tuple[object, ...]]:
    """Revised counts of January, of the whole city."""
    build_id = town.served()
    assert build_id is not None
    with duckdb.connect(str(snapshot.database(town.home, build_id)), read_only=True) as connection:
        return connection.execute(
            "select first_value, previous_value, value, difference, revisions, first_build_id, revised_since"
            " from marts.mart_revision join marts.dim_area using (area_id)"
            " where indicator_id = 'AL01' and level_id = 'city' and period_id = '2024-01'"
        ).fetchall()


def test_a_corrected_month_says_what_was_published_before(town: SmallTown) -> None:
    first = town.served()
    assert revisions(town) == []
    town.put("202401.csv", month_file("202401", 12))
    assert town.run().status == "published"
    ((*told, since),) = revisions(town)
    assert told == [30, 30, 12, -18, 1, first]
    assert since == datetime.now().astimezone().date()

    # Nothing is forgotten by building all anew, nor counted twice.
    assert run(CITY, full_refresh=True).status == "published"
    ((*told, _),) = revisions(town)
    assert told == [30, 30, 12, -18, 1, first]
