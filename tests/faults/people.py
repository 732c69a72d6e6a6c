"""What applicants, agents and signatories do in a world, up to the step that a test looks at."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, update

from backoffice.retention.switching import confirm as confirm_erasing
from backoffice.retention.switching import propose as propose_erasing
from backoffice.retention.switching import standing
from config.reactions import Job
from config.tracking import codes_of
from delivery.notices import Channel
from delivery.register import act_of_case
from delivery.revocations import CONFIRMED, propose, settle
from eservices.contacts import Contact
from eservices.one_time_codes import Asking
from payments.charges import freeze
from payments.collection import Payment
from payments.intents import Intent
from payments.money import Money
from payments.sandbox import SandboxProvider, SignedWebhook
from payments.tariff import AssessedLine
from tests.builders.checklists import ticks_all
from tests.builders.kernel import an_account
from tests.faults.world import SERVICE, World
from workflows import agent_queues, attachments
from workflows.accounts import Account
from workflows.actors import APPLICANT, Actor, Role
from workflows.cases import Case, find_case
from workflows.closings import Announced, announce
from workflows.deadlines import deadlines_of
from workflows.engine import Lodging
from workflows.language.values import Text
from workflows.signing.deciding import confirm
from workflows.signing.taking import take
from workflows.tables import cases

FEE = AssessedLine("issue", Text({"fr": "Délivrance", "en": "Issue"}), Money.of("1900 XOF"))
ANSWERS: Mapping[str, Any] = {
    "surname": "Dossou",
    "given_names": "Afi",
    "sex": "F",
    "born_on": "1994-03-01",
    "birth_place": "Cotonou",
    "birth_court": "tpi-cotonou",
    "mail": "afi.dossou@example.org",
}


def lodged(world: World) -> Case:
    """Lodge an application with a file, as the portal does in one transaction."""
    digest = world.outside.storage.put(secrets.token_bytes(64))
    lodging = Lodging(
        eservice=SERVICE,
        definition=world.definition,
        answers=ANSWERS,
        lodging_key=secrets.token_hex(16),
        reference_prefix="BJ",
        name="Afi Dossou",
        language="fr",
        mail=str(ANSWERS["mail"]),
    )
    with world.engine.begin() as connection:
        case = world.installation.workflow.lodge(connection, lodging).case
        freeze(connection, case_id=case.id, lines=[FEE])
        attachments.record(
            connection,
            case_id=case.id,
            field="birth_certificate",
            filename="acte.pdf",
            media_type="application/pdf",
            size=64,
            sha256=digest,
            created_at=case.lodged_at,
        )
    world.accepted.add(case.reference)
    return case


def asks_for_a_code(world: World, address: str) -> None:
    """Ask for a one-time code, as the portal does."""
    with world.engine.begin() as connection:
        codes_of(world.installation.settings).ask(
            connection,
            world.installation.outbox,
            Contact(Channel.MAIL, address),
            language="fr",
            client=address,
            asking=Asking(),
            now=world.clock.now(connection),
        )


def begun(world: World, case: Case) -> Intent:
    """Open the provider's page."""
    return world.paying.collection.begin(Payment(case.id, "sandbox", "fr", "https://back.example"))


def provider(world: World) -> SandboxProvider:
    """Give the provider's own side."""
    sandbox = world.paying.sandbox
    assert sandbox is not None
    return sandbox.provider


def pressed_pay(world: World, case: Case) -> SignedWebhook:
    """Press the button on the provider's page; gives the webhook that it sends."""
    reference = begun(world, case).provider_reference
    assert reference is not None
    return provider(world).pay(reference)


def paid(world: World) -> Case:
    """Lodge and pay; the webhook has come and nothing has followed yet."""
    case = lodged(world)
    # The look on entering the payment state finds the fee still owed.
    world.drain(Job.CLEAR)
    webhook = pressed_pay(world, case)
    world.paying.collection.receive("sandbox", body=webhook.body, signature=webhook.signature)
    return case


def withdrawn(world: World, case: Case) -> Case:
    """Let the applicant take the application back."""
    with world.engine.begin() as connection:
        return world.installation.workflow.fire(connection, case.id, "withdraw", actor=APPLICANT)


