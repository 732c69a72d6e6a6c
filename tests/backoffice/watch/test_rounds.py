"""Rounds over real ledgers: what the engine does is not flagged, what goes around it is, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text, update

from backoffice.openings import Purpose
from backoffice.watch.finding import Kind
from backoffice.watch.rounds import DETECTORS, look
from backoffice.watch.tables import watch_flags
from eservices.tables import case_links
from tests.builders.kernel import (
    a_case,
    a_definition,
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
)
from tests.examples import ON_ONE_FIXTURE
from workflows import agent_queues, out_of_turn
from workflows.accounts import Account
from workflows.actors import APPLICANT, Role
from workflows.cases import Case, find_case
from workflows.engine import Engine as Workflow
from workflows.openings import record_opening
from workflows.out_of_turn import Asking, Document, Reason
from workflows.question_queue import next_question
from workflows.questions import ask
from workflows.routing import route
from workflows.tables import cases, claims, queue_stays

ZONE = ZoneInfo("Africa/Porto-Novo")
HOUR = timedelta(hours=1)


class Desk:
    """An office with some cases that have waited for an hour, and an agent."""

    def __init__(self, engine: Engine, waiting: int = 4) -> None:
        self.engine = engine
        self.workflow: Workflow = a_workflow()
        with engine.begin() as connection:
            self.pools = an_office(connection)
            definition = a_definition(connection)
            self.agent = an_account(connection, self.pools["records"])
            self.cases = [
                a_paid_case(connection, self.workflow, definition) for _ in range(waiting)
            ]
            for age, case in enumerate(reversed(self.cases)):
                self._age(connection, case, timedelta(minutes=5 * age))
            self.cases = [find_case(connection, case.id) for case in self.cases]
            connection.execute(update(queue_stays).values(since=queue_stays.c.since - HOUR_SQL))
        self.definition = definition

    def _age(self, connection: object, case: Case, by: timedelta) -> None:
        assert case.eligible_at is not None
        place = {"at": case.eligible_at - by, "id": case.id}
        for statement in AGE:
            connection.execute(text(statement), place)  # type: ignore[attr-defined]

    def now(self) -> datetime:
        with self.engine.begin() as connection:
            return self.workflow.clock.now(connection)

    def take(self, agent: Account | None = None) -> Case:
        with self.engine.begin() as connection:
            case = agent_queues.next_case(
                connection, account=agent or self.agent, clock=self.workflow.clock
            )
        assert case is not None
        return case

    def seize(self, case: Case) -> None:
        """Take a case by a way around the queue."""
        with self.engine.begin() as connection:
            row = {
                "case_id": case.id,
                "account_id": self.agent.id,
                "pool_id": self.pools["records"],
                "eligible_at": case.eligible_at,
                "at": self.workflow.clock.now(connection),
            }
            connection.execute(claims.insert().values(row))

    def decide(self, case: Case, trigger: str) -> None:
        data = {"reason": "unreadable"} if trigger == "refuse" else {}
        with self.engine.begin() as connection:
            self.workflow.fire(connection, case.id, trigger, actor=acting(self.agent), data=data)
            route(connection, self.workflow, case.id)

    def rounds(self) -> list[tuple[Kind, int | None]]:
        """Let the watch look at everything, later and twice; tells kind and case of each flag."""
        for later in (HOUR / 10, HOUR / 5):
            for kind in DETECTORS:
                with self.engine.begin() as connection:
                    look(connection, kind, now=self.now() + later, zone=ZONE)
        with self.engine.begin() as connection:
            rows = connection.execute(
                select(watch_flags.c.kind, watch_flags.c.case_id).order_by(watch_flags.c.id)
            ).all()
        return [(Kind(row.kind), row.case_id) for row in rows]


HOUR_SQL = text("interval '1 hour'")
#: Ages a case without leaving a trace of it, as if it had come earlier.
AGE = (
    "ALTER TABLE cases DISABLE TRIGGER queue_stay_changes",
    "UPDATE cases SET eligible_at = :at WHERE id = :id",
    "UPDATE queue_stays SET eligible_at = :at WHERE case_id = :id",
    "ALTER TABLE cases ENABLE TRIGGER queue_stay_changes",
)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


@settings(max_examples=12, suppress_health_check=ON_ONE_FIXTURE)
@given(st.lists(st.sampled_from(["take", "approve", "refuse", "release"]), max_size=14))
def test_whatever_the_engine_serves_is_never_an_overtake(engine: Engine, deeds: list[str]) -> None:
    with engine.begin() as connection:
        names = "cases, offices, accounts, publications, definitions, organisations, calendars"
        connection.execute(text(f"TRUNCATE {names}, watch_flags, watch_runs CASCADE"))
    desk = Desk(engine)
    held: Case | None = None
    for deed in deeds:
        if held is None:
            held = desk.take() if deed == "take" and _waits(desk) else None
        elif deed == "release":
            with engine.begin() as connection:
                agent_queues.release(connection, held.id, desk.agent, clock=desk.workflow.clock)
            held = None
        elif deed != "take":
            desk.decide(held, deed)
            held = None

    assert desk.rounds() == []


def _waits(desk: Desk) -> bool:
    with desk.engine.begin() as connection:
        return agent_queues.waiting(connection, desk.agent).count > 0


def test_a_case_seized_before_older_ones_is_flagged_once(desk: Desk) -> None:
    desk.seize(desk.cases[2])

    assert desk.rounds() == [(Kind.OVERTAKE, desk.cases[2].id)]
    with desk.engine.begin() as connection:
        flag = connection.execute(select(watch_flags)).one()
    assert flag.figures["older"] == 2
    assert flag.account_ids == [desk.agent.id]
    assert len(flag.evidence["queue_stays"]) == 2


def test_an_older_case_that_somebody_holds_was_not_overtaken(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        other = an_account(connection, desk.pools["records"])
    first = desk.take(other)

    desk.seize(desk.cases[1])

    assert first.id == desk.cases[0].id
    assert desk.rounds() == []


def test_an_older_case_kept_from_the_agent_was_not_overtaken(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        barred = [desk.agent.id]
        for table, key in ((cases, cases.c.id), (queue_stays, queue_stays.c.case_id)):
            connection.execute(update(table).where(key == desk.cases[0].id).values(barred=barred))

    assert desk.take().id == desk.cases[1].id
    assert desk.rounds() == []


def test_a_place_changed_in_the_database_is_flagged(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.execute(
            text("UPDATE cases SET eligible_at = eligible_at - interval '1 day' WHERE id = :id"),
            {"id": desk.cases[3].id},
        )

    assert desk.take().id == desk.cases[3].id
    assert desk.rounds() == [(Kind.PLACE_CHANGED, desk.cases[3].id)]


def _granted(desk: Desk, case: Case) -> None:
    with desk.engine.begin() as connection:
        asker, other = (an_account(connection, roles=(Role.SUPERVISOR,)) for _ in range(2))
        asking = Asking(
            case.id, Reason.MEDICAL, "An operation.", Document("b" * 64, "a.pdf", "x"), asker.id
        )
        turn = out_of_turn.ask(connection, asking, at=desk.workflow.clock.now(connection))
        out_of_turn.grant(connection, desk.workflow, turn, by=other.id)


def test_what_was_let_go_out_of_turn_is_explained(desk: Desk) -> None:
    _granted(desk, desk.cases[3])

    assert desk.take().id == desk.cases[3].id
    assert desk.rounds() == []


def test_what_was_let_go_after_a_complaint_is_looked_at(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        complaint = a_case(connection, desk.workflow, desk.definition)
        connection.execute(
            case_links.insert().values(
                case_id=complaint.id, follows=desk.cases[3].id, eservice="complaint", turn=1
            )
        )
    _granted(desk, desk.cases[3])

    assert desk.rounds() == [(Kind.OVERRIDE, desk.cases[3].id)]


def test_a_look_to_answer_a_question_is_explained_by_having_been_given_it(desk: Desk) -> None:
    asked, other = desk.cases[2], desk.cases[3]
    with desk.engine.begin() as connection:
        ask(connection, desk.workflow, asked.id, APPLICANT, text="When?", key="k" * 20)
        held = next_question(connection, account=desk.agent, clock=desk.workflow.clock)
    assert held is not None
    assert held.case_id == asked.id
    _open(desk, asked, "question")
    _open(desk, other, "question")

    assert desk.rounds() == [(Kind.VIEW, other.id)]


def _open(desk: Desk, case: Case, purpose: str) -> None:
    with desk.engine.begin() as connection:
        record_opening(
            connection,
            case_id=case.id,
            account_id=desk.agent.id,
            purpose=purpose,
            at=desk.workflow.clock.now(connection),
        )


def test_a_file_opened_without_a_claim_is_flagged_and_one_s_own_case_is_not(desk: Desk) -> None:
    own = desk.take()
    _open(desk, own, Purpose.TREATMENT)
    _open(desk, desk.cases[2], Purpose.TREATMENT)
    _open(desk, desk.cases[2], Purpose.ATTACHMENT)

    assert desk.rounds() == [(Kind.VIEW, desk.cases[2].id)]


def test_two_rounds_at_once_record_a_finding_once(desk: Desk) -> None:
    desk.seize(desk.cases[2])
    now = desk.now() + HOUR / 10
    with desk.engine.begin() as connection:
        assert look(connection, Kind.OVERTAKE, now=now, zone=ZONE) == 1
    with desk.engine.begin() as connection:
        assert look(connection, Kind.OVERTAKE, now=now, zone=ZONE) == 0
        connection.execute(text("TRUNCATE watch_runs"))
        assert look(connection, Kind.OVERTAKE, now=now, zone=ZONE) == 0
        assert connection.execute(select(func.count()).select_from(watch_flags)).scalar_one() == 1
