"""The roll of accounts: searched, filtered, and honest about what nobody uses or confirmed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from tests.builders.administering import access, administrator, order, refusal
from tests.builders.kernel import an_account, an_office
from workflows.actors import Role
from workflows.administering.changes import Kind, Obstacle
from workflows.administering.roll import State, Wanted, everybody, quarter_began
from workflows.clock import DatabaseClock
from workflows.sessions import open_session

CLOCK = DatabaseClock()


def test_the_roll_is_searched_and_tells_what_is_unused_and_unconfirmed(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss = an_account(connection, roles=(Role.ADMINISTRATOR,))
        agent = an_account(connection)
        now = CLOCK.now(connection)
        later = now + timedelta(days=120)
        quarter = quarter_began(later, ZoneInfo("Africa/Porto-Novo"))
        open_session(connection, boss.id, at=later)
        needle = Wanted(text=agent.login[-6:].upper())
        found = everybody(connection, needle, at=now, quarter=quarter)
        unused = everybody(connection, Wanted(state=State.UNUSED), at=later, quarter=quarter)
        due = everybody(connection, Wanted(state=State.TO_CONFIRM), at=later, quarter=quarter)
        none = everybody(connection, Wanted(text="somebody%-"), at=now, quarter=quarter)

    assert [one.account.id for one in found] == [agent.id]
    assert [one.account.id for one in unused] == [agent.id]
    assert {one.account.id for one in due} == {boss.id, agent.id}
    assert none == ()


def test_a_login_is_plain(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss = administrator(connection)
        for login in ("", "A.B", "a", "a b", "x" * 64, "a/b", "../x"):
            wanted = order(Kind.OPEN, boss, login, access=access(Role.AGENT))

            assert refusal(connection, wanted) is Obstacle.BAD_LOGIN, login
