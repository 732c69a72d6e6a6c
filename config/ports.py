"""The addresses of this machine on which an installation listens."""

import socket
import time
from collections.abc import Iterator

from config.environment import LOOPBACK, Bind
from config.settings import Settings

#: Seconds to wait for one address of this machine to take a connection.
KNOCK = 0.2
#: Seconds that a killed installation may take to free its addresses.
PATIENCE = 10.0


class AddressTaken(Exception):
    """Another program listens where one of ours should; `bind` says where."""

    def __init__(self, bind: Bind) -> None:
        self.bind = bind
        super().__init__(
            f"another program already listens on {bind}: stop it, or change the _BIND setting"
        )


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


def binds_of(settings: Settings) -> Iterator[Bind]:
    """List where the processes of an installation will listen."""
    yield settings.portal.bind
    yield settings.backoffice.bind
    if settings.demo:
        yield settings.mailbox
        # A distant mail server is nobody's rival; one of this machine would be the mailbox's.
        if settings.mail.host in LOOPBACK:
            yield Bind(settings.mail.host, settings.mail.port)


def _is_open(bind: Bind) -> bool:
    try:
        with socket.create_connection((bind.host, bind.port), timeout=KNOCK):
            return True
    except OSError:
        return False
