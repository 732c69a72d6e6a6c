"""What an applicant is told of the queue: their place, the days to expect, how often it holds."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select

from tests.builders.kernel import (
    a_case,
    a_definition,
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows.accounts import Account
from workflows.actors import APPLICANT
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.engine import Engine as Workflow
from workflows.estimates.conformal import Outcome
from workflows.estimates.expectation import ENOUGH, FEWEST_DEPARTURES
from workflows.estimates.making import make_estimates
from workflows.estimates.reading import FEWEST, Standing, record_of, standing_of
from workflows.estimates.settling import settle_estimates
from workflows.routing import route
from workflows.tables import estimate_levels, estimates

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
REFUSAL = {"reason": "identity_mismatch"}
#: Cases until a range is announced.
TO_LEARN = FEWEST_DEPARTURES + 1 + ENOUGH


@dataclass
class Office:
    """An office with one agent, whose clock is turned."""

    engine: Engine
    clock: ShiftedClock = field(default_factory=ShiftedClock)

    def __post_init__(self) -> None:
        self.workflow: Workflow = a_workflow(self.clock)
        with self.engine.begin() as connection:
            self.clock.advance(MONDAY - self.clock.now(connection))
            pools = an_office(connection)
            self.checksum = a_definition(connection)
            self.agent: Account = an_account(connection, pools["records"])

    def receives(self) -> Case:
        """Receive a paid application, which waits."""
        with self.engine.begin() as connection:
            case = a_paid_case(connection, self.workflow, self.checksum)
        return self.estimates(case)

    def estimates(self, case: Case) -> Case:
        """Estimate what is new, and give the case as it is now."""
        with self.engine.begin() as connection:
            settle_estimates(connection)
            make_estimates(connection, now=self.clock.now(connection))
            return find_case(connection, case.id)

    def decides(self, trigger: str = "refuse", **data: object) -> None:
        """Treat the next case in half an hour of opening time."""
        self.clock.advance(HALF_AN_HOUR)
        self.waits_for_the_opening()
        with self.engine.begin() as connection:
            case = claimed_by(connection, self.workflow, self.agent)
            actor, given = acting(self.agent), data or REFUSAL
            self.workflow.fire(connection, case.id, trigger, actor=actor, data=given)

    def now(self) -> datetime:
        """Look at the clock."""
        with self.engine.begin() as connection:
            return self.clock.now(connection)

    def waits_for_the_opening(self) -> None:
        """Go to the next morning before the office closes at noon: nobody works in the night."""
        if self.now().hour >= 11:
            self.sleeps()

    def sleeps(self) -> None:
        """Let the night pass, or the week-end."""
        now = self.now()
        morning = now.replace(hour=7, minute=30) + timedelta(days=3 if now.weekday() == 4 else 1)
        self.clock.advance(morning - now)

    def treats(self, count: int) -> None:
        """Receive and decide so many applications, one after the other."""
        for _ in range(count):
            case = self.receives()
            self.decides()
            self.estimates(case)

    def standing(self, case: Case) -> Standing | None:
        """Tell where a case stands."""
        with self.engine.begin() as connection:
            return standing_of(connection, case, now=self.clock.now(connection))


def test_days_are_told_once_enough_was_learnt_and_the_record_beside_them(engine: Engine) -> None:
    office = Office(engine)
    office.treats(TO_LEARN - 1)
    before = office.standing(office.receives())
    office.decides()
    office.treats(FEWEST)

    told = office.standing(office.receives())

    assert before is not None
    assert before.first_day is None
    assert told is not None
    assert told.first_day is not None
    assert told.last_day is not None
    assert told.first_day <= told.last_day <= told.first_day + timedelta(days=3)
    with engine.begin() as connection:
        now = office.clock.now(connection)
        record = record_of(connection, "criminal-record", now=now)
        levels = connection.execute(select(estimate_levels)).one()
    assert record is not None
    assert record.announced >= FEWEST
    assert record.percent >= 80
    assert levels.awaited == 1
    assert levels.low != 0.05


def test_a_place_in_the_queue_counts_those_before(engine: Engine) -> None:
    office = Office(engine)
    waiting = []
    for _ in range(3):
        waiting.append(office.receives())
        office.clock.advance(timedelta(minutes=2))

    places = [office.standing(case) for case in waiting]

    assert [place.ahead for place in places if place] == [0, 1, 2]
    assert not any(place.is_held for place in places if place)


def test_what_is_being_treated_has_nobody_before_it(engine: Engine) -> None:
    office = Office(engine)
    first = office.receives()
    with engine.begin() as connection:
        claimed_by(connection, office.workflow, office.agent)
        held = find_case(connection, first.id)

    place = office.standing(held)

    assert place is not None
    assert (place.is_held, place.ahead) == (True, 0)


def test_a_case_that_waits_for_its_applicant_has_no_place(engine: Engine) -> None:
    office = Office(engine)
    case = office.receives()
    office.decides("ask_applicant", fields_to_correct=["surname"], reason="unreadable")

    assert office.standing(office.estimates(case)) is None


def test_what_was_given_up_teaches_nothing(engine: Engine) -> None:
    office = Office(engine)
    office.treats(FEWEST_DEPARTURES + 1)
    case = office.receives()
    office.decides("ask_applicant", fields_to_correct=["surname"], reason="unreadable")
    with engine.begin() as connection:
        office.workflow.fire(connection, case.id, "withdraw", actor=APPLICANT)
    office.estimates(case)

    with engine.begin() as connection:
        row = connection.execute(select(estimates).where(estimates.c.case_id == case.id)).one()

    assert (row.outcome, row.took) == (Outcome.VOID, None)


def test_the_time_of_the_applicant_is_not_held_against_the_office(engine: Engine) -> None:
    office = Office(engine)
    office.treats(FEWEST_DEPARTURES + 1)
    office.sleeps()
    case = office.receives()
    office.decides("ask_applicant", fields_to_correct=["surname"], reason="unreadable")
    office.clock.advance(timedelta(days=7))
    with engine.begin() as connection:
        moved = office.workflow.fire(connection, case.id, "answer", actor=APPLICANT)
        route(connection, office.workflow, moved.id)
    office.estimates(case)
    office.decides()
    office.estimates(case)

    with engine.begin() as connection:
        took = connection.execute(
            select(estimates.c.took)
            .where(estimates.c.case_id == case.id)
            .order_by(estimates.c.stay_id)
        ).scalars()

        assert [round(one / 3_600_000_000, 1) for one in took] == [1.0, 0.5]


def test_each_stay_is_estimated_once(engine: Engine) -> None:
    office = Office(engine)
    case = office.receives()
    office.estimates(case)
    with engine.begin() as connection:
        a_case(connection, office.workflow, office.checksum)

    office.estimates(case)

    with engine.begin() as connection:
        counted = connection.execute(select(func.count()).select_from(estimates)).scalar_one()
        assert counted == 1
