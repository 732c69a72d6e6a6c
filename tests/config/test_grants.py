"""The sealer's own role can issue an act, and can do nothing else to a case or to money."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from config.drain import Drain
from config.embedded_postgresql import SEALER
from config.grants import READS, RIGHTS, grant_sealer
from config.reactions import Job
from config.schema import whole_metadata
from tests.faults import people
from tests.faults.world import World, a_world, handlers


@pytest.fixture
def role(administration: Engine, engine: Engine) -> Iterator[URL]:
    """Give a role like the sealer's, which can sign in and owns nothing."""
    name, password = f"{SEALER}_{os.getpid()}", secrets.token_hex(16)
    with administration.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'"))
    yield engine.url.set(username=name, password=password)
    with engine.begin() as connection:
        connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"))
        connection.execute(text(f"REVOKE ALL ON SCHEMA public FROM {name}"))
    with administration.connect() as connection:
        connection.execute(text(f"DROP ROLE {name}"))


@pytest.fixture
def sealer(engine: Engine, role: URL) -> Iterator[Engine]:
    """Give the sealer's way to the database, with the rights that an installation grants."""
    url = role
    with engine.begin() as connection:
        assert grant_sealer(
            connection,
            sealer_url=url.render_as_string(hide_password=False),
            owner_url=engine.url.render_as_string(hide_password=False),
        )
    own = create_engine(url)
    yield own
    own.dispose()


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return a_world(engine, tmp_path)


def test_the_sealer_issues_with_its_own_rights_and_no_more(world: World, sealer: Engine) -> None:
    people.signed(world)
    own = replace(world.outside, database=sealer)

    Drain(sealer, {Job.ISSUE: handlers(world.installation, own)[Job.ISSUE]})(Job.ISSUE)
    world.settle()

    assert world.step(Job.ISSUE).attempts == 1
    assert world.findings() == {}


FORBIDDEN = (
    "UPDATE cases SET state = 'delivered', stage = 'delivered'",
    "UPDATE cases SET version = version + 1",
    "DELETE FROM cases",
    "INSERT INTO journal_entries (case_id, position) VALUES (1, 9)",
    "UPDATE journal_entries SET account_id = 1",
    "UPDATE charges SET settled_at = now()",
    "UPDATE assessments SET at = now()",
    "INSERT INTO assessments (case_id) VALUES (1)",
    "UPDATE definitions SET content = '{}'",
    "UPDATE accounts SET roles = '{administrator}'",
    "SELECT password_hash FROM accounts",
    "SELECT * FROM staff_sessions",
    "SELECT * FROM payment_intents",
    "SELECT * FROM attachments",
    "SELECT * FROM drafts",
    "UPDATE sandbox_checkouts SET state = 'paid'",
    "DELETE FROM acts",
    "DELETE FROM outbox_events",
    "TRUNCATE acts",
    "CREATE TABLE mine (x int)",
    "ALTER TABLE acts DROP CONSTRAINT pk_acts CASCADE",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_sealer_may_not(sealer: Engine, statement: str) -> None:
    with (
        sealer.connect() as connection,
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
    ):
        connection.execute(text(statement))


def test_no_right_is_granted_beyond_the_table(engine: Engine, sealer: Engine) -> None:
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    asked = text("SELECT has_table_privilege(:role, :table, :right)")
    with engine.begin() as connection:
        granted = {
            (table.name, right)
            for table in whole_metadata().sorted_tables
            for right in rights
            if connection.execute(
                asked, {"role": sealer.url.username, "table": table.name, "right": right}
            ).scalar_one()
        }

    written = {
        (table, right)
        for table, given in RIGHTS.items()
        if "(" not in given
        for right in given.split(", ")
    }
    assert granted == {(table, "SELECT") for table in READS} | written


def test_granting_again_takes_back_what_was_given_by_hand(engine: Engine, sealer: Engine) -> None:
    role = sealer.url.username
    with engine.begin() as connection:
        connection.execute(text(f"GRANT ALL ON charges, payment_intents TO {role}"))
        connection.execute(text(f"GRANT UPDATE (state) ON cases TO {role}"))
        grant_sealer(
            connection,
            sealer_url=sealer.url.render_as_string(hide_password=False),
            owner_url=engine.url.render_as_string(hide_password=False),
        )

    for statement in ("UPDATE cases SET state = 'x'", "UPDATE charges SET settled_at = now()"):
        with sealer.connect() as connection, pytest.raises(ProgrammingError, match="denied"):
            connection.execute(text(statement))


def test_the_owner_s_own_role_is_left_as_it_is(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        assert not grant_sealer(connection, sealer_url=url, owner_url=url)
