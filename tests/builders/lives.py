"""A small town whose cases live through anything that the procedure allows."""

import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, text

from tests.builders.kernel import a_case, a_definition, a_workflow, an_office
from workflows.actors import APPLICANT, SYSTEM, Actor, Role
from workflows.cases import Case
from workflows.engine import Engine as Workflow
from workflows.errors import MoveRefused
from workflows.routing import route

#: What may happen to a case; what cannot just then is refused by the engine.
MOVES = ("payment_cleared", "approve", "ask_applicant", "answer", "refuse", "sign", "withdraw")
ROLES: Mapping[str, Actor] = {
    "payment_cleared": SYSTEM,
    "answer": APPLICANT,
    "withdraw": APPLICANT,
}


def lodged(connection: Connection, workflow: Workflow, definition: str) -> Case:
    """Lodge a case."""
    return a_case(connection, workflow, definition, lodging_key=secrets.token_hex(8))


def happen(connection: Connection, workflow: Workflow, case_id: int, trigger: str) -> None:
    """Let something happen to a case, by whoever may do it; what cannot just then does not."""
    by = ROLES.get(trigger) or _holder(connection, case_id, trigger)
    data = {"reason": "unreadable", "fields_to_correct": ["surname"]}
    asked = {"refuse": ("reason",), "ask_applicant": ("reason", "fields_to_correct")}
    said = {name: data[name] for name in asked.get(trigger, ())}
    try:
        workflow.fire(connection, case_id, trigger, actor=by, data=said)
    except MoveRefused:
        return
    route(connection, workflow, case_id)


def _holder(connection: Connection, case_id: int, trigger: str) -> Actor:
    role = Role.SIGNATORY if trigger == "sign" else Role.AGENT
    account = {Role.SIGNATORY: 2, Role.AGENT: 1}[role]
    connection.execute(
        text(
            "UPDATE cases SET claimed_by = :account, claimed_until = now() + interval '9 days'"
            " WHERE id = :case"
        ),
        {"account": account, "case": case_id},
    )
    return Actor(role, account)


def a_town(connection: Connection) -> tuple[Workflow, str]:
    """Open an office with two people and one e-service."""
    an_office(connection)
    for account in (1, 2):
        connection.execute(
            text(
                "INSERT INTO accounts (id, login, name, password_hash, roles)"
                " OVERRIDING SYSTEM VALUE VALUES (:id, :login, :login, 'x', '{}')"
            ),
            {"id": account, "login": f"somebody-{account}"},
        )
    return a_workflow(), a_definition(connection)
