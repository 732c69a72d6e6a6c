"""A till: everything that collects money, around one gateway and one payable case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy

from payments.charges import freeze
from payments.collection import Collection, Payment
from payments.gateway import Gateway
from payments.gateways import gateways_of
from payments.intents import Intent, intents_of
from payments.money import Money
from payments.refunding import Refunding
from payments.sandbox import SandboxGateway, SandboxProvider
from payments.settlement import DISPUTED, REFUND_DUE, REFUNDED, SETTLED, Settlement
from payments.tariff import AssessedLine
from tests.builders.kernel import EVENTS, a_case, a_definition, an_office
from workflows.cases import Case
from workflows.clock import ShiftedClock
from workflows.engine import Engine
from workflows.language.values import Text
from workflows.outbox import Outbox
from workflows.tables import outbox_events

MONEY_EVENTS = (SETTLED, REFUND_DUE, REFUNDED, DISPUTED)
SANDBOX_SECRET = "the sandbox signs with this"
BACK = "https://portal.example/back"
FEE = Money.of("1900 XOF")
TODAY = date(2026, 3, 2)


def wall_clock() -> datetime:
    """Tell the time as a provider's machine does."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Till:
    """What a test of payments works with."""

    engine: sqlalchemy.Engine
    clock: ShiftedClock
    workflow: Engine
    collection: Collection
    refunding: Refunding

    def pay_for(self, case: Case, *, provider: str = "sandbox") -> Intent:
        """Let the applicant press the button that pays."""
        return self.collection.begin(
            Payment(case_id=case.id, provider=provider, language="fr", return_url=BACK)
        )

    def intents(self, case: Case) -> tuple[Intent, ...]:
        """Read the case's intents, oldest first."""
        with self.engine.begin() as connection:
            return intents_of(connection, case.id)

    def emitted(self) -> list[str]:
        """Name the events of money that were emitted, in order."""
        wanted = sqlalchemy.select(outbox_events.c.event).order_by(outbox_events.c.id)
        with self.engine.begin() as connection:
            events = connection.scalars(wanted).all()
        return [event for event in events if event in MONEY_EVENTS]


def a_till(engine: sqlalchemy.Engine, *gateways: Gateway, clock: ShiftedClock) -> Till:
    """Put a till together around gateways."""
    outbox = Outbox({event: (event,) for event in (*EVENTS, *MONEY_EVENTS)})
    settlement = Settlement(outbox, clock)
    known = gateways_of(*gateways)
    return Till(
        engine=engine,
        clock=clock,
        workflow=Engine(clock, outbox, ordering_key=b"k" * 32),
        collection=Collection(engine, known, settlement),
        refunding=Refunding(known, settlement),
    )


def a_sandbox(engine: sqlalchemy.Engine, clock: ShiftedClock) -> SandboxGateway:
    """Open the sandbox provider, books and all."""
    provider = SandboxProvider(engine, clock, SANDBOX_SECRET, wall_clock)
    return SandboxGateway(provider, "https://portal.example/sandbox", SANDBOX_SECRET, wall_clock)


def a_line(item: str = "issue", money: Money = FEE) -> AssessedLine:
    """Write one line of what is owed."""
    return AssessedLine(item, Text({"fr": "Délivrance", "en": "Issue"}), money)


def a_payable_case(till: Till, *, lines: Sequence[AssessedLine] | None = None) -> Case:
    """Lodge an application that waits for its fee."""
    with till.engine.begin() as connection:
        an_office(connection)
        case = a_case(connection, till.workflow, a_definition(connection))
        freeze(connection, case_id=case.id, lines=[a_line()] if lines is None else lines)
    return case
