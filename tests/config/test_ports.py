"""The addresses of an installation: free before it starts, or named."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from config.environment import Bind
from config.ports import PATIENCE, AddressTaken, binds_of, wait_until_free
from config.settings import load_settings


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        yield opened


def _bind(listener: socket.socket) -> Bind:
    return Bind("127.0.0.1", listener.getsockname()[1])


def test_a_free_address_is_used_at_once(listener: socket.socket) -> None:
    began = time.monotonic()

    wait_until_free(_bind(listener))

    assert time.monotonic() - began < PATIENCE


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


def test_production_has_no_mailbox_to_listen(tmp_path: Path) -> None:
    given = {"ESERVICES_DATA": str(tmp_path), "ESERVICES_PORTAL_BIND": "127.0.0.1:9000"}

    demo = [bind.port for bind in binds_of(load_settings(given))]
    production = [
        bind.port for bind in binds_of(load_settings(given | {"ESERVICES_MODE": "production"}))
    ]

    assert demo == [9000, 8001, 8002, 8025]
    assert production == [9000, 8001]


def test_a_distant_mail_server_is_not_ours_to_open(tmp_path: Path) -> None:
    given = {"ESERVICES_DATA": str(tmp_path), "ESERVICES_SMTP_HOST": "mail.example"}

    hosts = {bind.host for bind in binds_of(load_settings(given))}

    assert hosts == {"127.0.0.1"}
