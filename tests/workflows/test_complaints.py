"""Confidential reports: nobody but inspectors can find out that there is one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from backoffice.demand.arrivals import eservices_with_a_past
from tests.builders.kernel import (
    a_definition,
    a_paid_case,
    a_procedure,
    a_workflow,
    an_account,
    an_office,
)
from workflows import board, levers, out_of_turn
from workflows.actors import Role
from workflows.board.workload import loads
from workflows.cases import Case
from workflows.engine import Engine as Workflow
from workflows.errors import UnknownCase
from workflows.event_log import logged_events
from workflows.language.procedure import Complaint
from workflows.levers import Kind, LeverRefused, Obstacle, Pull, Reason
from workflows.out_of_turn import Asking, Document
from workflows.tables import board_cases, board_days

REPORTS = "corruption-report"


@dataclass(frozen=True, slots=True)
class House:
    """An office with an ordinary case and a confidential report, both waiting."""

    connection: Connection
    workflow: Workflow
    pools: dict[str, int]
    case: Case
    report: Case

    @classmethod
    def with_both(cls, connection: Connection) -> "House":
        workflow, pools = a_workflow(), an_office(connection)
        ordinary = a_procedure()
        confidential = ordinary.model_copy(
            update={"eservice": REPORTS, "complaint": Complaint(confidential=True)}
        )
        case, report = (
            a_paid_case(connection, workflow, a_definition(connection, one), eservice=one.eservice)
            for one in (ordinary, confidential)
        )
        return cls(connection, workflow, pools, case, report)

    def asked_out_of_turn(self, case: Case) -> int:
        boss = an_account(self.connection, roles=(Role.SUPERVISOR,))
        ticket = Document("a" * 64, "ticket.pdf", "application/pdf")
        asking = Asking(case.id, out_of_turn.Reason.MEDICAL, "Operation.", ticket, boss.id)
        now = self.workflow.clock.now(self.connection)
        return out_of_turn.ask(self.connection, asking, at=now)

    def pulled(self, **changes: Any) -> int:
        now = self.workflow.clock.now(self.connection)
        values: dict[str, Any] = {
            "kind": Kind.REINFORCE,
            "from_pool": self.pools["signatories"],
            "to_pool": self.pools["records"],
            "keep": None,
            "reason": Reason.PEAK,
            "note": "Much to do.",
            "by": an_account(self.connection, roles=(Role.SUPERVISOR,)).id,
            "until": now + timedelta(days=1),
        }
        return levers.pull(self.connection, Pull(**values | changes), at=now)


def test_asking_out_of_turn_for_a_report_is_like_asking_for_what_does_not_exist(
    engine: Engine,
) -> None:
    with engine.connect() as connection:
        house = House.with_both(connection)

        assert house.asked_out_of_turn(house.case)
        with pytest.raises(UnknownCase):
            house.asked_out_of_turn(house.report)


def test_an_exported_log_holds_no_event_of_a_report(engine: Engine) -> None:
    with engine.connect() as connection:
        House.with_both(connection)

        told = {event.eservice for event in logged_events(connection, secret=b"s" * 32)}
        of_reports = logged_events(connection, secret=b"s" * 32, eservice=REPORTS)

        assert told == {"criminal-record"}
        assert list(of_reports) == []


@pytest.mark.parametrize("count", [board.catch_up, board.rebuild])
def test_the_board_counts_no_report(engine: Engine, count: Any) -> None:
    with engine.connect() as connection:
        house = House.with_both(connection)

        count(connection)

        counted = connection.execute(select(board_cases.c.case_id)).scalars().all()
        summed = connection.execute(select(board_days.c.eservice).distinct()).scalars().all()
        assert counted == [house.case.id]
        assert summed == ["criminal-record"]


def test_the_demand_of_reports_is_shown_to_nobody(engine: Engine) -> None:
    with engine.connect() as connection:
        House.with_both(connection)

        assert eservices_with_a_past(connection) == ("criminal-record",)


def test_the_workload_of_inspectors_is_not_told(engine: Engine) -> None:
    with engine.connect() as connection:
        house = House.with_both(connection)
        agent = an_account(connection, house.pools["records"])
        an_account(connection, house.pools["records"], roles=(Role.INSPECTOR,))

        assert [load.name for load in loads(connection)] == [agent.name]


@pytest.mark.parametrize(("helping", "helped"), [("agent", "inspector"), ("inspector", "agent")])
def test_no_lever_moves_the_work_of_inspectors(engine: Engine, helping: str, helped: str) -> None:
    with engine.connect() as connection:
        house = House.with_both(connection)
        an_account(connection, house.pools["signatories"], roles=(Role(helping),))
        an_account(connection, house.pools["records"], roles=(Role(helped),))

        with pytest.raises(LeverRefused) as refused:
            house.pulled()
        assert refused.value.obstacle is Obstacle.NOBODY


def test_a_lever_lends_agents_to_agents(engine: Engine) -> None:
    with engine.connect() as connection:
        house = House.with_both(connection)
        for pool in house.pools.values():
            an_account(connection, pool)

        assert house.pulled()
