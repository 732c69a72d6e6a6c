"""Sweeping storage: files that no row names go, a day after they were put there.

A process that dies between storing a file and committing the row that names it leaves such a file,
and so does a draft that expires.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, select
from sqlalchemy import Engine as Database

from backoffice.reporting.tables import report_files
from delivery.tables import acts
from payments.tables import receipts
from workflows.storage import Storage
from workflows.tables import attachments, out_of_turn

LOG = logging.getLogger(__name__)

#: How long a file may wait for its row: far beyond any page, step or repetition of a step.
GRACE = timedelta(hours=24)
BATCH = 500
#: Every column that names a stored file.
NAMING = (
    attachments.c.sha256,
    acts.c.sha256,
    receipts.c.file_sha256,
    out_of_turn.c.document_sha256,
    report_files.c.sha256,
)


def sweep_files(database: Database, storage: Storage, *, now: datetime) -> int:
    """Forget the stored files that no row names and nobody put for a day; tells how many.

    Nothing goes when no row names any of the old files: that storage belongs to another database,
    or this one was emptied, and a person has to look.
    """
    old, unnamed = 0, list[str]()
    for batch in _in_batches(storage.unused_since(now - GRACE)):
        with database.begin() as connection:
            named = named_among(connection, batch)
        old += len(batch)
        unnamed += [digest for digest in batch if digest not in named]
    if unnamed and len(unnamed) == old:
        LOG.warning("files_unknown", extra={"files": old})
        return 0
    gone = sum(storage.discard(digest, unless_put_since=now - GRACE) for digest in unnamed)
    LOG.info("files_swept", extra={"files": gone})
    return gone


def named_among(connection: Connection, digests: Iterable[str]) -> frozenset[str]:
    """Tell which of these files a row names."""
    wanted = tuple(digests)
    found = (connection.execute(select(it).where(it.in_(wanted))).scalars() for it in NAMING)
    return frozenset(digest for rows in found for digest in rows)


def _in_batches(digests: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(digests, BATCH)):
        yield batch
