"""Accounts hold roles that go together, and passwords that nobody can read back."""

import pytest
from sqlalchemy import Connection, Engine, select

from tests.builders.kernel import OFFICE, PASSWORD, an_account, an_office
from workflows import accounts
from workflows.accounts import RolesTogether, UnknownAccount
from workflows.actors import Role
from workflows.administering.asking import close_by_command
from workflows.clock import DatabaseClock
from workflows.life_cycle import Author
from workflows.passwords import hash_password
from workflows.sessions import live_session, open_session
from workflows.tables import accounts as rows

CLOCK = DatabaseClock()


def close(connection: Connection, login: str) -> None:
    now = CLOCK.now(connection)
    close_by_command(connection, login, Author(operator="tests"), reason="left", at=now)


def test_an_account_knows_its_roles_office_and_pools(engine: Engine) -> None:
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, *pools.values())

        assert agent.roles == {Role.AGENT}
        assert agent.office == OFFICE
        assert agent.pools == tuple(sorted(pools.values()))


@pytest.mark.parametrize("overseeing", [Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("treating", [Role.AGENT, Role.SIGNATORY, Role.CASHIER])
def test_nobody_both_treats_cases_and_oversees_them(treating: Role, overseeing: Role) -> None:
    with pytest.raises(RolesTogether):
        accounts.check_roles([treating, overseeing])


def test_the_password_is_stored_only_as_an_argon2id_hash(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        an_account(connection)

        stored = connection.scalars(select(rows.c.password_hash)).one()

    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_a_closed_account_is_gone_and_its_session_with_it(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        agent = an_account(connection)
        now = CLOCK.now(connection)
        token = open_session(connection, agent.id, at=now)

        close(connection, agent.login)

        assert live_session(connection, token, at=now) is None
        with pytest.raises(UnknownAccount):
            accounts.find_account(connection, agent.login)


def test_a_new_password_ends_the_sessions_of_the_old_one(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        agent = an_account(connection)
        now = CLOCK.now(connection)
        token = open_session(connection, agent.id, at=now)

        again = accounts.create(
            connection,
            login=agent.login,
            name=agent.name,
            password_hash=hash_password("another long password"),
            roles=[Role.AGENT],
        )

        assert again == agent.id
        assert live_session(connection, token, at=now) is None


def test_demonstration_accounts_are_counted_while_they_are_open(engine: Engine) -> None:
    with engine.begin() as connection:
        accounts.create(
            connection,
            login="demo",
            name="Demo",
            password_hash=accounts.hash_published(PASSWORD),
            roles=[Role.AGENT],
            demo=True,
        )
        open_ = accounts.count_demo(connection)
        close(connection, "demo")

        assert (open_, accounts.count_demo(connection)) == (1, 0)
