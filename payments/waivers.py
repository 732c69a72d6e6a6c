"""Waivers: what a case was exempted from when it was lodged, and what it owes when that falls."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from payments.charges import add_charges, waived
from payments.money import Money
from payments.tables import assessments
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


def waivers_of(connection: Connection, case_id: int) -> tuple[Waiver, ...]:
    """Read what a case is exempted from, in the order of the tariff; not what was rejected."""
    return tuple(_waiver(one) for one in _kept(connection, case_id) if not one.get("rejected"))


def reject_waivers(connection: Connection, case_id: int) -> tuple[Waiver, ...]:
    """Let every exemption of a case fall: what was not paid for its sake is owed from now on.

    The caller holds the lock of the case. What stood before stays written: the first price, what
    was paid of it, and that the exemption was rejected. Doing it twice changes nothing.
    """
    fallen = waivers_of(connection, case_id)
    if fallen:
        kept = [one | {"rejected": True} for one in _kept(connection, case_id)]
        ours = update(assessments).where(assessments.c.case_id == case_id)
        connection.execute(ours.values(exemptions=kept))
        spared = [_remainder(waiver) for waiver in fallen if waiver.paid < waiver.full]
        add_charges(connection, case_id, spared)
    return fallen


def rejected_reasons(connection: Connection, case_id: int) -> frozenset[tuple[str, str]]:
    """Name the exemptions that were rejected: each by its item and its reason, written out."""
    kept = _kept(connection, case_id)
    return frozenset((one["item"], told(one["reason"])) for one in kept if one.get("rejected"))


def replace_waivers(
    connection: Connection, case_id: int, lines: Sequence[AssessedLine], items: Collection[str]
) -> None:
    """Write anew what a case is exempted from for some items; what was rejected stays so."""
    kept = [
        one for one in _kept(connection, case_id) if one["item"] not in items or one.get("rejected")
    ]
    new = [waived(line) for line in lines if line.item in items and line.reason is not None]
    ours = update(assessments).where(assessments.c.case_id == case_id)
    connection.execute(ours.values(exemptions=[*kept, *new]))


def told(reason: Mapping[str, str]) -> str:
    """Write a reason out, so that two can be compared."""
    return json.dumps(dict(reason), sort_keys=True)


def _kept(connection: Connection, case_id: int) -> Sequence[dict[str, Any]]:
    found = select(assessments.c.exemptions).where(assessments.c.case_id == case_id)
    return connection.execute(found).scalar_one_or_none() or ()


def _remainder(waiver: Waiver) -> AssessedLine:
    rest = Money(waiver.full.minor - waiver.paid.minor, waiver.full.currency)
    return AssessedLine(waiver.item, waiver.label, rest)


def _waiver(kept: dict[str, Any]) -> Waiver:
    return Waiver(
        item=kept["item"],
        label=Text.model_validate(kept["label"]),
        reason=Text.model_validate(kept["reason"]),
        full=Money.of(kept["full"]),
        paid=Money.of(kept["paid"]),
        proof=kept["proof"],
    )
