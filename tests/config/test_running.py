"""How an installation tells that it is ready."""

import socket
import time
from collections.abc import Iterator
from threading import Timer

import pytest

from config.environment import Bind
from config.running import AddressTaken, OnceOpen, wait_until_free


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


def test_a_free_address_is_used_at_once(listener: socket.socket) -> None:
    began = time.monotonic()

    wait_until_free(_bind(listener))

    assert time.monotonic() - began < 1


def test_an_address_freed_meanwhile_is_used(listener: socket.socket) -> None:
    listener.listen()
    bind = _bind(listener)
    leaving = Timer(0.3, listener.close)

    leaving.start()
    wait_until_free(bind)

    leaving.join()
    assert listener.fileno() == -1


def test_the_address_of_another_program_is_named(listener: socket.socket) -> None:
    listener.listen()
    bind = _bind(listener)

    with pytest.raises(AddressTaken, match=str(bind)):
        wait_until_free(bind, patience=0.1)
