"""Cases that nobody takes go to another office: once, in their place, and with a fresh deadline."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.builders.kernel import OFFICE, a_workflow, acting, an_account, claimed_by
from tests.builders.overflowing import (
    FAR,
    NATIONAL,
    TWO_HOURS,
    Country,
    a_country,
    sweeping,
    two_hours_later,
)
from workflows import agent_queues, organisations, overflow
from workflows.actors import Role
from workflows.cases import Case, find_case
from workflows.deadlines import Deadline, Kind, deadlines_of
from workflows.handing_over import Why
from workflows.journal import Happening, history

HOUR = timedelta(hours=1)


def own_clock(country: Country, case: Case) -> Deadline:
    """Read the running deadline of the office that has a case."""
    clocks = deadlines_of(country.connection, case.id)
    (running,) = (one for one in clocks if one.kind is Kind.STATE and not one.stopped_at)
    return running


def test_a_case_that_nobody_takes_goes_once_and_keeps_its_place(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        case = country.lodged()
        country.clock.advance(HOUR)
        early = country.swept()
        two_hours_later(country.clock)

        moved = (country.swept(), country.swept())

        after = find_case(connection, case.id)
        assert (early, moved) == (0, (1, 0))
        assert country.pool_of(case) == NATIONAL
        assert (after.state, after.entered_at) == (case.state, case.entered_at)
        assert (after.eligible_at, after.barred) == (case.eligible_at, case.barred)
        assert overflow.spills_of(connection, case.id) == ()


def test_the_journal_says_who_took_over_from_whom_and_why(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        case = country.lodged()
        two_hours_later(country.clock)
        country.swept()

        entry = history(connection, case.id)[-1]

    assert (entry.trigger, entry.role, entry.account_id) == (
        Happening.OVERFLOWED,
        Role.SYSTEM,
        None,
    )
    assert (entry.data["why"], entry.data["after"]) == (Why.WAITED, "2 hours")
    assert (entry.data["from"]["fr"], entry.data["office"]["fr"]) == (
        "CNCJ, Cotonou",
        "National-Pool",
    )


def test_the_promise_stays_and_the_offices_own_deadline_starts_anew(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        case = country.lodged()
        promised = [d for d in deadlines_of(connection, case.id) if d.kind is Kind.PROMISE]
        former = own_clock(country, case)
        two_hours_later(country.clock)
        country.swept()

        after = deadlines_of(connection, case.id)
        own = own_clock(country, case)

    assert [d for d in after if d.kind is Kind.PROMISE] == promised
    assert own.calendar_office == NATIONAL
    assert own.due_at is not None
    assert former.due_at is not None
    assert own.due_at - former.due_at > 2 * HOUR
    ended = next(d for d in after if d.id == former.id)
    assert ended.stopped_at is not None
    assert ended.breached_at is None


def test_what_an_office_left_late_stays_late(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection, deadline="1 hour")
        case = country.lodged()
        former = own_clock(country, case)
        two_hours_later(country.clock)
        country.swept()

        ended = next(d for d in deadlines_of(connection, case.id) if d.id == former.id)

    assert ended.breached_at == former.due_at


def test_whoever_holds_a_case_keeps_it_and_it_goes_once_given_back(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        workflow, case = a_workflow(country.clock), country.lodged()
        agent = an_account(connection, country.pools[OFFICE])
        country.clock.advance(2 * HOUR - timedelta(minutes=1))
        claimed_by(connection, workflow, agent)
        country.clock.advance(timedelta(minutes=2))

        held = country.swept()
        agent_queues.release(connection, case.id, agent, clock=country.clock)

        assert (held, country.swept()) == (0, 1)
        assert country.pool_of(case) == NATIONAL


def test_a_case_that_was_decided_meanwhile_stays_decided(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        workflow, case = a_workflow(country.clock), country.lodged()
        agent = an_account(connection, country.pools[OFFICE])
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "approve", actor=acting(agent))
        two_hours_later(country.clock)

        assert country.swept() == 0
        assert find_case(connection, case.id).state == "signature"


def test_the_other_office_serves_by_age_and_the_first_office_no_more(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection, {**TWO_HOURS, "when": 'answers.surname == "Dossou"'})
        workflow, old = a_workflow(country.clock), country.lodged()
        two_hours_later(country.clock)
        young = country.lodged(answers={"surname": "Hounsou"})
        country.swept()
        there = an_account(connection, country.pools[NATIONAL], office=NATIONAL)
        here = an_account(connection, country.pools[OFFICE])

        assert claimed_by(connection, workflow, there).id == old.id
        assert claimed_by(connection, workflow, here).id == young.id


def test_only_what_comes_after_the_backlog_goes(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection, {"office": f'"{NATIONAL}"', "above": 2})
        waiting = []
        for _ in range(5):
            waiting.append(country.lodged())
            country.clock.advance(timedelta(minutes=1))

        moved = (country.swept(), country.swept())

        assert moved == (3, 0)
        offices = [country.pool_of(case) for case in waiting]
        assert offices == [OFFICE, OFFICE, NATIONAL, NATIONAL, NATIONAL]
        said = history(connection, waiting[-1].id)[-1].data
        assert (said["why"], said["above"]) == (Why.BACKLOG, 2)


def test_wait_and_backlog_together_must_both_have_come(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection, {**TWO_HOURS, "above": 1})
        first, second = country.lodged(), country.lodged()
        before = country.swept()
        two_hours_later(country.clock)

        moved = country.swept()

        assert (before, moved) == (0, 1)
        assert sorted([country.pool_of(first), country.pool_of(second)]) == [OFFICE, NATIONAL]


def test_cases_overflow_on_from_office_to_office_and_never_back(engine: Engine) -> None:
    ways = (
        {"office": f'"{FAR}"', "from": OFFICE, "after": "1 hour"},
        {"office": f'"{NATIONAL}"', "from": [FAR], "after": "1 hour"},
        {"office": f'"{OFFICE}"', "from": [NATIONAL], "after": "1 hour"},
    )
    with engine.begin() as connection:
        country = a_country(connection, *ways)
        case, passed = country.lodged(), []
        for _ in range(4):
            country.clock.advance(HOUR + timedelta(seconds=1))
            country.swept()
            passed.append(country.pool_of(case))

        # The last way leads back, which the check refuses; the engine does not go it either.
        assert passed == [FAR, NATIONAL, NATIONAL, NATIONAL]
        assert overflow.spills_of(connection, case.id) == ()


@pytest.mark.parametrize(
    "way",
    [
        {"office": f'"{OFFICE}"', "after": "2 hours"},
        {"office": "answers.elsewhere", "after": "2 hours"},
        {**TWO_HOURS, "when": 'answers.surname == "Hounsou"'},
        {**TWO_HOURS, "from": [FAR]},
    ],
    ids=["to where it is", "to none", "not for these answers", "from elsewhere"],
)
def test_what_does_not_concern_a_case_leaves_it(engine: Engine, way: dict[str, object]) -> None:
    with engine.begin() as connection:
        country = a_country(connection, way)
        case = country.lodged()
        two_hours_later(country.clock)

        assert country.swept() == 0
        assert overflow.spills_of(connection, case.id) == ()


def test_an_office_without_such_a_pool_stands_in_nobodys_way(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with engine.begin() as connection:
        country = a_country(connection, {"office": '"cncj-empty"', "after": "1 hour"}, TWO_HOURS)
        organisations.save_office(
            connection,
            slug="cncj-empty",
            organisation="cncj",
            calendar="benin",
            name={"fr": "Vide"},
        )
        case = country.lodged()
    two_hours_later(country.clock)

    swept = sweeping(engine, country.clock).sweep()

    assert swept == 1
    assert "overflow_nowhere" in [record.getMessage() for record in caplog.records]
    with engine.begin() as connection:
        assert find_case(connection, case.id).pool_id == country.pools[NATIONAL]
