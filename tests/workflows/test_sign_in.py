"""Sign-in lets the right people in, slows guessing down, and ends by itself."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from tests.builders.kernel import PASSWORD, an_account, an_office
from workflows.accounts import Account
from workflows.clock import DatabaseClock
from workflows.sessions import ABSOLUTE, IDLE, close_session, live_session, open_session
from workflows.sign_in import ADDRESS_FAILURES, LOGIN_FAILURES, WINDOW, Refusal, sign_in
from workflows.tables import staff_sessions

HERE = "192.0.2.1"
CLOCK = DatabaseClock()


@pytest.fixture
def agent(engine: Engine) -> Account:
    with engine.begin() as connection:
        an_office(connection)
        return an_account(connection)


def attempt(
    connection: Connection, login: str, password: str, *, at: datetime, address: str = HERE
) -> Account | Refusal:
    return sign_in(connection, login=login, password=password, address=address, at=at)


def session_account(connection: Connection, token: str, *, at: datetime) -> Account | None:
    found = live_session(connection, token, at=at)
    return None if found is None else found.account


def test_the_right_password_opens_the_account(engine: Engine, agent: Account) -> None:
    with engine.begin() as connection:
        now = CLOCK.now(connection)

        assert attempt(connection, agent.login, PASSWORD, at=now) == agent


@pytest.mark.parametrize("login", ["somebody-else", "x" * 5000, "", "'; DROP TABLE accounts; --"])
def test_an_unknown_login_is_refused_as_a_wrong_password_is(
    engine: Engine, agent: Account, login: str
) -> None:
    with engine.begin() as connection:
        now = CLOCK.now(connection)

        assert attempt(connection, login, PASSWORD, at=now) is Refusal.WRONG
        assert attempt(connection, agent.login, "wrong password", at=now) is Refusal.WRONG


def test_after_a_few_failures_even_the_right_password_must_wait(
    engine: Engine, agent: Account
) -> None:
    with engine.begin() as connection:
        now = CLOCK.now(connection)
        for _ in range(LOGIN_FAILURES):
            attempt(connection, agent.login, "wrong password", at=now)

        blocked = attempt(connection, agent.login, PASSWORD, at=now, address="198.51.100.7")
        later = attempt(connection, agent.login, PASSWORD, at=now + WINDOW + timedelta(seconds=1))

    assert blocked is Refusal.TOO_MANY
    assert later == agent


def test_an_address_that_tries_many_logins_must_wait(engine: Engine, agent: Account) -> None:
    with engine.begin() as connection:
        now = CLOCK.now(connection)
        for number in range(ADDRESS_FAILURES):
            attempt(connection, f"guess-{number}", "wrong password", at=now)

        assert attempt(connection, agent.login, PASSWORD, at=now) is Refusal.TOO_MANY
        assert attempt(connection, agent.login, PASSWORD, at=now, address="198.51.100.7") == agent


def test_a_session_is_stored_without_the_token_that_opens_it(
    engine: Engine, agent: Account
) -> None:
    with engine.begin() as connection:
        token = open_session(connection, agent.id, at=CLOCK.now(connection))

        stored = connection.scalars(select(staff_sessions.c.token_hash)).one()

    assert len(token) >= 43
    assert token.encode() not in bytes(stored)


def test_a_session_in_use_goes_on_and_an_idle_one_ends(engine: Engine, agent: Account) -> None:
    with engine.begin() as connection:
        start = CLOCK.now(connection)
        token = open_session(connection, agent.id, at=start)
        almost = IDLE - timedelta(minutes=1)

        for step in range(1, 4):
            assert session_account(connection, token, at=start + step * almost) == agent
        asleep = start + 3 * almost + IDLE

        assert session_account(connection, token, at=asleep) is None


def test_no_session_outlives_a_working_day(engine: Engine, agent: Account) -> None:
    with engine.begin() as connection:
        start = CLOCK.now(connection)
        token = open_session(connection, agent.id, at=start)
        at = start
        while at < start + ABSOLUTE - timedelta(minutes=10):
            at += timedelta(minutes=10)
            assert session_account(connection, token, at=at) == agent

        assert session_account(connection, token, at=start + ABSOLUTE) is None


def test_a_session_that_was_closed_opens_nothing(engine: Engine, agent: Account) -> None:
    with engine.begin() as connection:
        now = CLOCK.now(connection)
        token = open_session(connection, agent.id, at=now)

        close_session(connection, token)

        assert session_account(connection, token, at=now) is None
        assert session_account(connection, "made up", at=now) is None
