"""The database and job-queue servers: those that were given, or private ones started here."""

import fcntl
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from config import environment as env
from config.embedded_postgresql import PATIENCE, SEALER, EmbeddedPostgresql, ServerFailed
from config.embedded_redis import EmbeddedRedis
from config.server_account import server_account
from config.settings import Settings

#: Bytes in a socket's address, its closing zero excluded, where it is shortest (macOS).
LONGEST_SOCKET = 103
SOCKET_NAME = ".s.PGSQL.5432"


class DataFolderInUse(Exception):
    """Another process runs the embedded servers of this data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        super().__init__(f"an installation already runs in {data_dir}")


class EmbeddedServer(Protocol):
    """A server that is started, watched and stopped with the installation."""

    name: str

    @property
    def alive(self) -> bool:
        """Tell whether its process runs."""

    def answers(self) -> bool:
        """Tell whether it answers, whoever started it."""

    def launch(self) -> None:
        """Start its process."""

    def wait_ready(self) -> None:
        """Wait until it answers."""

    def stop(self) -> None:
        """Stop its process."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where PostgreSQL and Redis answer; `sealer_database_url` is the sealer's own role."""

    database_url: str = field(repr=False)
    sealer_database_url: str = field(repr=False)
    redis_url: str = field(repr=False)

    def environ(self) -> dict[str, str]:
        """Give the variables that hand these addresses to a child process."""
        return {
            env.DATABASE_URL.name: self.database_url,
            env.SEALER_DATABASE_URL.name: self.sealer_database_url,
            env.REDIS_URL.name: self.redis_url,
        }


class Servers:
    """The servers of one data folder: nothing is started where a URL was given."""

    def __init__(
        self, data_dir: Path, *, database_url: str = "", redis_url: str = "", sealer_url: str = ""
    ) -> None:
        self.data_dir = data_dir
        self.lock: int | None = None
        sockets = socket_folder(data_dir)
        postgresql = EmbeddedPostgresql(data_dir, sockets)
        redis = EmbeddedRedis(data_dir, sockets)
        self.sockets = sockets
        self.embedded: list[EmbeddedServer] = []
        if not database_url:
            self.embedded.append(postgresql)
        if not redis_url:
            self.embedded.append(redis)
        self.addresses = Addresses(
            database_url=database_url or postgresql.url(),
            sealer_database_url=sealer_url or database_url or postgresql.url(user=SEALER),
            redis_url=redis_url or redis.url,
        )

    def start(self) -> None:
        """Start the embedded servers side by side and wait until both answer.

        Raises:
            DataFolderInUse: another process runs them.
            ServerFailed: one does not start.
        """
        if not self.embedded:
            return
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.lock = _take(self.data_dir)
        _private(self.sockets)
        for server in self.embedded:
            server.launch()
        for server in self.embedded:
            server.wait_ready()

    def restart_dead(self) -> list[str]:
        """Start again the servers whose process has ended, and name them."""
        dead = [server for server in self.embedded if not server.alive]
        for server in dead:
            server.launch()
            server.wait_ready()
        return [server.name for server in dead]

    def stop(self) -> None:
        """Stop them, the last started first, and free the data folder."""
        for server in reversed(self.embedded):
            server.stop()
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None


def servers_of(settings: Settings, *, sealer_url: str = "") -> Servers:
    """Build the servers that these settings ask for."""
    return Servers(
        settings.data_dir,
        database_url=settings.database_url,
        redis_url=settings.redis_url,
        sealer_url=sealer_url,
    )


@contextmanager
def reach_servers(settings: Settings) -> Iterator[Addresses]:
    """Give addresses that answer: given ones, a running installation's, or started for a while."""
    servers = servers_of(settings)
    with ExitStack() as stack:
        stack.callback(servers.stop)
        _start_or_join(servers)
        yield servers.addresses


def socket_folder(data_dir: Path) -> Path:
    """Choose the folder of the sockets: in the data folder unless the address gets too long."""
    inside = data_dir / "run"
    if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET:
        return inside
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"eservices-{os.geteuid()}-{digest}"


def _start_or_join(servers: Servers) -> None:
    """Start the servers, unless another process holds them: then wait until they answer."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            servers.start()
        except DataFolderInUse:
            if all(server.answers() for server in servers.embedded):
                return
            time.sleep(0.1)
        else:
            return
    msg = f"the servers that another process started in {servers.data_dir} do not answer"
    raise ServerFailed(msg)


def _take(data_dir: Path) -> int:
    """Lock the data folder; the system frees it when this process ends, however it ends."""
    descriptor = os.open(data_dir / "servers.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise DataFolderInUse(data_dir) from error
    return descriptor


def _private(folder: Path) -> None:
    """Create the folder of the sockets for us alone: entering it is all the access control.

    In a shared temporary folder somebody else may have put a folder or a link of that name first.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    account = server_account()
    owners = {os.geteuid()} | ({account.user} if account else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        msg = f"{folder} belongs to somebody else: remove it or set {env.DATA.name}"
        raise ServerFailed(msg)
    folder.chmod(0o700)
