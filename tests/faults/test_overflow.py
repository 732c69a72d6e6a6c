"""Whatever stops the clock process while a case overflows, it goes once, by whoever comes next."""

import threading
from typing import Any, cast

import pytest
from sqlalchemy import Engine, select, text

from config.spilling import Overflows
from tests.builders.kernel import OFFICE, a_workflow, an_account
from tests.builders.overflowing import NATIONAL, Country, a_country, sweeping, two_hours_later
from tests.faults.failpoints import Killed, Tripwire, WatchedDatabase, die
from workflows import agent_queues
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.journal import Happening
from workflows.tables import journal_entries

#: A sweep looks in one transaction, treats each case in another, and looks after levers in two.
POINTS = ("before commit", "after commit") * 4


def a_case_that_is_due(engine: Engine) -> tuple[Case, dict[str, int], ShiftedClock]:
    with engine.begin() as connection:
        country: Country = a_country(connection)
        case = country.lodged()
    two_hours_later(country.clock)
    return case, dict(country.pools), country.clock


def swept_through(engine: Engine, clock: ShiftedClock, wire: Tripwire) -> None:
    watched = cast("Engine", WatchedDatabase(engine, wire))
    Overflows(watched, a_workflow(clock)).sweep()


def times_it_went(engine: Engine, case: Case) -> int:
    with engine.begin() as connection:
        entries = connection.execute(
            select(journal_entries.c.trigger).where(journal_entries.c.case_id == case.id)
        )
        return [entry.trigger for entry in entries].count(Happening.OVERFLOWED)


def stays(engine: Engine, case: Case) -> list[Any]:
    """List the pools in which a case waited, as the database wrote them down."""
    with engine.begin() as connection:
        found = text("SELECT pool_id FROM queue_stays WHERE case_id = :id ORDER BY id")
        return list(connection.execute(found, {"id": case.id}).scalars())


def test_undisturbed_a_sweep_passes_these_points(engine: Engine) -> None:
    _case, _pools, clock = a_case_that_is_due(engine)
    wire = Tripwire()

    swept_through(engine, clock, wire)

    assert tuple(wire.passed) == POINTS


@pytest.mark.parametrize("at", range(len(POINTS)))
def test_killed_at_any_point_the_case_goes_once(engine: Engine, at: int) -> None:
    case, pools, clock = a_case_that_is_due(engine)
    with pytest.raises(Killed):
        swept_through(engine, clock, Tripwire(at, die))

    sweeping(engine, clock).sweep()
    again = sweeping(engine, clock).sweep()

    assert (again, times_it_went(engine, case)) == (0, 1)
    assert stays(engine, case) == [pools[OFFICE], pools[NATIONAL]]


def test_two_clock_processes_at_once_let_it_go_once(engine: Engine) -> None:
    case, pools, clock = a_case_that_is_due(engine)
    together = threading.Barrier(2)

    def sweep() -> None:
        together.wait()
        sweeping(engine, clock).sweep()

    threads = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert times_it_went(engine, case) == 1
    assert stays(engine, case) == [pools[OFFICE], pools[NATIONAL]]


def test_who_takes_it_at_the_last_moment_keeps_it(engine: Engine) -> None:
    case, pools, clock = a_case_that_is_due(engine)
    with engine.begin() as connection:
        agent = an_account(connection, pools[OFFICE])

    def take() -> None:
        with engine.begin() as connection:
            assert agent_queues.next_case(connection, account=agent, clock=clock) is not None

    # Between the sweep's look and its move.
    swept_through(engine, clock, Tripwire(1, take))

    with engine.begin() as connection:
        after = find_case(connection, case.id)
    assert (after.claimed_by, after.pool_id) == (agent.id, pools[OFFICE])
    assert times_it_went(engine, case) == 0
