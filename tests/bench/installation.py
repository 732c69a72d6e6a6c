"""A whole installation of our own: real processes and servers in a folder that goes with them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import Engine, make_url

from config import environment as env
from config.embedded_postgresql import SUPERUSER
from config.servers import Servers
from tests.ports import HOST, free_ports
from workflows.database import open_engine

#: Seconds for a first start, database cluster included, on a busy machine.
PATIENCE = 240.0
GRACE = 40.0
LOOK_EVERY = 0.1


class DidNotStart(Exception):
    """The installation does not answer; what it said is in the message."""


@dataclass(frozen=True, slots=True)
class Installation:
    """A running installation: its process, where its faces and servers answer."""

    pid: int
    portal: tuple[str, int]
    backoffice: tuple[str, int]
    servers: Servers
    #: Seconds from its start until both faces answered.
    start_seconds: float

    @contextmanager
    def database(self) -> Iterator[Engine]:
        """Open the installation's database for a while."""
        engine = open_engine(self.servers.addresses.database_url)
        try:
            yield engine
        finally:
            engine.dispose()

    def administration(self) -> Engine:
        """Open the server as who may create databases."""
        url = make_url(self.servers.addresses.database_url)
        return open_engine(
            url.set(username=SUPERUSER, database="postgres").render_as_string(hide_password=False)
        )


@contextmanager
def running(folder: Path) -> Iterator[Installation]:
    """Start `eservices up` on a data folder and stop it with everything it started.

    Each face is served by one process, so two web processes in all; requests come through one
    trusted proxy, so that each citizen has an address.
    """
    portal, backoffice, mailbox, smtp = free_ports(4)
    environ = _environ(folder, portal=portal, backoffice=backoffice, mailbox=mailbox, smtp=smtp)
    started = time.monotonic()
    with (folder.parent / f"{folder.name}.log").open("ab") as output:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("eservices"), "up"],
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    try:
        _await_faces(process, (portal, backoffice), Path(output.name))
        yield Installation(
            pid=process.pid,
            portal=(HOST, portal),
            backoffice=(HOST, backoffice),
            servers=Servers(folder),
            start_seconds=time.monotonic() - started,
        )
    except Exception:
        sys.stderr.write(_troubles(Path(output.name)))
        raise
    finally:
        _stop(process)


@contextmanager
def folder_for_data() -> Iterator[Path]:
    """Give a data folder for a while."""
    with TemporaryDirectory(prefix="eservices-bench-") as name:
        yield Path(name) / "data"


def _environ(
    folder: Path, *, portal: int, backoffice: int, mailbox: int, smtp: int
) -> dict[str, str]:
    known = {variable.name for variable in env.VARIABLES}
    kept = {name: value for name, value in os.environ.items() if name not in known}
    given = {
        env.DATA.name: folder,
        env.PORTAL_BIND.name: f"{HOST}:{portal}",
        env.PORTAL_URL.name: f"http://{HOST}:{portal}",
        env.BACKOFFICE_BIND.name: f"{HOST}:{backoffice}",
        env.BACKOFFICE_URL.name: f"http://{HOST}:{backoffice}",
        env.MAILBOX_BIND.name: f"{HOST}:{mailbox}",
        env.SMTP_PORT.name: smtp,
        env.WEB_PROCESSES.name: 1,
        env.TRUSTED_PROXIES.name: 1,
    }
    return kept | {name: str(value) for name, value in given.items()}


def _await_faces(process: subprocess.Popen[bytes], ports: tuple[int, int], log: Path) -> None:
    limit = time.monotonic() + PATIENCE
    pages = [f"http://{HOST}:{port}{path}" for port, path in zip(ports, FACES, strict=True)]
    while time.monotonic() < limit and process.poll() is None:
        if all(map(_answers, pages)):
            return
        time.sleep(LOOK_EVERY)
    raise DidNotStart(process.poll(), log.read_text("utf-8", "replace")[-2000:])


#: A page of the portal and one of the back office that answer once both are ready.
FACES = ("/health", "/sign-in")


def _answers(page: str) -> bool:
    try:
        return httpx.get(page, timeout=5.0).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _troubles(log: Path) -> str:
    """Give the last errors that the processes logged, to explain a benchmark that fails."""
    lines = log.read_text("utf-8", "replace").splitlines(keepends=True)
    return "".join([line for line in lines if '"level": "INFO"' not in line][-20:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
