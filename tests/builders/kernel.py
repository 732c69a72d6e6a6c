"""An office, its people, a small procedure with every kind of step, and cases of it."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, insert

from workflows import accounts, agent_queues, definitions, organisations
from workflows.accounts import Account, PasswordHash
from workflows.actors import SYSTEM, Actor, Role
from workflows.cases import Case
from workflows.clock import ShiftedClock
from workflows.engine import Engine, Lodging
from workflows.language.procedure import PAYMENT_CLEARED, CompiledProcedure
from workflows.life_cycle import Author, Order, Step
from workflows.outbox import Outbox
from workflows.passwords import hash_password
from workflows.publications import publication_of, take_step
from workflows.routing import route
from workflows.tables import accounts as accounts_table

#: Every event has a follower named like it, so that tests see what was emitted.
EVENTS = (
    "case.lodged",
    "deadline.warned",
    "deadline.breached",
    "forecast.wanted",
    "what-if.asked",
    "notice.again",
    "report.wanted",
    *(
        f"entered.{stage}"
        for stage in (
            "submitted",
            "review",
            "applicant",
            "payment",
            "issuance",
            "delivered",
            "refused",
            "withdrawn",
        )
    ),
)
OFFICE = "cncj-cotonou"
PASSWORD = "correct horse battery"

CALENDAR: Mapping[str, Any] = {
    "timezone": "Africa/Porto-Novo",
    "week": {
        day: [["08:00", "12:30"], ["15:00", "18:30"]] for day in ("mon", "tue", "wed", "thu", "fri")
    },
    "holidays": {"2026-01-01": {"fr": "Jour de l’an", "en": "New Year’s Day"}},
}

#: Payment, examination, opinion, correction, signature under four eyes, issuance.
PROCEDURE: Mapping[str, Any] = {
    "initial": "awaiting_payment",
    "states": {
        "awaiting_payment": {
            "stage": "payment",
            "expires": {"after": "7 days", "fire": "expire"},
            "collects": ["issue"],
        },
        "verification": {
            "stage": "review",
            "queue": "records",
            "deadline": "16 working-hours",
            "warn_at": "50%",
        },
        "awaiting_applicant": {
            "stage": "applicant",
            "expires": {"after": "15 days", "fire": "lapse"},
        },
        "signature": {"stage": "review", "queue": "signatories", "deadline": "4 working-hours"},
        "issuing": {"stage": "issuance"},
        "delivered": {"stage": "delivered", "final": True},
        "refused": {"stage": "refused", "final": True},
        "withdrawn": {"stage": "withdrawn", "final": True},
    },
    "transitions": [
        {
            "fire": "payment_cleared",
            "from": "awaiting_payment",
            "to": "verification",
            "by": "system",
        },
        {
            "fire": "ask_applicant",
            "from": "verification",
            "to": "awaiting_applicant",
            "by": "agent",
            "asks": ["fields_to_correct", "reason"],
            "reasons": ["unreadable"],
        },
        {"fire": "answer", "from": "awaiting_applicant", "to": "verification", "by": "applicant"},
        {"fire": "approve", "from": "verification", "to": "signature", "by": "agent"},
        {
            "fire": "sign",
            "from": "signature",
            "to": "issuing",
            "by": "signatory",
            "distinct_from": ["approve"],
        },
        {
            "fire": "send_back",
            "from": "signature",
            "to": "verification",
            "by": "signatory",
            "asks": ["reason"],
        },
        {"fire": "issued", "from": "issuing", "to": "delivered", "by": "system"},
        {
            "fire": "refuse",
            "from": "verification",
            "to": "refused",
            "by": "agent",
            "asks": ["reason"],
            "refunds": "never",
        },
        {
            "fire": "withdraw",
            "from": ["awaiting_payment", "awaiting_applicant"],
            "to": "withdrawn",
            "by": "applicant",
        },
        {
            "fire": "expire",
            "from": "awaiting_payment",
            "to": "withdrawn",
            "by": "system",
        },
        {"fire": "lapse", "from": "awaiting_applicant", "to": "refused", "by": "system"},
    ],
}


@cache
def a_procedure(*, pauses: tuple[str, ...] = ("applicant",)) -> CompiledProcedure:
    """Compile the small procedure, promised within 72 hours of payment."""
    states = {
        name: {**state, "label": {"fr": name, "en": name}}
        for name, state in PROCEDURE["states"].items()
    }
    return CompiledProcedure.model_validate(
        {
            "eservice": "criminal-record",
            "procedure": {**PROCEDURE, "states": states},
            "promise": {"within": "72 hours", "starts": "paid", "pauses": list(pauses)},
            "calendar_office": OFFICE,
            "reasons": ["unreadable", "identity_mismatch"],
            "fields": ["surname", "given_names", "birth_certificate"],
        }
    )


def a_workflow(clock: ShiftedClock | None = None) -> Engine:
    """Build an engine whose clock can be turned and whose every event leaves a row."""
    reactions = {event: (event,) for event in EVENTS}
    return Engine(clock or ShiftedClock(), Outbox(reactions), ordering_key=b"k" * 32)


def an_office(connection: Connection) -> dict[str, int]:
    """Open an office with pools for records and signatories; give the pools' identifiers."""
    organisations.save_organisation(connection, slug="cncj", name={"fr": "CNCJ", "en": "CNCJ"})
    organisations.save_calendar(connection, slug="benin", content=CALENDAR)
    organisations.save_office(
        connection,
        slug=OFFICE,
        organisation="cncj",
        calendar="benin",
        name={"fr": "CNCJ, Cotonou", "en": "CNCJ, Cotonou"},
    )
    return {
        queue: organisations.save_pool(
            connection, slug=f"cncj-{queue}", office=OFFICE, queue=queue, name={"fr": queue}
        )
        for queue in ("records", "signatories")
    }


