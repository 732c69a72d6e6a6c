"""Real servers for the whole suite, a clean database for each test, and no way out to a network."""

import ipaddress
import logging
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from redis import Redis
from sqlalchemy import URL, Engine, create_engine, make_url, text

from config.embedded_postgresql import OWNER, SUPERUSER
from config.environment import database_url as database_url_of
from config.schema import migrate
from config.servers import Servers
from tests.examples import PATIENT
from workflows import definitions
from workflows.calendars import working_time_of
from workflows.database import metadata, open_engine

#: The databases of a given Redis that the suite may empty, one for each process, from this one
#: downwards; refused when something is in one.
REDIS_DATABASE = 15 - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


# A machine that runs other things is slow at times, which is no defect of what is tested; and a
# run that fails has to fail again. Who wants other examples than those of every run asks for
# `--hypothesis-profile=curious`, with a seed if need be.
UNHURRIED = settings(deadline=None, suppress_health_check=PATIENT)
settings.register_profile("curious", UNHURRIED, max_examples=500)
settings.register_profile("patient", UNHURRIED, derandomize=True)
settings.load_profile("patient")


class OutsideWorld(RuntimeError):
    """A test tried to reach a machine other than this one."""


#: Which argument of each audited call says where it goes.
AUDITED = {"socket.connect": 1, "socket.getaddrinfo": 0}


def _stay_inside(event: str, arguments: tuple[object, ...]) -> None:
    if event not in AUDITED:
        return
    place = arguments[AUDITED[event]]
    # A unix socket's address is a path; the others are the host, alone or before its port.
    host = place[0] if isinstance(place, tuple) else place
    if event == "socket.connect" and not isinstance(place, tuple):
        return
    if not _is_here(host):
        raise OutsideWorld(host)


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in {"", "localhost", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def pytest_configure() -> None:
    """Close the network before anything is collected; an audit hook cannot be taken off again."""
    sys.addaudithook(_stay_inside)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Put the root logger back: a command that runs in this process configures it for itself."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Start private servers for this session, unless the environment names some."""
    with _folder_for_servers() as folder:
        started = Servers(
            folder,
            database_url=database_url_of(os.environ.get("DATABASE_URL", "")),
            redis_url=os.environ.get("REDIS_URL", ""),
        )
        try:
            started.start()
            yield started
        finally:
            started.stop()


@pytest.fixture
def servers_folder() -> Iterator[Path]:
    """Give a folder in which a test may run servers of its own."""
    with _folder_for_servers() as folder:
        yield folder


@contextmanager
def _folder_for_servers() -> Iterator[Path]:
    # Not below pytest's own folder, which another session may close to the server's account.
    with tempfile.TemporaryDirectory(prefix="eservices-tests-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def administration(servers: Servers) -> Iterator[Engine]:
    """Give an engine that may create databases."""
    url = make_url(servers.addresses.database_url)
    if not os.environ.get("DATABASE_URL"):
        url = url.set(username=SUPERUSER, database="postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


Databases = Callable[[str], AbstractContextManager[URL]]


@pytest.fixture(scope="session")
def databases(administration: Engine) -> Databases:
    """Give what lends an empty database for a while, owned by the application's role."""
    owner = administration.url.username if os.environ.get("DATABASE_URL") else OWNER

    @contextmanager
    def lend(suffix: str) -> Iterator[URL]:
        name = f"eservices_test_{os.getpid()}{suffix}"
        with administration.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" OWNER "{owner}"'))
        try:
            yield administration.url.set(username=owner, database=name)
        finally:
            with administration.connect() as connection:
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))

    return lend


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[str]:
    """Give the URL of a database of one's own, without any table."""
    with databases("_empty") as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def _migrated(databases: Databases, administration: Engine) -> Iterator[Engine]:
    with databases("") as url:
        engine = open_engine(url.render_as_string(hide_password=False))
        try:
            migrate(engine)
            _let_skip_triggers(administration, url.username or "")
            yield engine
        finally:
            engine.dispose()


def _let_skip_triggers(administration: Engine, owner: str) -> None:
    """Let the tests' role empty tables that are written once; a given server must allow as much."""
    with administration.connect() as connection:
        connection.execute(text(f'GRANT SET ON PARAMETER session_replication_role TO "{owner}"'))


@pytest.fixture
def engine(_migrated: Engine) -> Iterator[Engine]:
    """Give an engine on a migrated database whose every table is empty.

    Deleting the rows of the tables that hold some takes 10 ms where truncating them takes 127,
    because the files of every table that refers to them are made anew: the median of each,
    measured with 113 tables.
    """
    _empty(_migrated)
    # The former test's database had its own versions under the same checksums.
    definitions.definition.forget()
    working_time_of.forget()
    yield _migrated
    # A connection that a test leaves open would block the next one's emptying.
    assert _migrated.pool.checkedout() == 0, "the test left a connection open"  # type: ignore[attr-defined]


def _empty(engine: Engine) -> None:
    """Delete every row, with neither triggers nor references looked at, and count from 1 again."""
    names = [f'"{table.name}"' for table in metadata.sorted_tables]
    questions = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})"  # noqa: S608 - names of our tables
        for name in names
    )
    with engine.begin() as connection:
        filled = connection.execute(text(questions)).scalars().all()
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in filled:
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - names of our tables
        connection.execute(COUNT_ANEW)


#: Identifiers begin at 1 for each test, as those that it expects do.
COUNT_ANEW = text(
    """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE last_value IS NOT NULL AND schemaname = 'public'
    """
)


@pytest.fixture
def database_url(engine: Engine) -> str:
    """Give the URL of the clean database, for the processes that a test starts."""
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def _redis(servers: Servers) -> Iterator[str]:
    if not os.environ.get("REDIS_URL"):
        yield servers.addresses.redis_url
        return
    url = _own_redis(servers.addresses.redis_url)
    with Redis.from_url(url) as client:
        if client.dbsize():
            pytest.exit(f"database {REDIS_DATABASE} of REDIS_URL is not empty", returncode=2)
        yield url
        client.flushdb()


def _own_redis(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={REDIS_DATABASE}"
    return parts._replace(path=f"/{REDIS_DATABASE}").geturl()


@pytest.fixture
def redis_url(_redis: str) -> str:
    """Give the URL of an empty Redis."""
    with Redis.from_url(_redis) as client:
        client.flushdb()
    return _redis
