"""A country with a full office, a national pool that relieves it, and cases that overflow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from config.spilling import Overflows
from tests.builders.kernel import (
    CALENDAR,
    OFFICE,
    a_definition,
    a_paid_case,
    a_procedure,
    a_workflow,
    an_office,
)
from workflows import organisations, overflow
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.handing_over import spill
from workflows.language.procedure import CompiledProcedure, Overflow
from workflows.language.values import Span

NATIONAL, FAR = "national-pool", "tpi-parakou"
#: Every hour of every day counts: tests need not look at the calendar of the day they run on.
TWO_HOURS: Mapping[str, Any] = {"office": f'"{NATIONAL}"', "after": "2 hours"}


def overflowing(*ways: Mapping[str, Any], deadline: str = "6 hours") -> CompiledProcedure:
    """Let the verification of the small procedure overflow."""
    whole = a_procedure()
    states = dict(whole.procedure.states)
    rules = tuple(Overflow.model_validate(one) for one in ways)
    given = {"overflow": rules, "deadline": Span.of(deadline)}
    states["verification"] = states["verification"].model_copy(update=given)
    procedure = whole.procedure.model_copy(update={"states": states})
    return whole.model_copy(update={"procedure": procedure})


@dataclass(frozen=True)
class Country:
    """Three offices whose pools treat the same agent queue, by name."""

    connection: Connection
    clock: ShiftedClock
    pools: Mapping[str, int]
    definition: str

    def lodged(self, **changes: Any) -> Case:
        """Let a paid case wait in its office."""
        case = a_paid_case(self.connection, a_workflow(self.clock), self.definition, **changes)
        return find_case(self.connection, case.id)

    def swept(self) -> int:
        """Do what the chore of overflows does, in the test's own transaction."""
        workflow = a_workflow(self.clock)
        now = self.clock.now(self.connection)
        due = overflow.come(self.connection, at=now, limit=200)
        return sum(spill(self.connection, workflow, one) is not None for one in due)

    def pool_of(self, case: Case) -> str:
        """Name the office in which a case waits."""
        pool = find_case(self.connection, case.id).pool_id
        return {identifier: office for office, identifier in self.pools.items()}[pool or 0]


def a_country(
    connection: Connection, *ways: Mapping[str, Any], deadline: str = "6 hours"
) -> Country:
    """Open the offices and publish a procedure that overflows."""
    pools = {OFFICE: an_office(connection)["records"]}
    for slug in (NATIONAL, FAR):
        name = {"fr": slug.title(), "en": slug.title()}
        organisations.save_calendar(connection, slug=slug, content=CALENDAR)
        organisations.save_office(
            connection, slug=slug, organisation="cncj", calendar=slug, name=name
        )
        pools[slug] = organisations.save_pool(
            connection, slug=f"{slug}-records", office=slug, queue="records", name=name
        )
    definition = a_definition(connection, overflowing(*(ways or (TWO_HOURS,)), deadline=deadline))
    return Country(connection, ShiftedClock(), pools, definition)


def sweeping(engine: Engine, clock: ShiftedClock) -> Overflows:
    """Give the chore itself, which opens its own transactions."""
    return Overflows(engine, a_workflow(clock))


def two_hours_later(clock: ShiftedClock) -> None:
    """Let the wait of a case come to its end."""
    clock.advance(timedelta(hours=2, seconds=1))
