"""A procedure that asks two offices for their opinion side by side, and people to give them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from eservices.definition.model import EService
from eservices.definition.publish import publish
from tests.builders.eservices import an_eservice
from tests.builders.kernel import (
    OFFICE,
    a_case,
    an_account,
    an_office,
    claimed_by,
)
from workflows import consultations, organisations
from workflows.accounts import Account
from workflows.agent_queues import Handed
from workflows.cases import Case
from workflows.engine import Engine
from workflows.journal import history
from workflows.language.procedure import CompiledProcedure
from workflows.opinions import Opinion, give
from workflows.routing import route
from workflows.tables import pools as pools_table

FIRE_OFFICE = "fire-service"

STATES: Mapping[str, Any] = {
    "opinions": {
        "stage": "review",
        "consults": {
            "planning": {
                "queue": "planners",
                "deadline": "5 working-days",
                "silence": "waits",
            },
            "fire": {
                "queue": "fire_officers",
                "office": f'"{FIRE_OFFICE}"',
                "deadline": "2 working-days",
                "when": "answers.levels > 2",
                "silence": "favourable",
            },
        },
    },
    "drafting": {"stage": "review", "queue": "records", "deadline": "1 working-day"},
    "contested": {"stage": "review", "queue": "records", "deadline": "1 working-day"},
    "signature": {"stage": "review", "queue": "signatories", "deadline": "1 working-day"},
    "delivered": {"stage": "delivered", "final": True},
}
TRANSITIONS: tuple[Mapping[str, Any], ...] = (
    {
        "fire": "opinions_gathered",
        "from": "opinions",
        "to": "drafting",
        "by": "system",
        "when": 'opinions.planning != "unfavourable"',
    },
    {
        "fire": "opinions_gathered",
        "from": "opinions",
        "to": "contested",
        "by": "system",
        "when": 'opinions.planning == "unfavourable"',
    },
    {"fire": "ask_again", "from": ["drafting", "contested"], "to": "opinions", "by": "agent"},
    {"fire": "propose", "from": ["drafting", "contested"], "to": "signature", "by": "agent"},
    {
        "fire": "sign",
        "from": "signature",
        "to": "delivered",
        "by": "signatory",
        "distinct_from": ["propose", "planning", "fire"],
    },
)


LABELS: Mapping[str, str] = {
    "planning": "Town planning",
    "fire": "Fire safety",
    "opinions": "Opinions of the services",
    "drafting": "Decision being prepared",
    "contested": "Unfavourable opinion",
    "signature": "Signature",
    "delivered": "Issued",
    "ask_again": "Ask again",
    "propose": "Submit for decision",
    "sign": "Sign",
}


def _labelled(name: str, part: Mapping[str, Any]) -> dict[str, Any]:
    return {**part, "label": {"fr": LABELS[name], "en": LABELS[name]}}


@cache
def a_consulting_procedure() -> CompiledProcedure:
    """Compile the procedure: planning always, fire safety above two levels; then a signature."""
    states = {name: _labelled(name, state) for name, state in STATES.items()}
    asked = states["opinions"]["consults"]
    states["opinions"]["consults"] = {name: _labelled(name, one) for name, one in asked.items()}
    moves = [
        dict(one) if one["by"] == "system" else _labelled(one["fire"], one) for one in TRANSITIONS
    ]
    procedure = {"initial": "opinions", "states": states, "transitions": moves}
    return CompiledProcedure.model_validate(
        {"eservice": "permit", "procedure": procedure, "calendar_office": OFFICE}
    )


@cache
def a_consulting_eservice() -> EService:
    """Declare an e-service that asks for opinions as soon as it is lodged, and issues nothing."""
    said = an_eservice().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    procedure = a_consulting_procedure().procedure
    changed = {
        "eservice": "permit",
        "procedure": procedure.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "act": None,
        "promise": None,
    }
    return EService.model_validate(said | changed)


def consulting_offices(connection: Connection) -> dict[str, int]:
    """Open the office and the fire service, with a pool for each agent queue."""
    pools = an_office(connection)
    name = {"fr": "Pompiers", "en": "Fire service"}
    organisations.save_office(
        connection, slug=FIRE_OFFICE, organisation="cncj", calendar="benin", name=name
    )
    for queue, office in (("planners", OFFICE), ("fire_officers", FIRE_OFFICE)):
        pools[queue] = organisations.save_pool(
            connection, slug=queue.replace("_", "-"), office=office, queue=queue, name=name
        )
    return pools


def a_case_with_opinions(
    connection: Connection, workflow: Engine, *, levels: int = 4
) -> tuple[Case, Account, Account]:
    """Lodge a case and ask for its opinions; give it with a planner and a fire officer."""
    pools = consulting_offices(connection)
    checksum = publish(connection, a_consulting_eservice())
    case = a_case(connection, workflow, checksum, eservice="permit", answers={"levels": levels})
    route(connection, workflow, case.id)
    planner = an_account(connection, pools["planners"])
    officer = an_account(connection, pools["fire_officers"], office=FIRE_OFFICE)
    return case, planner, officer


def taken_by(connection: Connection, workflow: Engine, account: Account) -> Handed:
    """Let somebody take the next opinion that is asked of them, which must be there."""
    handed = claimed_by(connection, workflow, account)
    assert isinstance(handed, Handed)
    assert handed.consultation_id is not None
    return handed


def answers(
    connection: Connection, workflow: Engine, account: Account, result: str = "favourable"
) -> Case:
    """Let somebody take the next opinion that is asked of them and give it."""
    handed = taken_by(connection, workflow, account)
    return give(
        connection,
        workflow,
        handed.consultation_id or 0,
        Opinion(result, "As the rules have it."),
        account_id=account.id,
    )


def asked_of(connection: Connection, case: Case) -> dict[str, consultations.Asked]:
    """Give the opinions asked for on a case, the last of each name."""
    return {one.name: one for one in consultations.asked_on(connection, case.id)}


def told(connection: Connection, case: Case) -> list[str]:
    """List what the journal of a case tells."""
    return [entry.trigger for entry in history(connection, case.id)]


def a_drafter(connection: Connection) -> Account:
    """Hire somebody who prepares decisions."""
    queue = pools_table.c.queue == "records"
    return an_account(
        connection, connection.execute(select(pools_table.c.id).where(queue)).scalar_one()
    )
