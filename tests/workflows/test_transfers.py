"""An authority moves to another office: new cases go there, open ones follow, delays stay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from tests.builders.consulting import (
    FIRE_OFFICE,
    a_case_with_opinions,
    answers,
    asked_of,
    taken_by,
)
from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
    claimed_by,
)
from workflows import organisations
from workflows.actors import SYSTEM
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.deadlines import deadlines_of
from workflows.journal import Happening, history
from workflows.routing import route
from workflows.transfers import (
    Moved,
    Transfer,
    note,
    noted,
    parts_of,
    transfer,
    transfers_due,
)

AGENCY, TEN_DAYS = "agency", timedelta(days=10)


@dataclass(frozen=True)
class Country:
    """Two offices, of which the second becomes competent in ten days."""

    connection: Connection
    clock: ShiftedClock
    old: int
    new: int
    definition: str

    def lodged(self) -> Case:
        case = a_paid_case(self.connection, a_workflow(self.clock), self.definition)
        return find_case(self.connection, case.id)

    def due(self) -> tuple[Transfer, ...]:
        return transfers_due(self.connection, on=self.today())

    def today(self) -> date:
        return self.clock.now(self.connection).date()

    def transferred(self) -> int:
        workflow = a_workflow(self.clock)
        return sum(transfer(self.connection, workflow, one, by=SYSTEM).cases for one in self.due())


def a_country(connection: Connection) -> Country:
    clock, pools, definition = ShiftedClock(), an_office(connection), a_definition(connection)
    organisations.save_office(
        connection,
        slug=AGENCY,
        organisation="cncj",
        calendar="benin",
        name={"fr": "Agence", "en": "Agency"},
    )
    new = organisations.save_pool(
        connection, slug="agency-records", office=AGENCY, queue="records", name={"fr": "Agence"}
    )
    moves_on = clock.now(connection).date() + TEN_DAYS
    organisations.save_succession(connection, slug="cncj-records", by="agency-records", on=moves_on)
    return Country(connection, clock, pools["records"], new, definition)


def a_successor_of(connection: Connection, queue: str, office: str, *, on: datetime) -> int:
    """Let another office take over an agent queue from today on; gives its pool."""
    former = organisations.pool_for(connection, queue=queue, office=office)
    organisations.save_office(
        connection, slug=AGENCY, organisation="cncj", calendar="benin", name={"fr": "Agence"}
    )
    new = organisations.save_pool(
        connection, slug="agency-pool", office=AGENCY, queue=queue, name={"fr": "Agence"}
    )
    organisations.save_succession(connection, slug=former.slug, by="agency-pool", on=on.date())
    return new


def test_a_case_goes_where_the_authority_is_on_its_day(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        before = country.lodged()
        assert country.due() == ()
        country.clock.advance(TEN_DAYS)

        after = country.lodged()

        assert (before.pool_id, after.pool_id) == (country.old, country.new)
        assert [deadline.calendar_office for deadline in deadlines_of(connection, after.id)][
            -1
        ] == AGENCY


def test_open_cases_follow_once_and_keep_their_place_and_their_deadlines(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        case = country.lodged()
        agent = an_account(connection, country.old, office=OFFICE)
        claimed_by(connection, a_workflow(country.clock), agent)
        clocks = deadlines_of(connection, case.id)
        country.clock.advance(TEN_DAYS)

        assert [one.waiting for one in country.due()] == [1]
        moved = (country.transferred(), country.transferred())

        after = find_case(connection, case.id)
        entry = history(connection, case.id)[-1]
    assert moved == (1, 0)
    assert (after.pool_id, after.claimed_by) == (country.new, None)
    assert (after.state, after.entered_at, after.eligible_at) == (
        case.state,
        case.entered_at,
        case.eligible_at,
    )
    assert (entry.trigger, entry.data["office"]["fr"]) == (Happening.TRANSFERRED, "Agence")
    with engine.begin() as connection:
        assert deadlines_of(connection, case.id) == clocks


@pytest.mark.parametrize("days", [0, 9])
def test_nothing_moves_before_the_day(engine: Engine, days: int) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        case = country.lodged()
        country.clock.advance(timedelta(days=days))

        assert country.transferred() == 0
        assert find_case(connection, case.id).pool_id == country.old


def test_opinions_follow_with_their_delays_and_new_ones_are_asked_of_the_successor(
    engine: Engine,
) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, _planner, officer = a_case_with_opinions(connection, workflow)
        route(connection, workflow, case.id)
        taken_by(connection, workflow, officer)
        successor = a_successor_of(
            connection, "fire_officers", FIRE_OFFICE, on=clock.now(connection)
        )
        (due,) = transfers_due(connection, on=clock.now(connection).date())
        before = asked_of(connection, case)["fire"]

        moved = transfer(connection, workflow, due, by=SYSTEM)
        again = transfer(connection, workflow, due, by=SYSTEM)

        after = asked_of(connection, case)["fire"]
        assert (due.waiting, due.opinions) == (0, 1)
        assert (moved, again) == (Moved(0, 1), Moved(0, 0))
        assert (after.office, after.claimed_by, after.due_at) == (AGENCY, None, before.due_at)
        assert history(connection, case.id)[-1].trigger == Happening.OPINION_TRANSFERRED
        colleague = an_account(connection, successor, office=AGENCY)
        assert answers(connection, workflow, colleague).opinions["fire"] == "favourable"
        newer, _planner, _officer = a_case_with_opinions(connection, workflow)
        route(connection, workflow, newer.id)
        assert asked_of(connection, newer)["fire"].office == AGENCY


def test_what_a_pool_has_is_counted_by_what_it_is_and_noted_when_it_moved(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        country.lodged()
        agent = an_account(connection, country.old, office=OFFICE)
        country.lodged()
        claimed_by(connection, a_workflow(country.clock), agent)
        country.clock.advance(TEN_DAYS)
        (due,) = country.due()

        (share,) = parts_of(connection, due.pool.id)
        now = country.clock.now(connection)
        note(connection, due, Moved(2, 0), by=agent.id, reason="Decree 12", at=now)

        assert (share.name, share.is_opinion, share.count, share.held) == (
            "verification",
            False,
            2,
            1,
        )
        (kept,) = noted(connection)
        assert (kept.who, kept.cases, kept.reason) == (agent.name, 2, "Decree 12")
