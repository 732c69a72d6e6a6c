"""The composition root: settings and addresses become the collaborators of one installation.

The kernel stands here, since every process needs it; what only some need is composed beside them,
so that a relay does not load what only the portal uses.
"""

import os
from dataclasses import dataclass

from sqlalchemy import Engine as Database

from config.logs import configure_logging
from config.reactions import REACTIONS
from config.servers import Addresses, servers_of
from config.settings import Settings, load_settings
from eservices.packs import Pack, read_pack
from workflows.clock import Clock, DatabaseClock
from workflows.database import open_engine
from workflows.engine import Engine
from workflows.outbox import Outbox
from workflows.storage import DirectoryStorage, Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What every process of an installation works with."""

    settings: Settings
    pack: Pack
    database: Database
    clock: Clock
    outbox: Outbox
    workflow: Engine
    storage: Storage


def compose(settings: Settings, addresses: Addresses) -> Installation:
    """Put an installation together; nothing is connected until it is used."""
    clock, outbox = DatabaseClock(), Outbox(REACTIONS)
    return Installation(
        settings=settings,
        pack=read_pack(settings.pack),
        database=open_engine(addresses.database_url),
        clock=clock,
        outbox=outbox,
        workflow=Engine(clock, outbox, settings.ordering_key.encode()),
        storage=DirectoryStorage(settings.data_dir / "files"),
    )


def compose_here() -> Installation:
    """Put an installation together in a process that has only its environment to go by."""
    settings = load_settings(os.environ)
    configure_logging(settings.log_level)
    return compose(settings, servers_of(settings).addresses)
