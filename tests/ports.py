"""Addresses of this machine on which a test may listen."""

import socket

HOST = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Find TCP ports that nobody listens on and that nobody else is given for a minute."""
    return [_kept_aside() for _ in range(count)]


def _kept_aside() -> int:
    """Use a port once, so that the system gives it to no other who lets it choose.

    A port that was merely closed may be anybody's before it is opened again: another worker of the
    suite looks for one too, and each connection of a browser takes one. One on which a connection
    ended is left out of what the system chooses from; who names it may listen on it.
    """
    with socket.create_server((HOST, 0)) as listening:
        where = listening.getsockname()
        with socket.create_connection(where):
            # The side that closes first is the one whose port rests.
            listening.accept()[0].close()
        number: int = where[1]
        return number
