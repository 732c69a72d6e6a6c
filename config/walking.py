"""Walks over e-services in a database made for them, gone when they end."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from sqlalchemy import Engine

from config.schema import migrate
from config.servers import Servers
from eservices.walks import walk_pack
from workflows.database import open_engine
from workflows.language.findings import Finding

#: No job is ever run in a walk, so no Redis is started for it.
NO_REDIS = "unix:///nowhere"


def walked(files: Sequence[Path]) -> list[Finding]:
    """Drive every transition of e-services, pack by pack; give those that could not be driven."""
    found: list[Finding] = []
    with _database_for_a_while() as database:
        for folder, own in groupby(files, key=lambda path: path.parent.parent):
            with database.connect() as connection, connection.begin() as undone:
                found += walk_pack(connection, folder, tuple(own))
                undone.rollback()
    return found


@contextmanager
def _database_for_a_while() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="eservices-walk-") as name:
        servers = Servers(Path(name), redis_url=NO_REDIS)
        try:
            servers.start()
            database = open_engine(servers.addresses.database_url)
            migrate(database)
            yield database
            database.dispose()
        finally:
            servers.stop()
