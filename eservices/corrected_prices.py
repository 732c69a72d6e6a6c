"""What a correction does to the price: told before it is sent, done with it, journalled after.

The tariff is that of the day of lodging: only the answers are others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.lodging import evaluate
from eservices.texts import mark, translate
from payments.money import Money
from payments.repricing import Change, Prices, Repriced, price_changes, reprice
from payments.settlement import Settlement
from payments.tariff import assess
from workflows.actors import Actor
from workflows.cases import Case
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Entry, Happening
from workflows.language.values import Text

#: Why money goes back: nothing is owed any more for what it paid.
REPRICED = "repriced"
CHANGED = mark("%(item)s: the price goes from %(was)s to %(now)s.")
TO_PAY = mark("%(amount)s will then have to be paid.")
REST_TO_PAY = mark("You have paid %(paid)s; %(amount)s more will have to be paid.")
GOES_BACK = mark("The %(paid)s that you paid go back to you.")
NOT_IN_PART = mark(
    "You have paid %(paid)s. A payment is not given back in part: show your receipt to the office "
    "to ask for the difference."
)


@dataclass(frozen=True, slots=True)
class Correcting:
    """A case whose answers are corrected, under the e-service that it was lodged under."""

    case: Case
    service: EService
    answers: Mapping[str, Any]
    zone: ZoneInfo

    def prices(self) -> Prices | None:
        """Assess what was owed and what is; nothing where no correction changes a price."""
        moving = [line for line in self.service.tariff if line.follows_corrections]
        if not moving:
            return None
        day = self.case.lodged_at.astimezone(self.zone).date()
        before, after = (
            assess(moving, answers=answers, on=day, evaluate=evaluate)
            for answers in (self.case.answers, {**self.case.answers, **self.answers})
        )
        return Prices(before, after)


def foresee(connection: Connection, correcting: Correcting) -> tuple[Change, ...]:
    """Say what sending a correction would change of the price."""
    prices = correcting.prices()
    if prices is None:
        return ()
    return price_changes(connection, correcting.case.id, prices).changes


def follow_correction(
    connection: Connection,
    workflow: Engine,
    settlement: Settlement,
    correcting: Correcting,
    actor: Actor,
) -> None:
    """Let the price follow a correction that was just sent, and journal it.

    `correcting` is the case before it was sent; its row is locked by the move.
    """
    prices = correcting.prices()
    found = Repriced(()) if prices is None else reprice(connection, correcting.case.id, prices)
    for intent in found.returned:
        settlement.give_back(connection, intent, reason=REPRICED)
    if found.changes:
        told = {"prices": [_written(change) for change in found.changes]}
        happened = Occurrence(Happening.PRICE_CHANGED, actor, told)
        record(connection, workflow, correcting.case.id, happened)


def agreed(changes: tuple[Change, ...]) -> str:
    """Write the new prices so that a page can send back which ones its reader saw."""
    return " ".join(f"{change.item}={change.was}>{change.now}" for change in changes)


def tell_change(change: Change, language: str) -> str:
    """Say what becomes of the price of one item, and of what was paid for it."""
    amounts = {
        "item": change.label.in_language(language),
        **{name: getattr(change, name).in_locale(language) for name in ("was", "now", "paid")},
        "amount": change.to_pay.in_locale(language),
    }
    said = translate(CHANGED, language, **amounts)
    sentence = _consequence(change)
    return said if sentence is None else f"{said} {translate(sentence, language, **amounts)}"


def prices_told(entry: Entry, language: str) -> str:
    """Say, of a journal entry, how prices changed; nothing of an entry about something else."""
    changes = (_read(one) for one in entry.data.get("prices", ()))
    return " ".join(tell_change(change, language) for change in changes)


def _consequence(change: Change) -> str | None:
    if change.to_pay:
        return REST_TO_PAY if change.paid else TO_PAY
    if not change.paid or change.paid == change.now:
        return None
    return GOES_BACK if change.goes_back else NOT_IN_PART


def _written(change: Change) -> dict[str, Any]:
    amounts = {name: str(getattr(change, name)) for name in ("was", "now", "paid")}
    plain = {"item": change.item, "label": change.label.root, "goes_back": change.goes_back}
    return plain | amounts


def _read(kept: Mapping[str, Any]) -> Change:
    return Change(
        item=kept["item"],
        label=Text(kept["label"]),
        **{name: Money.of(kept[name]) for name in ("was", "now", "paid")},
        goes_back=kept["goes_back"],
    )
