"""Series of numbers have no gap, whoever gives up and however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from workflows.numbering import next_number


def test_numbers_begin_at_one_and_each_series_has_its_own(engine: Engine) -> None:
    with engine.begin() as connection:
        given = [next_number(connection, name) for name in ("act", "act", "receipt")]

    assert given == [1, 2, 1]


def test_a_number_given_up_is_given_again(engine: Engine) -> None:
    with engine.connect() as connection:
        next_number(connection, "act")
        connection.rollback()

    with engine.begin() as connection:
        assert next_number(connection, "act") == 1


def test_forty_at_once_get_forty_numbers_in_a_row(engine: Engine) -> None:
    def take(_: int) -> int:
        with engine.begin() as connection:
            return next_number(connection, "act")

    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(take, range(40)))

    assert sorted(given) == list(range(1, 41))
