"""A whole installation under its supervisor, whose single processes can be found and killed."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from redis import Redis
from sqlalchemy import Connection, Engine, text

from tests.bench.installation import Installation, running
from tests.faults.invariants import Evidence
from workflows.database import open_engine
from workflows.storage import DirectoryStorage

#: Seconds within which whatever was killed has to be there again, on a busy machine.
SOON = 180.0
LOOK_EVERY = 0.05


@dataclass(slots=True)
class Live:
    """A running installation, and the references its applicants were shown."""

    folder: Path
    installation: Installation
    engine: Engine
    accepted: set[str] = field(default_factory=set)

    @property
    def portal(self) -> str:
        """Give the portal's address."""
        host, port = self.installation.portal
        return f"http://{host}:{port}"

    @property
    def backoffice(self) -> str:
        """Give the back office's address."""
        host, port = self.installation.backoffice
        return f"http://{host}:{port}"

    def process(self, name: str) -> psutil.Process:
        """Find a process of the installation by its name; waits while it is being started."""
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            found = self._children().get(name)
            if found is not None:
                return found
            time.sleep(LOOK_EVERY)
        raise ProcessLookupError(name)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """End one process, alone and without a word; gives the number it had."""
        process = self.process(name)
        os.kill(process.pid, number)
        process.wait(timeout=SOON)
        return process.pid

    def redis(self) -> Redis:
        """Reach Redis."""
        return Redis.from_url(self.installation.servers.addresses.redis_url)

    def wait(self, question: str, **given: object) -> None:
        """Wait until the database says yes."""
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            with self.engine.begin() as connection:
                if connection.execute(text(question), given).scalar_one():
                    return
            time.sleep(LOOK_EVERY)
        raise TimeoutError(question, given)

    @contextmanager
    def holding(self, *tables: str) -> Iterator[None]:
        """Keep everybody from writing into tables, so that a step stops in its middle."""
        with self.engine.connect() as connection:
            connection.execute(text(f"LOCK TABLE {', '.join(tables)} IN SHARE MODE"))
            yield
            connection.rollback()

    def evidence(self, connection: Connection) -> Evidence:
        """Gather what the checkers look at."""
        storage = DirectoryStorage(self.folder / "files")
        return Evidence(connection, storage, frozenset(self.accepted), self._mails())

    def _mails(self) -> tuple[str, ...]:
        letters = (self.folder / "mailbox").glob("*.eml")
        lines = (line for path in letters for line in path.read_text("utf-8").splitlines())
        return tuple(line.split(":", 1)[1].strip() for line in lines if is_identifier(line))

    def _children(self) -> Mapping[str, psutil.Process]:
        named: dict[str, psutil.Process] = {}
        for child in psutil.Process(self.installation.pid).children():
            try:
                name = name_of(child.cmdline())
                named.setdefault(name, child)
                if name in FACES:
                    named.update({f"{name}-worker": worker for worker in child.children()[:1]})
            except psutil.NoSuchProcess:
                continue
        return named


FACES = frozenset({"portal", "backoffice"})
#: What the command line of each process holds.
COMMANDS: Mapping[str, str] = {
    "portal": "config.portal_face:application()",
    "backoffice": "config.backoffice_face:application()",
    "mailbox": "eservices mailbox",
    "relay": "eservices relay",
    "clock": "eservices clock",
    "worker_routing": "worker routing",
    "worker_payments": "worker payments",
    "worker_documents": "worker documents",
    "worker_notices": "worker notices",
    "sealer": "eservices sealer",
    "postgresql": "postgres -D",
    "redis": "redis",
}


def name_of(command: list[str]) -> str:
    """Name a process of the supervisor by its command line."""
    line = " ".join(command)
    return next((name for name, words in COMMANDS.items() if words in line), line)


def is_identifier(line: str) -> bool:
    """Tell whether a line of a letter is its message identifier."""
    return line.lower().startswith("message-id:")


@contextmanager
def living(folder: Path, accepted: set[str] | None = None) -> Iterator[Live]:
    """Run an installation on a data folder; `accepted` is what applicants were shown before."""
    with running(folder) as installation:
        engine = open_engine(installation.servers.addresses.database_url)
        yield Live(folder, installation, engine, accepted if accepted is not None else set())
        engine.dispose()


def settled(
    live: Live, look: Callable[[Evidence], Mapping[str, list[str]]]
) -> dict[str, list[str]]:
    """Wait until nothing is left to do, and say what is wrong then."""
    until = time.monotonic() + 2 * SOON
    while True:
        with live.engine.begin() as connection:
            found = dict(look(live.evidence(connection)))
        if "nothing_is_left_to_do" not in found or time.monotonic() > until:
            return found
        time.sleep(0.5)
