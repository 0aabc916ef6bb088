"""Alarm files of any size for benchmarks: the fictional city's alarms, repeated under numbers of their own."""

import codecs
import json
import os
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

import polars as pl

from anlan.home import Home
from orchestration.fictional import Size, generate
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack, load_pack

FOLDER = "警情"
_WRITTEN = "%Y-%m-%d %H:%M:%S"
_OLD = "%Y/%m/%d %H:%M:%S"
_STEP = 20_000


def alarms(inbox: Path) -> pl.DataFrame:
    """All alarms of a small fictional city as its files show them, in the order of time, times in one form."""
    generate(inbox, Size.SMALL)
    files = [path.read_bytes().decode("gb18030").encode() for path in sorted((inbox / FOLDER).iterdir())]
    frame = pl.concat(pl.read_csv(file, infer_schema=False) for file in files)
    times = [column for column in frame.columns if column.endswith("时间")]
    parsed = [pl.coalesce(pl.col(c).str.to_datetime(form, strict=False) for form in (_WRITTEN, _OLD)) for c in times]
    frame = frame.with_columns(
        time.dt.to_string(_WRITTEN).alias(column) for time, column in zip(parsed, times, strict=True)
    )
    return frame.drop_nulls("报警时间").unique("接警单编号").sort("报警时间", "接警单编号")


def write_file(frame: pl.DataFrame, path: Path, rows: int, encoding: str = "utf-8") -> None:
    """A file of `rows` alarms, in the order of time."""
    times = -(-rows // frame.height)
    number = pl.col("接警单编号")
    with codecs.open(str(path), "w", encoding) as file:
        file.write(",".join(frame.columns) + "\n")
        left = rows
        for start in range(0, frame.height, _STEP):
            part = frame[start : start + _STEP]
            copies = [
                part.with_columns(pl.format("{}{}", pl.lit(f"{n:03}"), number).alias("接警单编号"))
                for n in range(times)
            ]
            block = pl.concat(copies).sort("报警时间", maintain_order=True).head(left)
            file.write(block.write_csv(include_header=False))
            left -= block.height
            if not left:
                return


def pack_in(encoding: str) -> CityPack:
    """The fictional city's pack, its alarm files in another encoding."""
    pack = load_pack("lanwan")
    sources = tuple(
        source.model_copy(update={"format": source.format.model_copy(update={"encodings": (encoding,)})})
        if source.feed == Feed.POLICE_ALARMS
        else source
        for source in pack.sources
    )
    return replace(pack, sources=sources)


def open_city(encoding: str) -> City:
    """The city in `ANLAN_HOME` with all that is in its inbox landed, and its areas loaded."""
    home = Home.of("lanwan")
    city = City(pack_in(encoding), home, Ledger(home.ledger))
    land_inbox(city.pack, home, city.ledger, home.inbox)
    load_feed(city, Feed.AREA_REGISTER, None, lambda _: None)
    return city


def main(encoding: str) -> None:
    """Load the landed alarms and print the seconds and the highest memory (bytes) this took."""
    city = open_city(encoding)
    register = city.register()
    # What landing left for the disk to write is not the load's to wait for.
    os.sync()
    started = time.perf_counter()
    (file,) = load_feed(city, Feed.POLICE_ALARMS, register, lambda _: None).loaded
    seconds = time.perf_counter() - started
    # Of this process, and of the one that decodes beside it.
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    memory = sum(used) * 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "accepted": file.rows_accepted, "read": file.rows_read}))


if __name__ == "__main__":
    main(sys.argv[1])
