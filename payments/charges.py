"""Charges: what a case owes, frozen when it is lodged, and what has been settled of it.

A charge is never rewritten. What is owed besides is another part of its item; what is owed no more
is superseded, and money that still comes for it goes back.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.money import Money
from payments.tables import assessments, charges, intent_charges
from payments.tariff import AssessedLine
from workflows.language.values import Text


@dataclass(frozen=True, slots=True)
class Charge:
    """What a case owes for one item of the tariff."""

    id: int
    case_id: int
    item: str
    label: Text
    money: Money
    settled_by: str | None
    settled_at: datetime | None
    superseded_at: datetime | None = None

    @property
    def is_due(self) -> bool:
        """Tell whether it is still owed."""
        return self.settled_by is None and self.superseded_at is None


def _charge(row: Row[Any]) -> Charge:
    return Charge(
        id=row.id,
        case_id=row.case_id,
        item=row.item,
        label=Text.model_validate(row.label),
        money=Money(row.amount, row.currency),
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        superseded_at=row.superseded_at,
    )


def _read(connection: Connection, statement: Select[Any]) -> tuple[Charge, ...]:
    return tuple(_charge(row) for row in connection.execute(statement.order_by(charges.c.id)))


def freeze(connection: Connection, *, case_id: int, lines: Sequence[AssessedLine]) -> None:
    """Write what a case owes; an item already frozen keeps its first price.

    Call it for every case, with no lines where nothing is owed: a case that nobody assessed is
    never cleared.
    """
    exempted = [waived(line) for line in lines if line.reason is not None]
    assessed = insert(assessments).values(case_id=case_id, exemptions=exempted)
    connection.execute(assessed.on_conflict_do_nothing())
    rows = [_row(line) | {"case_id": case_id} for line in lines if line.money]
    if rows:
        connection.execute(insert(charges).values(rows).on_conflict_do_nothing())


def waived(line: AssessedLine) -> dict[str, Any]:
    """Write down what an application is exempted from."""
    return {
        "item": line.item,
        "label": line.label.root,
        "reason": {} if line.reason is None else line.reason.root,
        "full": str(line.full),
        "paid": str(line.money),
        "proof": line.proof,
    }


def _row(line: AssessedLine) -> dict[str, Any]:
    return {
        "item": line.item,
        "label": line.label.root,
        "amount": line.money.minor,
        "currency": line.money.currency,
    }


def charges_of(connection: Connection, case_id: int) -> tuple[Charge, ...]:
    """Read all that a case owes or paid, as it was first assessed and then as it was added."""
    standing = (charges.c.case_id == case_id, charges.c.superseded_at.is_(None))
    return _read(connection, select(charges).where(*standing))


def charges_of_intent(connection: Connection, intent_id: str) -> tuple[Charge, ...]:
    """Read the charges that an intent was begun for."""
    covered = select(intent_charges.c.charge_id).where(intent_charges.c.intent_id == intent_id)
    return _read(connection, select(charges).where(charges.c.id.in_(covered)))


def due(connection: Connection, case_id: int, items: Collection[str]) -> tuple[Charge, ...]:
    """Read what a case still owes for these items."""
    return tuple(
        charge
        for charge in charges_of(connection, case_id)
        if charge.is_due and charge.item in items
    )


def owing_among(connection: Connection, case_ids: Collection[int]) -> frozenset[int]:
    """Tell which of these cases still owe anything."""
    mine, unsettled = charges.c.case_id.in_(case_ids), charges.c.settled_by.is_(None)
    standing = charges.c.superseded_at.is_(None)
    found = select(charges.c.case_id).where(mine, unsettled, standing)
    return frozenset(connection.execute(found).scalars())


def is_cleared(connection: Connection, case_id: int, items: Collection[str]) -> bool:
    """Tell whether a case was assessed and owes nothing more for these items."""
    return _is_assessed(connection, case_id) and not due(connection, case_id, items)


def is_fully_cleared(connection: Connection, case_id: int) -> bool:
    """Tell whether a case was assessed and owes nothing more at all."""
    return _is_assessed(connection, case_id) and not owing_among(connection, {case_id})


def _is_assessed(connection: Connection, case_id: int) -> bool:
    assessed = select(exists().where(assessments.c.case_id == case_id))
    return bool(connection.execute(assessed).scalar_one())


def supersede(connection: Connection, charge_ids: Collection[int]) -> None:
    """Let charges stand no more; the caller holds the case's lock."""
    ours = update(charges).where(charges.c.id.in_(tuple(charge_ids)))
    connection.execute(ours.values(superseded_at=func.clock_timestamp()))


def add_charges(connection: Connection, case_id: int, lines: Sequence[AssessedLine]) -> None:
    """Write what is owed besides what was assessed first; the caller holds the case's lock."""
    of_case = select(charges.c.item, func.max(charges.c.part).label("last")).where(
        charges.c.case_id == case_id
    )
    last = {row.item: row.last for row in connection.execute(of_case.group_by(charges.c.item))}
    rows = [_row(line) | {"case_id": case_id, "part": last.get(line.item, 0) + 1} for line in lines]
    if rows:
        connection.execute(insert(charges).values(rows))


def settle(
    connection: Connection, charge_ids: Iterable[int], *, intent_id: str, at: datetime
) -> None:
    """Mark charges as paid by an intent; the caller holds the case's lock and saw them due."""
    connection.execute(
        update(charges)
        .where(charges.c.id.in_(tuple(charge_ids)), charges.c.settled_by.is_(None))
        .values(settled_by=intent_id, settled_at=at)
    )


def release(connection: Connection, intent_id: str) -> None:
    """Make the charges that an intent had paid due again: its money was given back."""
    connection.execute(
        update(charges)
        .where(charges.c.settled_by == intent_id)
        .values(settled_by=None, settled_at=None)
    )
