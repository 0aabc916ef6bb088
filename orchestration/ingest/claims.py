"""Which source takes which file: files that two sources claim, and landed files that a changed declaration lets go or
takes again.

Looking into the inbox belongs in `landing`.
"""

from collections.abc import Sequence

from orchestration.ingest.ledger import Ledger
from orchestration.ingest.records import LedgerFile
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

_GONE, _LET_GO = "is no longer declared", "no longer takes this file (`files`)"


def is_contested(sources: Sequence[Source]) -> bool:
    """Whether these sources may not all read one file."""
    return len(sources) > 1 and not all(source.shares_files for source in sources)


def contested_message(name: str, sources: Sequence[Source]) -> str:
    """What to do where they may not."""
    names = " and ".join(source.source_id for source in sources)
    return (
        f"{name}: is claimed by {names}, so it was taken by none. Make the patterns in `files` tell them apart; or, if "
        f"each of them is to read a part of it, write `shares_files: true` into all of them."
    )


def settle_claims(pack: CityPack, ledger: Ledger) -> list[LedgerFile]:
    """Files of sources that are gone, or whose patterns do not fit them any more, leave raw; those that fit again come
    back with the place they had in the order of arrival.

    Returns the files that left or came back.
    """
    sources = {source.source_id: source for source in pack.sources}
    files = ledger.files()
    newest = {(file.source_id, file.file_name): file.file_id for file in files}
    changed: list[LedgerFile] = []
    for file in files:
        source = sources.get(file.source_id)
        is_taken = source is not None and source.claims(file.file_name)
        if file.status != "superseded" and not is_taken:
            ledger.supersede(file.file_id, file.source_id, f"source {file.source_id} {_LET_GO if source else _GONE}")
            changed.append(file)
        elif (
            file.status == "superseded"
            and is_taken
            and (file.message or "").endswith((_GONE, _LET_GO))
            and newest[file.source_id, file.file_name] == file.file_id
        ):
            ledger.take_back([file])
            changed.append(file)
    if changed:
        _take_back_keyed(ledger, sources, {file.feed for file in changed})
    return changed


def _take_back_keyed(ledger: Ledger, sources: dict[str, Source], feeds: set[str]) -> None:
    """Rows that a file with keys left out as older or equal are in no part of its own, so all of a feed go together."""
    ledger.take_back(
        file
        for file in ledger.files()
        if file.feed in feeds and file.status in {"loaded", "failed"} and sources[file.source_id].identity.kind == "key"
    )
