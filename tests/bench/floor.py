"""The floor in its processes: a database of its own on the same server, two web processes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.bench.floor_application import STEPS, TABLES
from tests.bench.installation import Installation
from tests.bench.scene import TYPED
from tests.bench.wire import UnexpectedAnswer, Wire
from tests.ports import HOST, free_ports

NAME = "bench_floor"
ROOT = Path(__file__).parent.parent.parent
#: Seconds for its processes to listen.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Floor:
    """The floor, running."""

    pid: int
    bind: tuple[str, int]
    conninfo: str


@contextmanager
def floor_database(installation: Installation) -> Iterator[str]:
    """Make the floor's database on the installation's server, and drop it at the end."""
    administration = installation.administration()
    raw = administration.raw_connection()
    raw.driver_connection.autocommit = True  # type: ignore[union-attr]  # psycopg's connection
    raw.cursor().execute(f"CREATE DATABASE {NAME} OWNER eservices")
    url = make_url(installation.servers.addresses.database_url).set(database=NAME)
    conninfo = f"host={url.query['host']} user={url.username} dbname={url.database}"
    try:
        with psycopg.connect(conninfo) as connection:
            connection.execute(TABLES)
        yield conninfo
    finally:
        raw.cursor().execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        raw.close()
        administration.dispose()


@contextmanager
def serving(conninfo: str) -> Iterator[Floor]:
    """Serve the floor as the faces are: Gunicorn with gevent, two processes."""
    (port,) = free_ports(1)
    process = subprocess.Popen(
        [
            Path(sys.executable).with_name("gunicorn"),
            "tests.bench.floor_application:application()",
            f"--bind={HOST}:{port}",
            "--worker-class=gevent",
            "--workers=2",
            "--no-control-socket",
            "--log-level=warning",
        ],
        cwd=ROOT,
        env=dict(os.environ) | {"FLOOR_DATABASE": conninfo, "PYTHONPATH": str(ROOT)},
    )
    try:
        _await(port)
        yield Floor(process.pid, (HOST, port), conninfo)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _await(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while True:
        wire = Wire(HOST, port)
        try:
            wire.get("/")
        except ConnectionRefusedError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)
        else:
            wire.close()
            return


def take_a_case_through(wire: Wire) -> None:
    """Submit a case to the floor and move it to its end."""
    answer = wire.post("/submit", TYPED)
    case_id = answer.body.decode()
    for step in STEPS:
        moved = wire.post(f"/{step}/{case_id}", {})
        if moved.status != 200:
            raise UnexpectedAnswer(step, moved.status)
