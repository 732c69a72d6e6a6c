"""A whole installation on one machine: servers, then processes, then the addresses."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TextIO

from config.console import PrefixedConsole
from config.environment import Bind
from config.procfile import entries_for, project_procfile, read_procfile
from config.servers import Addresses, servers_of
from config.settings import Settings, load_sealing
from config.supervisor import Supervisor

#: Seconds to wait for one address of this machine to take a connection.
KNOCK = 0.2
#: Seconds that a killed installation may take to free its addresses.
PATIENCE = 10.0


class AddressTaken(Exception):
    """Another program listens where one of ours should; `bind` says where."""

    def __init__(self, bind: Bind) -> None:
        self.bind = bind
        super().__init__(f"another program already listens on {bind}")


class OnceOpen:
    """Calls `announce` once, when every address takes connections."""

    def __init__(self, binds: Sequence[Bind], announce: Callable[[], None]) -> None:
        self.closed = list(binds)
        self.announce = announce
        self.announced = False

    def __call__(self) -> None:
        """Knock at the addresses that were closed the last time."""
        if self.announced:
            return
        self.closed = [bind for bind in self.closed if not _is_open(bind)]
        if not self.closed:
            self.announced = True
            self.announce()


def run_installation(
    settings: Settings,
    environ: Mapping[str, str],
    *,
    output: TextIO,
    prepare: Callable[[Addresses], None],
    announce: Callable[[], None],
) -> None:
    """Run everything until a signal says to stop, and leave no process behind.

    Args:
        settings: already checked.
        environ: the environment the settings came from, handed on to every process.
        output: where the processes' lines go.
        prepare: called once the servers answer, before any process starts.
        announce: called once, when both faces take connections.

    Raises:
        AddressTaken: another program listens where one of ours should.
        DataFolderInUse: an installation already runs in the data folder.
        ServerFailed: an embedded server does not start.
    """
    servers = servers_of(settings, sealer_url=load_sealing(environ).database_url)
    entries = entries_for(settings.mode, read_procfile(project_procfile().read_text("utf-8")))
    names = [entry.name for entry in entries]
    with ExitStack() as stack:
        stack.callback(servers.stop)
        servers.start()
        for bind in _binds(settings):
            wait_until_free(bind)
        prepare(servers.addresses)
        Supervisor(
            entries,
            environ={**environ, **servers.addresses.environ()},
            console=PrefixedConsole(names, output, coloured=_coloured(output, environ)),
            servers=servers,
            on_pulse=OnceOpen([settings.portal.bind, settings.backoffice.bind], announce),
        ).run()


def wait_until_free(bind: Bind, patience: float = PATIENCE) -> None:
    """Make sure nobody listens there, leaving a moment to an installation that was just killed.

    Otherwise the stranger's answer would be taken for ours, and ours would die again and again.

    Raises:
        AddressTaken: somebody still does.
    """
    limit = time.monotonic() + patience
    while _is_open(bind):
        if time.monotonic() > limit:
            raise AddressTaken(bind)
        time.sleep(KNOCK)


def _binds(settings: Settings) -> Iterator[Bind]:
    yield settings.portal.bind
    yield settings.backoffice.bind
    if settings.demo:
        yield settings.mailbox


def _coloured(output: TextIO, environ: Mapping[str, str]) -> bool:
    return output.isatty() and not environ.get("NO_COLOR")


def _is_open(bind: Bind) -> bool:
    try:
        with socket.create_connection((bind.host, bind.port), timeout=KNOCK):
            return True
    except OSError:
        return False
