"""What a run notes when it has published, and what the next one concludes from it: is there anything to do?"""

from dataclasses import dataclass, field

from anlan import snapshot
from orchestration.ingest.load import City, contract_version
from orchestration.registry.feeds import Feed
from orchestration.transform import dbt


@dataclass
class Work:
    """Why a run has something to do; empty when it has not."""

    reasons: list[str] = field(default_factory=list)
    full_refresh: bool = False

    def __bool__(self) -> bool:
        return bool(self.reasons)


def note_published(city: City, build_id: str) -> None:
    """Strike off the touched months and remember what the build was made from."""
    city.ledger.strike_off(city.ledger.touched())
    city.ledger.set_fact("pack", city.pack.fingerprint)
    city.ledger.set_fact("models", dbt.project_fingerprint())
    city.ledger.set_fact("published", build_id)


def pending_work(city: City, new_files: int) -> Work:
    """Compare what is there with what the last published build was made from."""
    work = Work()
    if new_files:
        work.reasons.append(f"{new_files} new file(s)")
    # New files are among those to be read.
    if (rereads := _files_read_differently(city) - new_files) > 0:
        work.reasons.append(f"{rereads} file(s) to read or read again")
    if city.ledger.touched():
        work.reasons.append("months that an unfinished run left")
    if city.ledger.fact("pack") != city.pack.fingerprint:
        work.reasons.append("declarations changed")
    if city.ledger.fact("models") != dbt.project_fingerprint() or not city.home.warehouse.exists():
        work.reasons.append("models are new or changed")
        work.full_refresh = True
    build_id = snapshot.current_build_id(city.home)
    if build_id is None:
        work.reasons.append("nothing is published yet")
    elif not snapshot.database(city.home, build_id).exists():
        work.reasons.append(f"build {build_id} is gone")
    return work


def _files_read_differently(city: City) -> int:
    count = 0
    has_register = bool(city.ledger.parts(Feed.AREA_REGISTER))
    register = city.register() if has_register else None
    for source in city.pack.sources:
        contract = contract_version(city.pack, source, None if source.feed == Feed.AREA_REGISTER else register)
        count += sum(
            file.source_id == source.source_id and file.status != "superseded" and file.contract_version != contract
            for file in city.ledger.files(source.feed)
        )
    return count
