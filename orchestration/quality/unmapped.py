"""The words of a feed's files that map to nothing, the most frequent first, and the line that would map each."""

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass

from orchestration.ingest.ledger import Ledger
from orchestration.ingest.records import UnmappedWord
from orchestration.quality.explanations import what_to_write
from orchestration.registry.documents import Text
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack

_LISTED = 20


@dataclass(frozen=True)
class Unmapped:
    """A word and what to write about it. `word.value` is masked; None stands for all the rare ones together."""

    source_id: str
    word: UnmappedWord
    advice: Text

    def as_dict(self) -> dict[str, object]:
        return {"source_id": self.source_id} | asdict(self.word) | {"advice": self.advice.model_dump()}


def city_unmapped(
    pack: CityPack, ledger: Ledger, files: Collection[tuple[str, str]] | None = None, most: int = _LISTED
) -> list[Unmapped]:
    """The most frequent words of all feeds. `files`: (file_id, source_id) of those looked at; None for all."""
    found = [one for feed in Feed if pack.sources_of(feed) for one in feed_unmapped(feed, pack, ledger, files)]
    return sorted(found, key=lambda one: -one.word.rows)[:most]


def feed_unmapped(
    feed: Feed, pack: CityPack, ledger: Ledger, files: Collection[tuple[str, str]] | None = None
) -> list[Unmapped]:
    """The words of a feed's live files, counted together."""
    sources = {source.source_id: source for source in pack.sources_of(feed)}
    rows = Counter[tuple[str, str, str, str | None, bool]]()
    for found in ledger.rows_of("unmapped_words"):
        if files is not None and (str(found["file_id"]), str(found["source_id"])) not in files:
            continue
        value = None if found["value"] is None else str(found["value"])
        key = (str(found["source_id"]), str(found["reason_code"]), str(found["field"]), value, bool(found["is_kept"]))
        rows[key] += int(str(found["rows"]))
    return [
        Unmapped(
            source_id,
            UnmappedWord(code, field, value, count, is_kept),
            what_to_write(sources[source_id], code, field, value),
        )
        for (source_id, code, field, value, is_kept), count in rows.most_common()
        if source_id in sources
    ]
