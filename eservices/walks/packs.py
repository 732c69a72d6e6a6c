"""The walk over a pack: every transition and every overflow of its e-services, or a finding."""

from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import Connection

from eservices.definition.load import load_eservice
from eservices.packs.loading import load_places
from eservices.packs.reading import read_folder, surroundings_of
from eservices.walks.journeys import walk
from eservices.walks.people import hire
from eservices.walks.spilling import walk_overflows
from workflows.language.findings import DefinitionRefused, Finding


def walk_pack(connection: Connection, folder: Path, files: Collection[Path]) -> Iterator[Finding]:
    """Drive every transition of some e-services of a pack's folder; report those that were not.

    Raises DefinitionRefused when the pack's own file has an error. E-services that have one
    cannot be driven: they are passed over, and the check tells of them.
    """
    read = read_folder(folder)
    if read.pack is None:
        raise DefinitionRefused(read.findings)
    load_places(connection, read.pack)
    staff = hire(connection, read.pack)
    for path in files:
        loaded = load_eservice(path, surroundings_of(read.pack, folder))
        if loaded.eservice is not None:
            for drive in (walk, walk_overflows):
                for flaw in drive(connection, staff, loaded.eservice):
                    yield flaw.finding(loaded.source)
