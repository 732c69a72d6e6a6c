"""The private servers: started, shared, restarted after a kill, and never left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from config.embedded_postgresql import GRACE, EmbeddedPostgresql
from config.embedded_redis import EmbeddedRedis
from config.servers import (
    LONGEST_SOCKET,
    SOCKET_NAME,
    DataFolderInUse,
    Servers,
    reach_servers,
    socket_folder,
)
from config.settings import load_settings
from tests.processes import left_after

HOLD = """
import sys, time
from pathlib import Path
from config.servers import Servers

servers = Servers(Path(sys.argv[1]))
servers.start()
print(*[server.process.pid for server in servers.embedded], flush=True)
time.sleep(600)
"""


def _ask(url: str, question: str) -> object:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(question)).scalar_one()
    finally:
        engine.dispose()


def _pids(servers: Servers) -> list[int]:
    found = []
    for server in servers.embedded:
        assert isinstance(server, EmbeddedPostgresql | EmbeddedRedis)
        assert server.process is not None
        found.append(server.process.pid)
    return found


@pytest.fixture(scope="module")
def own_servers() -> Iterator[Servers]:
    with tempfile.TemporaryDirectory(prefix="eservices-tests-") as name:
        started = Servers(Path(name))
        try:
            started.start()
            yield started
        finally:
            started.stop()


def test_both_answer_on_sockets_and_on_no_tcp_port(own_servers: Servers) -> None:
    addresses = own_servers.addresses

    with Redis.from_url(addresses.redis_url) as client:
        assert client.ping()
        assert client.config_get("port") == {"port": "0"}
    assert _ask(addresses.database_url, "SHOW listen_addresses") == ""
    assert _ask(addresses.database_url, "SHOW fsync") == "on"


def test_the_sealer_has_a_role_of_its_own_that_owns_nothing(own_servers: Servers) -> None:
    addresses = own_servers.addresses

    assert _ask(addresses.sealer_database_url, "SELECT current_user") == "eservices_sealer"
    assert _ask(addresses.database_url, "SELECT current_user") == "eservices"
    assert _ask(addresses.sealer_database_url, "SHOW is_superuser") == "off"


def test_a_killed_server_is_started_again_with_its_data(own_servers: Servers) -> None:
    url = own_servers.addresses.database_url
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS number"))
    engine.dispose()

    for pid in _pids(own_servers):
        os.kill(pid, signal.SIGKILL)
    _wait_until_dead(own_servers)
    restarted = own_servers.restart_dead()

    assert restarted == ["postgresql", "redis"]
    assert _ask(url, "SELECT number FROM kept") == 7
    assert own_servers.restart_dead() == []


def _wait_until_dead(servers: Servers) -> None:
    while any(server.alive for server in servers.embedded):
        time.sleep(0.01)


def test_the_same_folder_cannot_be_run_twice(own_servers: Servers) -> None:
    second = Servers(own_servers.data_dir)

    with pytest.raises(DataFolderInUse):
        second.start()

    assert _ask(own_servers.addresses.database_url, "SELECT 1") == 1


def test_a_second_process_joins_the_running_servers(own_servers: Servers) -> None:
    settings = load_settings({"ESERVICES_DATA": str(own_servers.data_dir)})

    with reach_servers(settings) as addresses:
        assert _ask(addresses.database_url, "SELECT 1") == 1

    assert all(server.alive for server in own_servers.embedded)


def test_two_folders_run_side_by_side(own_servers: Servers, servers: Servers) -> None:
    assert own_servers.addresses.database_url != servers.addresses.database_url
    assert _ask(own_servers.addresses.database_url, "SELECT 1") == 1


def test_stopping_leaves_no_process_and_the_next_start_is_quick(servers_folder: Path) -> None:
    first = Servers(servers_folder)
    first.start()
    pids = [child for pid in _pids(first) for child in [pid, *_children(pid)]]
    first.stop()

    left = left_after(pids, seconds=60)
    began = time.monotonic()
    first.start()
    lasted = time.monotonic() - began
    first.stop()

    assert len(pids) > 4
    assert left == []
    assert lasted < GRACE


def _children(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no signal for orphans")
def test_killing_the_parent_outright_leaves_no_server(servers_folder: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(servers_folder)], stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        pids += [child for pid in pids for child in _children(pid)]
        parent.kill()

    assert len(pids) > 4
    assert left_after(pids, seconds=60) == []


def test_an_interrupted_first_start_is_begun_again(servers_folder: Path) -> None:
    half_made = servers_folder / "postgresql.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    servers = Servers(servers_folder)

    servers.start()

    assert _ask(servers.addresses.database_url, "SELECT 1") == 1
    servers.stop()


def test_given_addresses_start_nothing(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "ESERVICES_DATA": str(tmp_path / "data"),
            "ESERVICES_MODE": "production",
            "DATABASE_URL": "postgresql://user@host/base",
            "REDIS_URL": "redis://host/1",
        }
    )

    with reach_servers(settings) as addresses:
        assert addresses.database_url == "postgresql+psycopg://user@host/base"
        assert addresses.redis_url == "redis://host/1"
    assert not (tmp_path / "data").exists()


def test_a_long_path_gets_short_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)

    folder = socket_folder(deep)

    assert len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET
    assert folder != socket_folder(tmp_path / ("e" * 120))


def test_servers_run_below_a_long_path_with_odd_letters(servers_folder: Path) -> None:
    servers = Servers(servers_folder / ("dossier n° 3 %" * 8))

    servers.start()

    assert _ask(servers.addresses.database_url, "SELECT 1") == 1
    with Redis.from_url(servers.addresses.redis_url) as client:
        assert client.ping()
    servers.stop()
    servers.sockets.rmdir()
