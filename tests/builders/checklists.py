"""The small e-service with a checklist in both of its states that people treat."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.definition.publish import publish
from tests.builders.backoffice import Backoffice
from tests.builders.eservices import an_eservice
from workflows import checklists
from workflows.accounts import Account
from workflows.cases import Case
from workflows.engine import Engine
from workflows.interpreter import interpreter

LABELS: Mapping[str, str] = {
    "identity": "The identity document is readable",
    "service": "The service record is there",
    "namesake": "Namesakes were looked for",
    "discussed": "The refusal was discussed",
    "wording": "The act reads well",
}


def _item(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "label": {"fr": f"{LABELS[name]} (fr)", "en": LABELS[name]}, **more}


#: Verification: for whoever goes on, of men only, before consulting too, and before refusing only.
LISTS: Mapping[str, list[dict[str, Any]]] = {
    "verification": [
        _item("identity", help={"fr": "Page 1.", "en": "See page 1."}),
        _item("service", when='answers.sex == "M"'),
        _item("namesake", needed_for=["approve", "consult_court"]),
        _item("discussed", needed_for=["refuse"]),
    ],
    "signature": [_item("identity"), _item("wording")],
}


@cache
def a_checked_eservice() -> EService:
    """Declare it."""
    said = an_eservice().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    states = said["procedure"]["states"]
    listed = {name: {**states[name], "checklist": items} for name, items in LISTS.items()}
    said["procedure"]["states"] = states | listed
    return EService.model_validate(said)


def with_checklists(office: Backoffice) -> Backoffice:
    """Give the same office where new cases follow a procedure with checklists."""
    with office.engine.begin() as connection:
        return replace(office, definition=publish(connection, a_checked_eservice()))


def ticks(office: Backoffice, case: Case, account: Account, items: Iterable[str]) -> None:
    """Let somebody tick, behind the web application's back."""
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        checklists.tick(connection, case, account.id, items, at=now)


def ticks_all(connection: Connection, workflow: Engine, case: Case, account: Account) -> None:
    """Let somebody tick all that a case has to be checked where it stands."""
    listed = checklists.items_for(interpreter(connection, case.definition), case)
    now = workflow.clock.now(connection)
    checklists.tick(connection, case, account.id, [item.id for item in listed], at=now)


def ticked(office: Backoffice, case: Case, account: Account) -> frozenset[str]:
    """Name what somebody has ticked."""
    with office.engine.begin() as connection:
        return checklists.ticked(connection, case, account.id)
