"""How an installation tells that it is ready."""

import socket
from collections.abc import Iterator

import pytest

from config.environment import Bind
from config.running import OnceOpen


class Count:
    """Counts the announcements."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> None:
        self.made += 1


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        yield opened


def _bind(listener: socket.socket) -> Bind:
    return Bind("127.0.0.1", listener.getsockname()[1])


def test_nothing_is_announced_before_every_address_is_open(listener: socket.socket) -> None:
    announced = Count()
    knock = OnceOpen([_bind(listener)], announced)

    knock()

    assert announced.made == 0


def test_an_open_installation_is_announced_once(listener: socket.socket) -> None:
    announced = Count()
    knock = OnceOpen([_bind(listener)], announced)
    knock()
    listener.listen()

    for _ in range(3):
        knock()

    assert announced.made == 1
