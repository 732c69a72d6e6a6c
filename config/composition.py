"""The composition root: settings and addresses become the collaborators of one installation.

The kernel stands here, since every process needs it; what only some need is composed beside them,
so that a relay does not load what only the portal uses.
"""

from dataclasses import dataclass

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry
from sqlalchemy import Engine as Database

from config.reactions import REACTIONS
from config.servers import Addresses
from config.settings import Settings
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
    redis: Redis
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
        redis=open_redis(addresses.redis_url),
        clock=clock,
        outbox=outbox,
        workflow=Engine(clock, outbox, settings.ordering_key.encode()),
        storage=DirectoryStorage(settings.data_dir / "files"),
    )


def open_redis(url: str) -> Redis:
    """Open Redis with a little patience: a restart of the server is a pause, not an error."""
    return Redis.from_url(
        url,
        retry=Retry(ExponentialBackoff(cap=1.0, base=0.05), retries=5),
        socket_connect_timeout=5,
        health_check_interval=30,
    )
