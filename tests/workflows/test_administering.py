"""Administrators change accounts: what is refused, what takes two, and what happens at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from tests.builders.administering import access, administrator, asked, changed, order, refusal
from tests.builders.kernel import (
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
    claimed_by,
)
from workflows import agent_queues
from workflows.accounts import account_by_id
from workflows.actors import Role
from workflows.administering import asking, invitations
from workflows.administering.asking import Answer, ask, close_by_command, confirm, decline
from workflows.administering.changes import (
    STAFF,
    ChangeRefused,
    Kept,
    Kind,
    Obstacle,
    Order,
    needs_second,
)
from workflows.administering.invitations import InvitationRefused, Refusal
from workflows.administering.keeping import kept_account
from workflows.cases import find_case
from workflows.clock import DatabaseClock
from workflows.life_cycle import Author
from workflows.passwords import hash_password
from workflows.sessions import live_session, open_session
from workflows.sign_in import verified
from workflows.tables import accounts, administration_entries

CLOCK = DatabaseClock()
PHRASE = "marmite verte sous la pluie"


def journal(connection: Connection) -> list[str]:
    kept = administration_entries.c
    return list(connection.scalars(select(kept.what).order_by(kept.id)))


def test_an_agent_is_opened_at_once_and_chooses_a_password_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, now = administrator(connection), CLOCK.now(connection)
        wanted = access(Role.AGENT, pools=frozenset({"cncj-records"}))

        token = asked(connection, order(Kind.OPEN, boss, access=wanted)).token

        assert token is not None
        found = invitations.find(connection, token, at=now)
        assert found is not None
        assert (found.login, found.wants_code) == ("a.dossou", False)
        found = invitations.check_code(connection, token, "", at=now)
        invitations.accept(connection, token, found, hash_password(PHRASE), at=now)
        agent = verified(connection, "a.dossou", PHRASE)
        assert agent is not None
        assert agent.roles == {Role.AGENT}
        assert len(agent.pools) == 1
        assert invitations.find(connection, token, at=now) is None
        assert journal(connection) == ["account_opened", "invitation_accepted"]


def test_a_link_ends_after_three_days(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss = administrator(connection)
        token = asked(connection, order(Kind.OPEN, boss, access=access(Role.AGENT))).token

        late = CLOCK.now(connection) + timedelta(hours=73)

        assert invitations.find(connection, token or "", at=late) is None


def test_every_role_that_has_power_takes_two() -> None:
    for role in STAFF:
        for kind in (Kind.OPEN, Kind.CHANGE, Kind.REOPEN, Kind.INVITE):
            held = Kept(
                1, kind is not Kind.REOPEN, access(*(() if kind is Kind.CHANGE else (role,)))
            )
            wanted = access(role) if kind in {Kind.OPEN, Kind.CHANGE} else None
            asks = Order(kind=kind, login="a.dossou", by=2, reason="note", access=wanted)

            two = needs_second(asks, None if kind is Kind.OPEN else held)

            assert two == (role not in {Role.AGENT, Role.COUNTER_AGENT}), (role, kind)


def test_power_is_given_by_two_and_each_hands_over_a_half(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, other = administrator(connection), administrator(connection)
        now = CLOCK.now(connection)
        answer = asked(connection, order(Kind.OPEN, boss, access=access(Role.CASHIER)))
        assert answer.waits_as is not None
        assert answer.code is not None
        assert answer.token is None
        assert kept_account(connection, "a.dossou") is None
        with pytest.raises(ChangeRefused) as alone:
            confirm(connection, answer.waits_as, by=boss.id, at=now)
        assert alone.value.obstacle is Obstacle.SAME_PERSON

        token = confirm(connection, answer.waits_as, by=other.id, at=now).token

        assert token is not None
        with pytest.raises(InvitationRefused) as half:
            invitations.check_code(connection, token, "AAAA-AAAA-AAAA", at=now)
        assert half.value.refusal is Refusal.CODE
        invitations.check_code(connection, token, answer.code.lower(), at=now)
        assert journal(connection) == ["change_proposed", "account_opened"]


def test_a_link_opens_nothing_after_five_wrong_codes(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, other = administrator(connection), administrator(connection)
        now = CLOCK.now(connection)
        answer = asked(connection, order(Kind.OPEN, boss, access=access(Role.SIGNATORY)))
        token = confirm(connection, answer.waits_as or 0, by=other.id, at=now).token or ""
        for _ in range(invitations.FAILURES):
            with pytest.raises(InvitationRefused):
                invitations.check_code(connection, token, "wrong", at=now)

        with pytest.raises(InvitationRefused) as over:
            invitations.check_code(connection, token, answer.code or "", at=now)

        assert over.value.refusal is Refusal.OVER


def test_more_power_waits_and_less_does_not(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, other = administrator(connection), administrator(connection)
        somebody = an_account(connection, roles=(Role.SUPERVISOR,))
        more = changed(connection, somebody, roles=frozenset({Role.SUPERVISOR, Role.INSPECTOR}))
        less = changed(connection, somebody, roles=frozenset({Role.COUNTER_AGENT}))

        waits = asked(connection, order(Kind.CHANGE, boss, somebody.login, access=more))
        blocked = refusal(connection, order(Kind.CHANGE, boss, somebody.login, access=less))
        decline(connection, waits.waits_as or 0, by=other.id, at=CLOCK.now(connection))
        at_once = asked(connection, order(Kind.CHANGE, boss, somebody.login, access=less))

        assert blocked is Obstacle.WAITING
        assert at_once == Answer()
        now_is = account_by_id(connection, somebody.id)
        assert now_is is not None
        assert now_is.roles == {Role.COUNTER_AGENT}


def test_what_changed_meanwhile_is_proposed_anew(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, other = administrator(connection), administrator(connection)
        agent = an_account(connection)
        more = changed(connection, agent, roles=frozenset({Role.AGENT, Role.SIGNATORY}))
        waits = asked(connection, order(Kind.CHANGE, boss, agent.login, access=more))
        connection.execute(update(accounts).where(accounts.c.id == agent.id).values(name="X"))

        with pytest.raises(ChangeRefused) as stale:
            confirm(connection, waits.waits_as or 0, by=other.id, at=CLOCK.now(connection))

        assert stale.value.obstacle is Obstacle.STALE


def test_a_proposal_lapses_after_a_fortnight(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, other = administrator(connection), administrator(connection)
        answer = asked(connection, order(Kind.OPEN, boss, access=access(Role.INSPECTOR)))
        late = CLOCK.now(connection) + timedelta(days=15)

        with pytest.raises(ChangeRefused) as over:
            confirm(connection, answer.waits_as or 0, by=other.id, at=late)
        again = ask(connection, order(Kind.OPEN, boss, access=access(Role.INSPECTOR)), at=late)

        assert over.value.obstacle is Obstacle.SETTLED
        assert again.waits_as not in {None, answer.waits_as}
        assert asking.waiting(connection, at=late)[0].id == again.waits_as


def test_a_closed_account_gives_its_case_back_at_the_age_it_has(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        definition = a_definition(connection)
        boss = administrator(connection)
        agent, colleague = (an_account(connection, pools["records"]) for _ in range(2))
        for _ in range(2):
            a_paid_case(connection, workflow, definition)
        case = claimed_by(connection, workflow, agent)
        token = open_session(connection, agent.id, at=CLOCK.now(connection))

        asked(connection, order(Kind.CLOSE, boss, agent.login))

        back = find_case(connection, case.id)
        assert (back.claimed_by, back.eligible_at) == (None, case.eligible_at)
        assert live_session(connection, token, at=CLOCK.now(connection)) is None
        given = agent_queues.next_case(connection, account=colleague, clock=workflow.clock)
        assert given is not None
        assert given.id == case.id


def test_a_new_pool_is_served_by_the_next_click_and_the_old_one_no_more(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        definition = a_definition(connection)
        boss, agent = administrator(connection), an_account(connection)
        a_paid_case(connection, workflow, definition)
        joined = changed(connection, agent, pools=frozenset({"cncj-records"}))
        asked(connection, order(Kind.CHANGE, boss, agent.login, access=joined))
        now_in = account_by_id(connection, agent.id)
        assert now_in is not None
        assert now_in.pools == (pools["records"],)
        case = claimed_by(connection, workflow, now_in)

        left = changed(connection, agent, pools=frozenset())
        asked(connection, order(Kind.CHANGE, boss, agent.login, access=left))

        assert find_case(connection, case.id).claimed_by is None


REFUSED: tuple[tuple[dict[str, Any], Obstacle], ...] = (
    ({"roles": frozenset({Role.AGENT, Role.SUPERVISOR})}, Obstacle.APART),
    ({"roles": frozenset()}, Obstacle.NO_ROLE),
    ({"name": "  "}, Obstacle.NO_NAME),
    ({"office": "moon"}, Obstacle.UNKNOWN_PLACE),
    ({"pools": frozenset({"nowhere"})}, Obstacle.UNKNOWN_PLACE),
    ({}, Obstacle.NOTHING),
)


def test_what_cannot_be_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, agent = administrator(connection), an_account(connection)
        for changes, obstacle in REFUSED:
            wanted = changed(connection, agent, **changes)

            told = refusal(connection, order(Kind.CHANGE, boss, agent.login, access=wanted))

            assert told is obstacle


def test_nobody_changes_oneself_and_the_last_administrator_stays(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, other = administrator(connection), administrator(connection)

        assert refusal(connection, order(Kind.CLOSE, boss, boss.login)) is Obstacle.ONESELF
        asked(connection, order(Kind.CLOSE, boss, other.login))
        # The page of who was closed meanwhile does nothing any more.
        late = refusal(connection, order(Kind.CLOSE, other, boss.login))
        assert late is Obstacle.NOT_ADMINISTRATOR


def test_the_command_does_not_close_the_last_administrator_either(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, now = administrator(connection), CLOCK.now(connection)

        with pytest.raises(ChangeRefused) as last:
            close_by_command(connection, boss.login, Author(operator="ada"), reason="x", at=now)

        assert last.value.obstacle is Obstacle.LAST_ADMINISTRATOR


def test_a_supervisor_comes_back_by_two_and_with_a_new_password(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, other = administrator(connection), administrator(connection)
        somebody = an_account(connection, roles=(Role.SUPERVISOR,))
        asked(connection, order(Kind.CLOSE, boss, somebody.login))

        again = asked(connection, order(Kind.REOPEN, boss, somebody.login, resets_factors=True))
        assert account_by_id(connection, somebody.id) is None
        token = confirm(
            connection, again.waits_as or 0, by=other.id, at=CLOCK.now(connection)
        ).token

        assert token is not None
        assert account_by_id(connection, somebody.id) is not None
        assert verified(connection, somebody.login, "correct horse battery") is None
