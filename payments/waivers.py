"""Waivers: what a case was exempted from when it was lodged, and what it owes when that falls."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.money import Money
from payments.tables import assessments, charges
from payments.tariff import AssessedLine
from workflows.language.values import Text


@dataclass(frozen=True, slots=True)
class Waiver:
    """What a case owes less for one item, frozen with its reason and its proof."""

    item: str
    label: Text
    reason: Text
    full: Money
    paid: Money
    proof: str | None = None


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


def waivers_of(connection: Connection, case_id: int) -> tuple[Waiver, ...]:
    """Read what a case is exempted from, in the order of the tariff; not what was rejected."""
    found = select(assessments.c.exemptions).where(assessments.c.case_id == case_id)
    kept = connection.execute(found).scalar_one_or_none() or ()
    return tuple(_waiver(one) for one in kept if not one.get("rejected"))


def reject_waivers(connection: Connection, case_id: int) -> tuple[Waiver, ...]:
    """Let every exemption of a case fall: what was not paid for its sake is owed from now on.

    The caller holds the lock of the case. What stood before stays written: the first price, what
    was paid of it, and that the exemption was rejected. Doing it twice changes nothing.
    """
    fallen = waivers_of(connection, case_id)
    if fallen:
        found = select(assessments.c.exemptions).where(assessments.c.case_id == case_id)
        kept = [one | {"rejected": True} for one in connection.execute(found).scalar_one()]
        ours = update(assessments).where(assessments.c.case_id == case_id)
        connection.execute(ours.values(exemptions=kept))
        rows = [_remainder(case_id, waiver) for waiver in fallen if waiver.paid < waiver.full]
        if rows:
            connection.execute(insert(charges).values(rows).on_conflict_do_nothing())
    return fallen


def _remainder(case_id: int, waiver: Waiver) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "item": waiver.item,
        "label": waiver.label.root,
        "amount": waiver.full.minor - waiver.paid.minor,
        "currency": waiver.full.currency,
        "is_remainder": True,
    }


def _waiver(kept: dict[str, Any]) -> Waiver:
    return Waiver(
        item=kept["item"],
        label=Text.model_validate(kept["label"]),
        reason=Text.model_validate(kept["reason"]),
        full=Money.of(kept["full"]),
        paid=Money.of(kept["paid"]),
        proof=kept["proof"],
    )
