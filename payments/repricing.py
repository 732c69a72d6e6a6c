"""Prices after a correction: what is owed follows the corrected answers, what was paid stays paid.

Only the items whose price the correction itself changes are touched. What was not paid yet is
replaced, up or down; where part was paid, the rest is owed. Money goes back whole or not at all
(`payments.refunds`): a payment of which nothing is owed any more goes back, and of another no part
does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from payments.charges import Charge, add_charges, charges_of, charges_of_intent, supersede
from payments.intents import Intent, IntentStatus, intents_of
from payments.money import Money, total
from payments.tariff import AssessedLine
from payments.waivers import rejected_reasons, replace_waivers, told
from workflows.language.values import Text


@dataclass(frozen=True, slots=True)
class Change:
    """What one item cost so far and costs from now on, and what of it was paid."""

    item: str
    label: Text
    was: Money
    now: Money
    paid: Money
    #: Whether all that was paid for it goes back.
    goes_back: bool = False

    @property
    def to_pay(self) -> Money:
        """Give what is still owed for the item."""
        return self.now - self.paid if self.paid < self.now else Money.zero(self.now.currency)


@dataclass(frozen=True, slots=True)
class Prices:
    """What the answers owed before a correction and owe after it, at the tariff of the lodging."""

    before: Sequence[AssessedLine]
    after: Sequence[AssessedLine]

    def changed(self) -> frozenset[str]:
        """Name the items of which the correction changes the price or the exemption."""
        before, after = _by_item(self.before), _by_item(self.after)
        return frozenset(
            item for item in before.keys() | after.keys() if before.get(item) != after.get(item)
        )


@dataclass(frozen=True, slots=True)
class Repriced:
    """What a correction changes of what a case owes, and the payments that pay for nothing now."""

    changes: tuple[Change, ...]
    returned: tuple[Intent, ...] = ()


def price_changes(connection: Connection, case_id: int, prices: Prices) -> Repriced:
    """Say what a correction would change of what a case owes; nothing is written."""
    if not prices.changed():
        return Repriced(())
    return _weighed(connection, case_id, prices)


def reprice(connection: Connection, case_id: int, prices: Prices) -> Repriced:
    """Let what a case owes follow its corrected answers; the caller holds the case's lock.

    What is returned is superseded here; giving it back is the caller's. Doing it twice changes
    nothing more.
    """
    if not prices.changed():
        return Repriced(())
    found = _weighed(connection, case_id, prices)
    after = _without_rejected(connection, case_id, prices.after)
    replace_waivers(connection, case_id, after, prices.changed())
    returned = {intent.id for intent in found.returned}
    touched = {change.item for change in found.changes}
    supersede(
        connection,
        [
            charge.id
            for charge in charges_of(connection, case_id)
            if charge.item in touched and (charge.is_due or charge.settled_by in returned)
        ],
    )
    owed = [
        AssessedLine(change.item, change.label, change.to_pay)
        for change in found.changes
        if change.to_pay
    ]
    add_charges(connection, case_id, owed)
    return found


def _weighed(connection: Connection, case_id: int, prices: Prices) -> Repriced:
    standing = charges_of(connection, case_id)
    after = _without_rejected(connection, case_id, prices.after)
    lines = {**_by_item(prices.before), **_by_item(after)}
    now = {line.item: line.money for line in after}
    every = (
        _change(line, standing, now.get(item, Money.zero(line.money.currency)))
        for item, line in lines.items()
        if item in prices.changed()
    )
    changes = tuple(change for change in every if change.was != change.now)
    free = {change.item for change in changes if not change.now}
    paid = (one for one in intents_of(connection, case_id) if one.status is IntentStatus.SETTLED)
    returned = tuple(one for one in paid if _pays_only_for(connection, one, free)) if free else ()
    ids = {intent.id for intent in returned}
    back = {charge.item for charge in standing if charge.settled_by in ids}
    told_so = tuple(replace(change, goes_back=change.item in back) for change in changes)
    return Repriced(told_so, returned)


def _pays_only_for(connection: Connection, intent: Intent, items: Collection[str]) -> bool:
    standing = [one for one in charges_of_intent(connection, intent.id) if not one.superseded_at]
    return bool(standing) and all(charge.item in items for charge in standing)


def _change(line: AssessedLine, standing: Sequence[Charge], now: Money) -> Change:
    ours = [charge for charge in standing if charge.item == line.item]
    nothing = Money.zero(now.currency)
    was = total([nothing, *(charge.money for charge in ours)])
    paid = total([nothing, *(charge.money for charge in ours if not charge.is_due)])
    return Change(line.item, line.label, was, now, paid)


def _without_rejected(
    connection: Connection, case_id: int, lines: Sequence[AssessedLine]
) -> tuple[AssessedLine, ...]:
    """Price in full what an agent refused to exempt for the same reason before."""
    rejected = rejected_reasons(connection, case_id)
    return tuple(_in_full(line) if _is_among(line, rejected) else line for line in lines)


def _is_among(line: AssessedLine, rejected: frozenset[tuple[str, str]]) -> bool:
    return line.reason is not None and (line.item, told(line.reason.root)) in rejected


def _in_full(line: AssessedLine) -> AssessedLine:
    return replace(line, money=line.full or line.money, full=None, reason=None, proof=None)


def _by_item(lines: Sequence[AssessedLine]) -> dict[str, AssessedLine]:
    return {line.item: line for line in lines}
