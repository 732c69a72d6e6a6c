"""The search over a national catalogue: how long its questions to the database take."""

import time

from sqlalchemy import Connection, Engine, text

from eservices.catalogue.index import write_entry
from eservices.catalogue.search import search
from eservices.packs import load_pack, read_pack, read_procedures
from eservices.packs.describing import entry_of_procedure
from tests.bench.databases import own_database
from tests.bench.figures import Figure, percentile
from tests.bench.stage import Stage
from tests.builders.other_sheets import other_sheets
from tests.eservices.catalogue.phrasings import PHRASINGS


def search_figures(stage: Stage) -> list[Figure]:
    """Fill a catalogue and ask it what citizens ask, each question several times."""
    size = stage.size
    with own_database(stage.installation, "bench_search") as engine:
        _fill(engine, size.sheets)
        with engine.begin() as connection:
            times = [_asked(connection, one.typed) for one in PHRASINGS * size.searches]
    sizes = f"{size.sheets:,} sheets, {len(PHRASINGS)} phrasings; both questions to the database"
    return [
        Figure("search_ms_p50", percentile(times, 50), "ms", goal="≤ 30", note=sizes),
        Figure("search_ms_p95", percentile(times, 95), "ms", goal="≤ 30", note=sizes),
        Figure("search_ms_p99", percentile(times, 99), "ms", goal="≤ 30", note=sizes),
    ]


def _fill(engine: Engine, count: int) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        load_pack(connection, pack)
        for procedure in read_procedures(pack):
            write_entry(connection, entry_of_procedure(procedure))
        for entry in other_sheets(count):
            write_entry(connection, entry)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _asked(connection: Connection, typed: str) -> float:
    began = time.perf_counter()
    search(connection, typed)
    return 1000 * (time.perf_counter() - began)
