"""Receipts: one for each payment that settled charges, numbered without a gap."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, select, update

from payments.charges import charges_of_intent
from payments.errors import NotSettled
from payments.intents import find_intent
from payments.money import Money
from payments.tables import receipts
from workflows.cases import applicant_of, find_case, lock_case
from workflows.clock import Clock
from workflows.language.values import Text
from workflows.numbering import next_number


@dataclass(frozen=True, slots=True)
class Receipt:
    """A number given to a payment; `file_sha256` is null until the document is typeset."""

    intent_id: str
    case_id: int
    series: str
    number: int
    code: str
    issued_at: datetime
    file_sha256: str | None

    @property
    def printed_number(self) -> str:
        """Write its number as it is printed, such as `Q-2026-0000123`."""
        return f"Q-{self.series.removeprefix('receipt:')}-{self.number:07}"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One charge that the payment settled."""

    item: str
    label: Text
    money: Money


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """All that stands on a receipt; whoever typesets it needs nothing else from here."""

    series: str
    number: int
    issued_at: datetime
    case_reference: str
    eservice: str
    applicant: str
    language: str
    lines: tuple[ReceiptLine, ...]
    total: Money
    paid_at: datetime
    provider: str
    provider_reference: str | None


COLUMNS = tuple(receipts.c[name] for name in Receipt.__dataclass_fields__)


def _receipt(row: RowMapping) -> Receipt:
    return Receipt(**row)


def receipt_of_intent(connection: Connection, intent_id: str) -> Receipt | None:
    """Read the receipt of a payment, if it has its number."""
    wanted = select(*COLUMNS).where(receipts.c.intent_id == intent_id)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _receipt(row)


def receipts_of(connection: Connection, case_id: int) -> tuple[Receipt, ...]:
    """Read a case's receipts, oldest first."""
    wanted = select(*COLUMNS).where(receipts.c.case_id == case_id)
    ordered = wanted.order_by(receipts.c.issued_at, receipts.c.number)
    return tuple(_receipt(row) for row in connection.execute(ordered).mappings())


def receipt_of_code(connection: Connection, code: str) -> Receipt | None:
    """Find a receipt by the code that is printed on it."""
    wanted = select(*COLUMNS).where(receipts.c.code == code)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _receipt(row)


def receipt_of_file(connection: Connection, sha256: str) -> Receipt | None:
    """Find the receipt whose document this is, byte for byte."""
    wanted = select(*COLUMNS).where(receipts.c.file_sha256 == sha256)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _receipt(row)


def yearly_series(at: datetime, zone: ZoneInfo) -> str:
    """Name the series in which a receipt of this instant is numbered: one for each year."""
    return f"receipt:{at.astimezone(zone).year}"


def allocate(
    connection: Connection, intent_id: str, *, series: str, code: str, clock: Clock
) -> Receipt:
    """Give a settled payment its number in a series; a repeat gives the same receipt and code.

    The series stays locked until the transaction ends: call it in a short one. Raises
    `NotSettled` for a payment that settled nothing.
    """
    lock_case(connection, find_intent(connection, intent_id).case_id)
    earlier = receipt_of_intent(connection, intent_id)
    if earlier is not None:
        return earlier
    intent = find_intent(connection, intent_id)
    if intent.settled_at is None:
        raise NotSettled(intent_id)
    receipt = Receipt(
        intent_id=intent_id,
        case_id=intent.case_id,
        series=series,
        number=next_number(connection, series),
        code=code,
        issued_at=clock.now(connection),
        file_sha256=None,
    )
    values = {name: getattr(receipt, name) for name in Receipt.__dataclass_fields__}
    connection.execute(receipts.insert(), values)
    return receipt


def content_of(connection: Connection, receipt: Receipt) -> ReceiptContent:
    """Gather what stands on a receipt."""
    intent = find_intent(connection, receipt.intent_id)
    if intent.settled_at is None:
        raise NotSettled(intent.id)
    case = find_case(connection, receipt.case_id)
    applicant = applicant_of(connection, receipt.case_id)
    charges = charges_of_intent(connection, intent.id)
    return ReceiptContent(
        series=receipt.series,
        number=receipt.number,
        issued_at=receipt.issued_at,
        case_reference=case.reference,
        eservice=case.eservice,
        applicant=applicant.name,
        language=applicant.language,
        lines=tuple(ReceiptLine(charge.item, charge.label, charge.money) for charge in charges),
        total=intent.money,
        paid_at=intent.settled_at,
        provider=intent.provider,
        provider_reference=intent.provider_reference,
    )


def record_file(connection: Connection, intent_id: str, sha256: str) -> None:
    """Write which stored document is the receipt; the first one written stays."""
    connection.execute(
        update(receipts)
        .where(receipts.c.intent_id == intent_id, receipts.c.file_sha256.is_(None))
        .values(file_sha256=sha256)
    )
