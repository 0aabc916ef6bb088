"""What the privacy gate costs, against loading the same file with it."""

import time
from pathlib import Path

import pytest

from anlan.home import Home
from orchestration.fictional import Size, generate
from orchestration.ingest.fields import read_fields, with_texts
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.ingest.privacy.gate import personal_cells, screened
from orchestration.ingest.reading import read_table
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack

ROWS = 100_000
LIMIT = 0.05


def test_the_privacy_gate_against_loading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path))
    home = Home.of("lanwan")
    generate(home.inbox, Size.SMALL)
    header, *rows = (home.inbox / "警情" / "警情_202310.csv").read_text("gb18030").splitlines()
    for path in (home.inbox / "警情").iterdir():
        path.unlink()
    # Numbers of their own, or all but the first rows would be versions of one alarm.
    again = [f"{n}{rows[n % len(rows)]}" for n in range(ROWS)]
    (home.inbox / "警情" / "警情_202310.csv").write_text("\n".join([header, *again]), encoding="gb18030")

    pack, ledger = load_pack("lanwan"), Ledger(home.ledger)
    city = City(pack, home, ledger)
    land_inbox(pack, home, ledger, home.inbox)
    load_feed(city, Feed.AREA_REGISTER, None, lambda _: None)
    register = city.register()
    started = time.perf_counter()
    load_feed(city, Feed.POLICE_ALARMS, register, lambda _: None)
    loading = time.perf_counter() - started

    (file,) = ledger.files(Feed.POLICE_ALARMS)
    (source,) = pack.sources_of(Feed.POLICE_ALARMS)
    table = read_table(home.landing / file.landed_path, file.file_name, source)
    started = time.perf_counter()
    frame = with_texts(screened(table, source, file.file_name).frame, source, file.file_name)
    readings = read_fields(frame, source, pack, file.file_name)
    personal_cells(frame.with_columns(reading.typed for reading in readings), readings, source)
    ratio = (time.perf_counter() - started) / loading
    ledger.close()
    print(f"\nprivacy gate / loading {file.rows_accepted:,} alarms: {ratio:.3f} (limit {LIMIT})")
    assert file.rows_read == ROWS
    assert ratio <= LIMIT