def a_definition(connection: Connection, compiled: CompiledProcedure | None = None) -> str:
    """Publish the small procedure and give its checksum."""
    compiled = compiled or a_procedure()
    content = compiled.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    checksum = definitions.store(connection, content=content, compiled=compiled)
    put_live(connection, compiled.eservice, checksum)
    return checksum


def put_live(connection: Connection, eservice: str, checksum: str) -> None:
    """Put a stored version live, as the operator of the command would."""
    if publication_of(connection, eservice).live != checksum:
        order = Order(
            eservice=eservice,
            step=Step.LIVE,
            author=Author(operator="tests"),
            reason="wanted by a test",
            checksum=checksum,
        )
        take_step(connection, order)


@cache
def _password_hash() -> PasswordHash:
    # Hashing is slow on purpose: once for the suite, not once for everybody hired in it.
    return hash_password(PASSWORD)


def an_account(
    connection: Connection,
    *pools: int,
    roles: tuple[Role, ...] = (Role.AGENT,),
    office: str = OFFICE,
) -> Account:
    """Hire somebody into these pools."""
    accounts.check_roles(roles)
    login = f"somebody-{secrets.token_hex(4)}"
    row = {
        "login": login,
        "name": login.title(),
        "password_hash": _password_hash(),
        "roles": sorted(roles),
        "office": office,
    }
    hired = insert(accounts_table).values(**row).returning(accounts_table.c.id)
    account_id = connection.execute(hired).scalar_one()
    for pool in pools:
        accounts.join_pool(connection, account_id=account_id, pool_id=pool)
    return accounts.find_account(connection, login)


def a_lodging(checksum: str, **changes: Any) -> Lodging:
    """Fill in an application."""
    values: dict[str, Any] = {
        "eservice": "criminal-record",
        "definition": checksum,
        "answers": {"surname": "Dossou", "given_names": "Afi"},
        "lodging_key": secrets.token_hex(16),
        "reference_prefix": "CJ",
        "name": "Afi Dossou",
        "language": "fr",
        "mail": "afi@example.org",
    }
    return Lodging(**values | changes)


def a_case(connection: Connection, workflow: Engine, checksum: str, **changes: Any) -> Case:
    """Lodge an application."""
    return workflow.lodge(connection, a_lodging(checksum, **changes)).case


def a_paid_case(connection: Connection, workflow: Engine, checksum: str, **changes: Any) -> Case:
    """Lodge and pay, so that the case waits in the records queue."""
    case = a_case(connection, workflow, checksum, **changes)
    moved = workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)
    route(connection, workflow, moved.id)
    return moved


def claimed_by(connection: Connection, workflow: Engine, account: Account) -> Case:
    """Let somebody take their next case, which must be there."""
    case = agent_queues.next_case(
        connection, account=account, clock=workflow.clock, lease=timedelta(minutes=30)
    )
    assert case is not None
    return case


def acting(account: Account, role: Role = Role.AGENT) -> Actor:
    """Let somebody act in a role of theirs."""
    return Actor(role, account.id)