def cleared(world: World) -> Case:
    """Pay, and let the case pass on to its examination, not routed yet."""
    case = paid(world)
    world.drain(Job.CLEAR)
    return case


def signed(world: World) -> Case:
    """Have the case examined and signed; its act is due."""
    case = cleared(world)
    world.drain(Job.ROUTE)
    decide(world, world.agent, "approve", role=Role.AGENT)
    world.drain(Job.ROUTE)
    decide(world, world.signatory, "sign", role=Role.SIGNATORY)
    return case


def sitting_confirmed(world: World) -> Case:
    """Have the case examined, taken into a sitting and confirmed there, not signed yet."""
    case = cleared(world)
    world.drain(Job.ROUTE)
    decide(world, world.agent, "approve", role=Role.AGENT)
    world.drain(Job.ROUTE)
    workflow = world.installation.workflow
    with world.engine.begin() as connection:
        batch = take(connection, workflow, world.signatory)
        assert batch is not None
        confirm(connection, workflow, batch)
    return case


def issued(world: World) -> Case:
    """Have the act registered; the case has not moved yet."""
    case = signed(world)
    world.drain(Job.ISSUE)
    return case


def condemned(world: World) -> Case:
    """Have the revocation of a delivered act proposed by one person and confirmed by another."""
    case = issued(world)
    world.drain(Job.FINISH)
    with world.engine.begin() as connection:
        act = act_of_case(connection, case.id)
        assert act is not None
        now = world.clock.now(connection)
        asked = propose(
            connection, act, reason="issued_in_error", note="", by=world.agent.id, now=now
        )
        settle(connection, asked.id, confirmed=True, by=world.signatory.id, now=now)
        box = world.installation.outbox
        box.emit(connection, CONFIRMED, case_id=case.id, data={"proposal": asked.id})
    return case


def taken_back(world: World) -> Case:
    """Have the act revoked; its case has not been told yet."""
    case = condemned(world)
    world.drain(Job.REVOKE)
    return case


def an_administrator(connection: Connection) -> Account:
    """Hire an administrator at the office that treats the cases."""
    return an_account(connection, roles=(Role.ADMINISTRATOR,), office="cncj")


def closed_in_haste(world: World) -> Case:
    """Close the office that has the case for a week, of which its clock does not know yet."""
    case = cleared(world)
    world.drain(Job.ROUTE)
    with world.engine.begin() as connection:
        at, boss = world.clock.now(connection), an_administrator(connection)
        office = next(c.calendar_office for c in deadlines_of(connection, case.id))
        days = {"first_day": at.date(), "last_day": at.date() + timedelta(days=6)}
        why = {"fr": "Grève", "en": "Strike"}
        what = Announced(offices=[office], reason=why, by=boss.id, **days)
        announce(connection, world.installation.outbox, what, at=at)
    return case


def over_and_done(world: World) -> Case:
    """Have a case delivered whose files and answers were kept for as long as they may be."""
    case = issued(world)
    world.settle()
    with world.engine.begin() as connection:
        if standing(connection) is None:
            at = world.clock.now(connection)
            one, other = (an_administrator(connection).id for _ in "12")
            propose_erasing(connection, by=one, reason="law", at=at)
            confirm_erasing(connection, by=other, reason="law", at=at)
        # The clock stays: the certificate of the seal would end before the period does.
        long_ago = {"closed_at": world.clock.now(connection) - timedelta(days=4000)}
        connection.execute(update(cases).where(cases.c.id == case.id).values(long_ago))
    return case


def decide(world: World, account: Account, trigger: str, *, role: Role) -> None:
    """Let somebody take their next case and decide it."""
    with world.engine.begin() as connection:
        case = agent_queues.next_case(connection, account=account, clock=world.clock)
        assert case is not None, f"nothing waits for {role}"
        workflow = world.installation.workflow
        ticks_all(connection, workflow, case, account)
        workflow.fire(connection, case.id, trigger, actor=Actor(role, account.id))


def now(world: World, case: Case) -> Case:
    """Read a case as it stands."""
    with world.engine.begin() as connection:
        return find_case(connection, case.id)
