"""Any single process is killed while cases run: nothing is lost, nothing doubled, nobody needed."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from tests.faults.invariants import findings
from tests.faults.live import COMMANDS, FACES, Live, settled
from tests.faults.public import Applicant, Public, Served, public

pytestmark = pytest.mark.timeout(1800)

STAGE = "SELECT count(*) = 1 FROM cases WHERE reference = :reference AND stage = :stage"
#: A worker has claimed this case's step and has not finished it.
HELD = """
SELECT count(*) > 0 FROM outbox_events o JOIN cases c ON c.id = o.case_id
WHERE c.reference = :reference AND o.job = :job AND o.done_at IS NULL
AND o.leased_until > clock_timestamp()
"""
NUMBERED = """
SELECT count(*) = 1 FROM receipts r JOIN cases c ON c.id = r.case_id
WHERE c.reference = :reference AND r.file_sha256 IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Death:
    """A process that was killed, and what became of the case that was under way."""

    pid: int
    case: "Future[Served]"


#: The steps in the middle of which their worker is killed, and the process that does each.
STEPS = {
    "notify": "worker_notices",
    "clear": "worker_routing",
    "receipt": "worker_documents",
    "issue": "sealer",
}


def in_the_middle_of(live: Live, job: str, one: Applicant) -> int:
    """Kill the worker that has just begun a step of this applicant's case."""
    live.wait(HELD, reference=one.case.reference, job=job)
    return live.kill(STEPS[job])


def killed_in_the_middle(live: Live, everybody: Public) -> Mapping[str, Death]:
    """Stop workers inside a step, by keeping them from a table, and kill them there."""
    one, other = everybody.applicant(), everybody.applicant()
    killed: dict[str, int] = {}
    with live.holding("notices"):
        one.apply()
        killed["notify"] = in_the_middle_of(live, "notify", one)
    with live.holding("journal_entries", "series"):
        one.pay()
        killed |= {job: in_the_middle_of(live, job, one) for job in ("clear", "receipt")}
    everybody.working.clear()
    other.apply()
    other.pay()
    live.wait(NUMBERED, reference=other.case.reference)
    with live.holding("series"):
        everybody.working.set()
        killed["issue"] = in_the_middle_of(live, "issue", other)
    first, second = everybody.pool.submit(one.fetch), everybody.pool.submit(other.fetch)
    return {job: Death(pid, second if job == "issue" else first) for job, pid in killed.items()}


def while_applying(live: Live, everybody: Public, name: str) -> Death:
    """Kill while somebody fills in the form."""
    one = everybody.applicant()
    applying = everybody.pool.submit(one.apply)
    time.sleep(0.3)
    pid = live.kill(name)
    applying.result()
    one.pay()
    return Death(pid, everybody.pool.submit(one.fetch))


def before_paying(live: Live, everybody: Public, name: str) -> Death:
    """Kill between lodging and paying."""
    one = everybody.applicant()
    one.apply()
    pid = live.kill(name)
    one.pay()
    return Death(pid, everybody.pool.submit(one.fetch))


def while_treated(live: Live, everybody: Public, name: str) -> Death:
    """Kill while the case is examined and signed."""
    one = everybody.applicant()
    one.apply()
    one.pay()
    live.wait(STAGE, reference=one.case.reference, stage="review")
    pid = live.kill(name)
    return Death(pid, everybody.pool.submit(one.fetch))


Moment = Callable[[Live, Public, str], Death]
#: Each process, and when it is killed: just before it is needed, or while it is.
MOMENTS: Mapping[str, Moment] = {
    "portal": while_applying,
    "portal-worker": while_applying,
    "mailbox": before_paying,
    "relay": before_paying,
    "clock": before_paying,
    "worker_routing": before_paying,
    "worker_payments": before_paying,
    "worker_documents": before_paying,
    "worker_notices": before_paying,
    "postgresql": before_paying,
    "redis": before_paying,
    "backoffice": while_treated,
    "backoffice-worker": while_treated,
    "sealer": while_treated,
}


@dataclass(frozen=True, slots=True)
class Lived:
    """All that died, what became of the cases, and what the checkers say in the end."""

    steps: Mapping[str, Death]
    processes: Mapping[str, Death]
    wrong: Mapping[str, list[str]]


@pytest.fixture(scope="module")
def lived(live: Live) -> Lived:
    """Kill them one after the other, each with a case under way, and wait for every case.

    The first ones die inside a step, so that its lease runs out while the others die.
    """
    with public(live) as everybody:
        steps = killed_in_the_middle(live, everybody)
        processes = {}
        for name, kill in MOMENTS.items():
            processes[name] = kill(live, everybody, name)
            live.process(name)
        for death in (*steps.values(), *processes.values()):
            death.case.exception()
    return Lived(steps, processes, settled(live, findings))


def test_every_process_is_killed() -> None:
    assert set(MOMENTS) == set(COMMANDS) | {f"{face}-worker" for face in FACES}


@pytest.mark.parametrize("name", MOMENTS)
def test_a_process_that_is_killed_comes_back_and_its_case_ends_well(
    live: Live, lived: Lived, name: str
) -> None:
    death = lived.processes[name]

    served = death.case.result()

    assert live.process(name).pid != death.pid
    assert (served.verified, served.receipts) == (True, 1)


@pytest.mark.parametrize("job", STEPS)
def test_a_step_whose_worker_is_killed_in_it_is_done_by_the_next(
    live: Live, lived: Lived, job: str
) -> None:
    served = lived.steps[job].case.result()

    assert (served.verified, served.receipts) == (True, 1)
    with live.engine.begin() as connection:
        given = {"job": job, "reference": served.reference}
        attempts = connection.execute(text(ATTEMPTS), given).scalar_one()
    assert attempts >= 2


ATTEMPTS = """
SELECT max(o.attempts) FROM outbox_events o JOIN cases c ON c.id = o.case_id
WHERE c.reference = :reference AND o.job = :job
"""


def test_nothing_is_lost_and_nothing_doubled(lived: Lived) -> None:
    assert lived.wrong == {}
