"""What the fixtures promise to every other test."""

import socket

import pytest
from redis import Redis
from sqlalchemy import Engine, create_engine, inspect, text

from workflows.database import metadata


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_an_empty_database(engine: Engine, turn: int) -> None:
    with engine.begin() as connection:
        before = connection.execute(text("SELECT count(*) FROM series")).scalar_one()
        connection.execute(
            text("INSERT INTO series (name, last) VALUES (:name, 1)"), {"name": f"turn {turn}"}
        )

    assert before == 0


def test_the_database_has_every_table(engine: Engine) -> None:
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_an_empty_redis(redis_url: str, turn: int) -> None:
    with Redis.from_url(redis_url) as client:
        before = client.dbsize()
        client.set(f"turn {turn}", "x")

    assert before == 0


def test_an_empty_database_has_no_table(empty_database: str) -> None:
    empty = create_engine(empty_database)

    assert inspect(empty).get_table_names() == []

    empty.dispose()


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid"])
def test_another_machine_is_out_of_reach(host: str) -> None:
    with pytest.raises(RuntimeError, match=host):
        socket.create_connection((host, 80))
