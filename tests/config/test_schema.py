"""The revisions make exactly the tables that the code declares."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect

from config.schema import alembic_config, is_current, migrate, whole_metadata


@pytest.fixture
def empty(empty_database: str) -> Iterator[Engine]:
    engine = create_engine(empty_database)
    yield engine
    engine.dispose()


def test_the_revisions_and_the_code_agree(empty: Engine) -> None:
    migrate(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        differences = compare_metadata(context, whole_metadata())

    assert differences == []


def test_migrating_twice_changes_nothing(empty: Engine) -> None:
    migrate(empty)
    before = inspect(empty).get_table_names()
    migrate(empty)

    assert "cases" in before
    assert inspect(empty).get_table_names() == before


def test_the_revisions_can_be_undone_and_done_again(empty: Engine) -> None:
    migrate(empty)
    alembic = alembic_config()
    with empty.begin() as connection:
        alembic.attributes["connection"] = connection
        command.downgrade(alembic, "base")
    left = set(inspect(empty).get_table_names())
    migrate(empty)

    assert left == {"alembic_version"}
    assert "cases" in inspect(empty).get_table_names()


def test_two_processes_may_migrate_at_once(empty: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, [empty, empty]))

    with empty.connect() as connection:
        assert is_current(connection)


def test_a_database_without_revision_is_not_current(empty: Engine) -> None:
    with empty.connect() as connection:
        assert not is_current(connection)


def test_every_package_that_owns_tables_is_found() -> None:
    names = set(whole_metadata().tables)

    assert {"cases", "charges", "acts", "drafts"} <= names
