"""The served snapshot follows `CURRENT`, and no reader loses the build it reads."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from anlan import snapshot
from anlan.errors import UsageError
from anlan.home import Home
from dashboards.serving import Reader, Serving
from tests.fakes.snapshot import publish

FIRST, SECOND = "20190105T080000Z-a1", "20190106T080000Z-b2"
COUNT = "select sum(numerator) from marts.fct_indicator_values where indicator_id = 'alarm_rate'"


def total(reader: Reader) -> float:
    return reader.cursor.execute(COUNT).fetchone()[0]


def test_nothing_published_says_what_to_do(own_home: Home) -> None:
    with pytest.raises(UsageError, match="anlan run testville"):
        Serving(own_home)


def test_a_new_build_is_read_by_the_next_request(own_home: Home) -> None:
    publish(own_home, FIRST)
    serving = Serving(own_home)
    with serving.reader() as before:
        old = total(before)
    publish(own_home, SECOND, extra=3)
    assert serving.build_id() == SECOND
    with serving.reader() as after:
        assert after.build.build_id == SECOND
        assert total(after) > old


def test_a_request_stays_on_the_build_it_began_with(own_home: Home) -> None:
    publish(own_home, FIRST)
    serving = Serving(own_home)
    with serving.reader() as early:
        old = total(early)
        publish(own_home, SECOND, extra=3)
        with serving.reader() as late:
            assert total(late) > old
        assert early.build.build_id == FIRST
        assert total(early) == old


def test_an_old_build_is_closed_when_its_last_reader_has_left(own_home: Home) -> None:
    publish(own_home, FIRST)
    serving = Serving(own_home)
    opened = serving._opened
    with serving.reader():
        publish(own_home, SECOND)
        with serving.reader():
            opened.connection.execute("select 1")
    with pytest.raises(duckdb.ConnectionException):
        opened.connection.execute("select 1")


def test_a_build_that_cannot_be_read_leaves_the_last_good_one(own_home: Home) -> None:
    publish(own_home, FIRST)
    serving = Serving(own_home)
    publish(own_home, SECOND)
    snapshot.database(own_home, SECOND).write_bytes(b"not a database")
    with serving.reader() as reader:
        assert reader.build.build_id == FIRST
    publish(own_home, "20190107T080000Z-c3")
    assert serving.build_id() == "20190107T080000Z-c3"


def test_going_back_to_an_earlier_build_is_followed(own_home: Home) -> None:
    publish(own_home, FIRST)
    publish(own_home, SECOND)
    serving = Serving(own_home)
    (own_home.serving / snapshot.CURRENT).write_text(FIRST)
    assert serving.build_id() == FIRST


def test_a_build_served_again_while_an_early_request_still_reads_it(own_home: Home) -> None:
    publish(own_home, FIRST)
    serving = Serving(own_home)
    with serving.reader() as early:
        publish(own_home, SECOND, extra=3)
        assert serving.build_id() == SECOND
        (own_home.serving / snapshot.CURRENT).write_text(FIRST)
        with serving.reader() as late:
            assert late.build.build_id == FIRST
            assert total(late) == total(early)
    with serving.reader() as after:
        assert total(after) > 0


def test_a_snapshot_of_a_newer_form_is_refused_with_advice(own_home: Home) -> None:
    publish(own_home, FIRST)
    manifest = snapshot.folder(own_home, FIRST) / snapshot.MANIFEST
    written = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**written, "format_version": snapshot.FORMAT_VERSION + 1}))
    with pytest.raises(UsageError, match="Upgrade"):
        Serving(own_home)


def test_no_request_fails_and_none_mixes_builds_while_builds_are_published(own_home: Home) -> None:
    publish(own_home, "build-0", extra=0)
    serving = Serving(own_home)
    totals: dict[str, set[float]] = {}
    done = threading.Event()

    def read() -> int:
        requests = 0
        while not done.is_set():
            with serving.reader() as reader:
                totals.setdefault(reader.build.build_id, set()).add(total(reader))
            requests += 1
        return requests

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for number in range(1, 5):
            publish(own_home, f"build-{number}", extra=number)
        done.set()
        assert all(reader.result() > 0 for reader in readers)
    assert all(len(found) == 1 for found in totals.values())
    assert len(totals) > 1
