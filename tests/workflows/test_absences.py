"""Who is away takes nothing, and what they held is in its place again; it ends by its date."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tests.builders.absences import DAY, at_work, goes_away
from tests.builders.kernel import (
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
    claimed_by,
)
from workflows import absences
from workflows.absences import BadPeriod, Declaring, Overlaps, Reason
from workflows.agent_queues import next_case
from workflows.cases import find_case
from workflows.clock import ShiftedClock
from workflows.returning import return_expired
from workflows.tables import claims

HOUR = timedelta(hours=1)


def test_what_is_in_hand_goes_back_at_once_and_keeps_its_age(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection))
        leaving, other = (an_account(connection, pools["records"]) for _ in range(2))
        claimed_by(connection, workflow, leaving)

        goes_away(connection, leaving, clock)

        given = claimed_by(connection, workflow, other)
        assert (given.id, given.eligible_at) == (case.id, case.eligible_at)
        endings = connection.scalars(select(claims.c.ending).order_by(claims.c.id)).all()
        assert endings == ["absent", None]


def test_who_is_away_takes_nothing_and_everything_again_after_the_end(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        pools = an_office(connection)
        a_paid_case(connection, a_workflow(clock), a_definition(connection))
        agent = an_account(connection, pools["records"])
        ends = goes_away(connection, agent, clock, days=2)

        away = at_work(connection, agent, clock)
        assert (away.pools, away.absent_until) == ((), ends)
        assert next_case(connection, account=away, clock=clock) is None
        clock.advance(2 * DAY)
        assert at_work(connection, agent, clock) == agent


def test_an_absence_to_come_changes_nothing_until_it_begins(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection))
        agent = an_account(connection, pools["records"])
        goes_away(connection, agent, clock, after=timedelta(minutes=5))
        claimed_by(connection, workflow, agent)

        assert return_expired(connection, clock=clock) == 0
        clock.advance(timedelta(minutes=5))
        assert at_work(connection, agent, clock).pools == ()
        assert return_expired(connection, clock=clock) == 1
        assert find_case(connection, case.id).claimed_by is None


def test_one_click_and_they_are_back(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        goes_away(connection, agent, clock)
        now = clock.now(connection)

        assert absences.come_back(connection, agent.id, by=agent.id, at=now)
        assert not absences.come_back(connection, agent.id, by=agent.id, at=now)
        assert at_work(connection, agent, clock) == agent


@pytest.mark.parametrize(("begins", "lasts"), [(-3 * DAY, DAY), (DAY, -HOUR), (DAY, 400 * DAY)])
def test_a_period_without_sense_is_refused(
    engine: Engine, begins: timedelta, lasts: timedelta
) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        now = clock.now(connection)
        starts = now + begins
        asked = Declaring(agent.id, starts, starts + lasts, Reason.SICK, agent.id)

        with pytest.raises(BadPeriod):
            absences.declare(connection, asked, at=now)


def test_two_absences_do_not_overlap_and_a_struck_one_is_in_nobodys_way(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        agent, other = (an_account(connection, pool) for pool in an_office(connection).values())
        goes_away(connection, agent, clock, after=DAY)
        with pytest.raises(Overlaps):
            goes_away(connection, agent, clock, after=2 * DAY)
        now = clock.now(connection)
        (one,) = absences.ahead(connection, at=now, until=now + 9 * DAY, account_id=agent.id)

        assert not absences.strike(connection, one.id, by=other.id, at=now, own=other.id)
        assert absences.strike(connection, one.id, by=agent.id, at=now, own=agent.id)
        goes_away(connection, agent, clock, after=2 * DAY)
