"""What the pack's file says of pools, where administrators have opened some before it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from tests.builders.kernel import OFFICE, an_office
from tests.builders.places import named, opens_pool
from workflows import organisations
from workflows.administering.place_rules import Kind
from workflows.administering.places import find_place
from workflows.errors import PoolTaken
from workflows.organisations import all_pools


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Give a transaction on a clean database, with an office."""
    with engine.begin() as connection:
        an_office(connection)
        yield connection


def test_the_file_takes_a_pool_that_was_opened_before_it_named_it(connection: Connection) -> None:
    opens_pool(connection, "complaints", office=OFFICE, queue="complaints")

    of_file = organisations.save_pool(
        connection,
        slug="cncj-complaints",
        office=OFFICE,
        queue="complaints",
        name={"fr": "Plaintes"},
    )

    (pool,) = (one for one in all_pools(connection) if one.queue == "complaints")
    assert (pool.id, pool.slug, pool.name) == (of_file, "complaints", named("complaints"))
    place = find_place(connection, Kind.POOL, "complaints")
    assert place is not None
    assert place.pack_says == {"name": {"fr": "Plaintes"}}


def test_the_file_does_not_take_a_pool_away_from_its_queue(connection: Connection) -> None:
    opens_pool(connection, "complaints", office=OFFICE, queue="complaints")

    with pytest.raises(PoolTaken, match="complaints"):
        organisations.save_pool(
            connection, slug="complaints", office=OFFICE, queue="archives", name={"fr": "Archives"}
        )
