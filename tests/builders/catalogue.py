"""A portal with a whole country behind it: its sheets, offices, headings and first questions."""

from pathlib import Path

import sqlalchemy

from eservices.packs import describe, load_pack, read_pack, read_procedures
from eservices.portal.signposts import signposts_of
from tests.builders.portal import Site, a_site


def a_country(engine: sqlalchemy.Engine, folder: Path, name: str) -> Site:
    """Put a portal together with a pack loaded."""
    pack = read_pack(name)
    procedures = read_procedures(pack)
    with engine.begin() as connection:
        load_pack(connection, pack)
        describe(connection, procedures)
    return a_site(engine, folder, procedures=procedures, signposts=signposts_of(pack))
