"""Whoever holds a case passes it on to a pool, with a reason: it keeps its age and its promise."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_procedure,
    a_workflow,
    an_account,
    an_office,
    claimed_by,
)
from tests.builders.overflowing import FAR, NATIONAL, Country, a_country
from workflows import organisations, passing_on
from workflows.accounts import Account
from workflows.actors import Role
from workflows.agent_queues import next_case
from workflows.cases import Case, find_case
from workflows.deadlines import Kind, deadlines_of
from workflows.errors import CaseNotClaimed, StaleCase
from workflows.journal import Happening, history
from workflows.language.procedure import CompiledProcedure
from workflows.passing_on import NoWay, Passing, Reason
from workflows.tables import claims


@dataclass(frozen=True)
class Held:
    """A case in somebody's hands, in a country with three offices."""

    country: Country
    case: Case
    agent: Account

    def passed_to(self, office: str, *, version: int | None = None) -> Case:
        """Pass the case on to an office."""
        asked = Passing(
            self.country.pools[office],
            Reason.OTHER_OFFICE,
            "La parcelle est dans l’autre commune.",
            self.case.version if version is None else version,
        )
        workflow = a_workflow(self.country.clock)
        return passing_on.pass_on(
            self.country.connection, workflow, self.case.id, self.agent, asked
        )


def held(connection: Connection) -> Held:
    country = a_country(connection)
    case = country.lodged()
    for office in (NATIONAL, FAR):
        an_account(connection, country.pools[office], office=office)
    agent = an_account(connection, country.pools[OFFICE])
    claimed_by(connection, a_workflow(country.clock), agent)
    return Held(country, find_case(connection, case.id), agent)


def passing_to(queue: str) -> CompiledProcedure:
    """Let the verification of the small procedure be passed on to another queue."""
    whole = a_procedure()
    states = dict(whole.procedure.states)
    states["verification"] = states["verification"].model_copy(update={"passes_to": (queue,)})
    procedure = whole.procedure.model_copy(update={"states": states})
    return whole.model_copy(update={"procedure": procedure})


def promise_of(connection: Connection, case: Case) -> object:
    clocks = deadlines_of(connection, case.id)
    return next(one.due_at for one in clocks if one.kind is Kind.PROMISE)


def test_it_goes_to_the_other_office_with_its_age_and_its_promise(engine: Engine) -> None:
    with engine.begin() as connection:
        given = held(connection)
        promised = promise_of(connection, given.case)

        after = given.passed_to(NATIONAL)

        assert given.country.pool_of(after) == NATIONAL
        assert after.claimed_by is None
        assert after.eligible_at == given.case.eligible_at
        assert promise_of(connection, after) == promised
        endings = connection.scalars(select(claims.c.ending)).all()
        assert endings == ["passed_on"]


def test_the_journal_says_who_passed_it_on_from_where_why_and_with_which_words(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        given = held(connection)

        given.passed_to(NATIONAL)

        entry = history(connection, given.case.id)[-1]
        assert (entry.trigger, entry.account_id) == (Happening.OVERFLOWED, given.agent.id)
        assert entry.data["why"] == "passed_on"
        assert entry.data["passed_for"] == "other_office"
        assert entry.data["note"] == "La parcelle est dans l’autre commune."
        assert entry.data["from_pool"] == given.country.pools[OFFICE]


def test_it_does_not_come_back_to_a_pool_that_it_left(engine: Engine) -> None:
    with engine.begin() as connection:
        given = held(connection)
        given.passed_to(NATIONAL)
        other = an_account(connection, given.country.pools[NATIONAL], office=NATIONAL)
        case = claimed_by(connection, a_workflow(given.country.clock), other)

        open_ways = {pool.id for pool in passing_on.ways(connection, case)}

        assert open_ways == {given.country.pools[FAR]}
        with pytest.raises(NoWay):
            Held(given.country, case, other).passed_to(OFFICE)
        assert find_case(connection, case.id).claimed_by == other.id


def test_no_pool_is_offered_in_which_nobody_could_treat_it(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        country.lodged()
        an_account(connection, country.pools[NATIONAL], roles=(Role.SIGNATORY,), office=NATIONAL)
        agent = an_account(connection, country.pools[OFFICE])
        case = claimed_by(connection, a_workflow(country.clock), agent)

        assert passing_on.ways(connection, case) == ()


def test_from_an_old_page_or_without_holding_it_nothing_is_passed_on(engine: Engine) -> None:
    with engine.begin() as connection:
        given = held(connection)
        stranger = an_account(connection, given.country.pools[OFFICE])

        with pytest.raises(StaleCase):
            given.passed_to(NATIONAL, version=1)
        with pytest.raises(CaseNotClaimed):
            Held(given.country, given.case, stranger).passed_to(NATIONAL)

        assert find_case(connection, given.case.id).claimed_by == given.agent.id


def test_another_queue_of_the_office_is_open_only_where_the_procedure_says_so(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        pools = an_office(connection)
        for queue in ("specialists", "archives"):
            name = {"fr": queue.title()}
            pools[queue] = organisations.save_pool(
                connection, slug=queue, office=OFFICE, queue=queue, name=name
            )
            an_account(connection, pools[queue])
        a_paid_case(connection, a_workflow(), a_definition(connection, passing_to("specialists")))
        agent = an_account(connection, pools["records"])
        case = claimed_by(connection, a_workflow(), agent)

        (way,) = passing_on.ways(connection, case)
        asked = Passing(way.id, Reason.SKILL, "Écriture ancienne.", case.version)
        after = passing_on.pass_on(connection, a_workflow(), case.id, agent, asked)

        assert (way.queue, after.pool_id) == ("specialists", pools["specialists"])
        entry = history(connection, case.id)[-1]
        # Told by the queues, and not to the applicant: the office is the same.
        assert (entry.data["within"], entry.data["office"]) == (True, {"fr": "Specialists"})
        clocks = deadlines_of(connection, case.id)
        (own,) = (one for one in clocks if one.kind is Kind.STATE)
        assert own.stopped_at is None


def test_supervisors_read_what_was_passed_on_and_how_often(engine: Engine) -> None:
    with engine.begin() as connection:
        given = held(connection)
        given.passed_to(NATIONAL)
        since = given.country.clock.now(connection) - timedelta(days=30)

        (one,) = passing_on.lately(connection, since=since)

        assert (one.reference, one.reason) == (given.case.reference, Reason.OTHER_OFFICE)
        assert passing_on.counted(connection, since=since) == {given.agent.id: 1}


def test_who_passed_it_on_is_given_another_case_next(engine: Engine) -> None:
    with engine.begin() as connection:
        given = held(connection)
        other = given.country.lodged()
        given.passed_to(NATIONAL)

        after = next_case(connection, account=given.agent, clock=given.country.clock)

        assert after is not None
        assert after.id == other.id
