"""Out of turn: two people, a proven reason, a quota; before those that wait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select, text, update

from tests.builders.kernel import (
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
    claimed_by,
)
from tests.examples import ON_ONE_FIXTURE
from workflows import agent_queues, out_of_turn
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.engine import Engine as Workflow
from workflows.journal import Happening, history
from workflows.out_of_turn import (
    AlreadyAsked,
    Asking,
    Document,
    NotOpen,
    NotWaiting,
    QuotaUsed,
    Reason,
    SamePerson,
)
from workflows.published_counts import turns_by_month
from workflows.published_turns import granted_by_month
from workflows.tables import cases, queue_stays
from workflows.tables import out_of_turn as turns

DOCUMENT = Document("a" * 64, "ticket.pdf", "application/pdf")


@dataclass(frozen=True, slots=True)
class Queue:
    """A pool with cases that wait, one older than the other, and two supervisors."""

    connection: Connection
    workflow: Workflow
    waiting: tuple[Case, ...]
    agent: Account
    asker: Account
    other: Account

    def ask(self, case: Case) -> int:
        asking = Asking(case.id, Reason.BOOKED_TRAVEL, "Flight tomorrow.", DOCUMENT, self.asker.id)
        now = self.workflow.clock.now(self.connection)
        return out_of_turn.ask(self.connection, asking, at=now)

    def grant(self, turn: int) -> Case:
        return out_of_turn.grant(self.connection, self.workflow, turn, by=self.other.id)

    def served(self) -> int:
        return claimed_by(self.connection, self.workflow, self.agent).id


def a_queue(connection: Connection, length: int = 3) -> Queue:
    workflow = a_workflow()
    pools = an_office(connection)
    definition = a_definition(connection)
    waiting = tuple(a_paid_case(connection, workflow, definition) for _ in range(length))
    for age, case in enumerate(reversed(waiting)):
        assert case.eligible_at is not None
        older = case.eligible_at - timedelta(minutes=10 * age)
        connection.execute(update(cases).where(cases.c.id == case.id).values(eligible_at=older))
    return Queue(
        connection,
        workflow,
        waiting,
        an_account(connection, pools["records"]),
        an_account(connection, roles=(Role.SUPERVISOR,)),
        an_account(connection, roles=(Role.SUPERVISOR,)),
    )


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as opened:
        yield opened


def test_what_two_people_granted_is_served_first_and_journalled(connection: Connection) -> None:
    queue = a_queue(connection)
    youngest = queue.waiting[-1]

    queue.grant(queue.ask(youngest))

    assert queue.served() == youngest.id
    last = history(connection, youngest.id)[-1]
    assert (last.trigger, last.account_id) == (Happening.OUT_OF_TURN, queue.other.id)
    assert (last.data["why"], last.data["asked_by"]) == ("booked_travel", queue.asker.id)


def test_what_was_declined_keeps_its_place(connection: Connection) -> None:
    queue = a_queue(connection)
    turn = queue.ask(queue.waiting[-1])

    now = queue.workflow.clock.now(connection)
    out_of_turn.decline(connection, turn, by=queue.other.id, at=now)

    assert queue.served() == queue.waiting[0].id
    with pytest.raises(NotOpen):
        queue.grant(turn)


def test_whoever_asked_does_not_decide(connection: Connection) -> None:
    queue = a_queue(connection)
    turn = queue.ask(queue.waiting[-1])

    with pytest.raises(SamePerson):
        out_of_turn.grant(connection, queue.workflow, turn, by=queue.asker.id)
    with pytest.raises(sqlalchemy.exc.IntegrityError, match="two_people"):
        connection.execute(
            text("UPDATE out_of_turn SET granted = true, settled_at = now(), settled_by = asked_by")
        )


def _held(queue: Queue) -> int:
    return queue.ask(claimed_by(queue.connection, queue.workflow, queue.agent))


def _twice(queue: Queue) -> int:
    queue.ask(queue.waiting[1])
    return queue.ask(queue.waiting[1])


def _granted_before(queue: Queue) -> int:
    queue.grant(queue.ask(queue.waiting[1]))
    return queue.ask(queue.waiting[1])


@pytest.mark.parametrize(
    ("asking", "refusal"),
    [(_held, NotWaiting), (_twice, AlreadyAsked), (_granted_before, AlreadyAsked)],
)
def test_what_cannot_be_asked_is_refused_plainly(
    connection: Connection, asking: Callable[[Queue], int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asking(a_queue(connection))


def test_a_case_taken_meanwhile_is_not_granted(connection: Connection) -> None:
    queue = a_queue(connection, 1)
    turn = queue.ask(queue.waiting[0])
    queue.served()

    with pytest.raises(NotWaiting):
        queue.grant(turn)


def test_a_pool_has_a_quota(connection: Connection) -> None:
    queue = a_queue(connection, out_of_turn.LEAST + 2)
    *first, beyond = [queue.ask(case) for case in queue.waiting[1:]]
    for turn in first:
        queue.grant(turn)

    with pytest.raises(QuotaUsed):
        queue.grant(beyond)


def test_the_database_remembers_the_former_place(connection: Connection) -> None:
    queue = a_queue(connection)
    case = queue.waiting[-1]
    queue.grant(queue.ask(case))

    stays = connection.execute(
        select(queue_stays.c.eligible_at, queue_stays.c.until)
        .where(queue_stays.c.case_id == case.id)
        .order_by(queue_stays.c.id)
    ).all()

    assert [stay.until is None for stay in stays] == [False] * (len(stays) - 1) + [True]
    assert stays[-1].eligible_at < stays[-2].eligible_at


@settings(max_examples=15, suppress_health_check=ON_ONE_FIXTURE)
@given(st.lists(st.integers(0, 5), unique=True, max_size=out_of_turn.LEAST))
def test_granted_cases_come_first_and_all_others_keep_their_order(
    engine: Engine, chosen: list[int]
) -> None:
    with engine.connect() as connection:
        queue = a_queue(connection, 6)
        for index in chosen:
            queue.grant(queue.ask(queue.waiting[index]))

        order = []
        for _ in queue.waiting:
            order.append(queue.served())
            _finish(queue, order[-1])

    granted = {queue.waiting[index].id for index in chosen}
    others = [case.id for case in queue.waiting if case.id not in granted]
    assert set(order[: len(granted)]) == granted
    assert order[len(granted) :] == others


def _finish(queue: Queue, case_id: int) -> None:
    agent_queues.release(queue.connection, case_id, queue.agent, clock=queue.workflow.clock)
    queue.connection.execute(update(cases).where(cases.c.id == case_id).values(pool_id=None))


def test_grants_are_counted_by_month_and_reason(connection: Connection) -> None:
    queue = a_queue(connection)
    queue.grant(queue.ask(queue.waiting[-1]))
    queue.ask(queue.waiting[-2])

    month = queue.workflow.clock.now(connection).date().replace(day=1)

    counted = granted_by_month(connection, since=month, zone=ZoneInfo("UTC"))
    assert counted == {(month, Reason.BOOKED_TRAVEL): 1}


@pytest.mark.parametrize(("zone", "month"), [("Africa/Porto-Novo", 2), ("UTC", 1)])
def test_grants_of_the_last_night_of_a_month_count_where_people_are(
    connection: Connection, zone: str, month: int
) -> None:
    queue = a_queue(connection)
    queue.grant(queue.ask(queue.waiting[-1]))
    at = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    connection.execute(update(turns).values(settled_at=at))
    since, there = date(2026, 1, 1), ZoneInfo(zone)

    assert granted_by_month(connection, since=since, zone=there) == {
        (date(2026, month, 1), Reason.BOOKED_TRAVEL): 1
    }
    assert turns_by_month(connection, since=since, zone=there) == {
        (queue.waiting[-1].eservice, date(2026, month, 1)): 1
    }
