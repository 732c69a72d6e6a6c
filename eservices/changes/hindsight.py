"""What a new version would have changed on the cases of the last months, had it been live.

Each case is taken as if it were lodged today under the version it was lodged under, and under the
new one: the delay, the fee, the offices on its way and the act are computed for both, from its own
answers. Nothing is written. The cases looked at are a sample that does not depend on who asks.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from delivery.placeholders import fill
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.lodging import evaluate
from eservices.texts import mark
from payments.tariff import TariffError, assess
from workflows.definitions import definition
from workflows.language.conditions import UnusableExpression, compile_condition
from workflows.language.promises import promised_span
from workflows.tables import cases

#: How far back cases are looked at, and how many of them at most.
BACK = timedelta(days=180)
MOST = 500
NOTHING = "–"
UNKNOWN = "?"

Answers = Mapping[str, Any]


class Effect(StrEnum):
    """What of a case a version decides from its answers."""

    DELAY = "delay"
    FEE = "fee"
    ROUTE = "route"
    ACT = "act"


EFFECTS: Mapping[Effect, str] = {
    Effect.DELAY: mark("Promised delay"),
    Effect.FEE: mark("Fee"),
    Effect.ROUTE: mark("Offices on the way"),
    Effect.ACT: mark("Act"),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A change that some cases would have seen: from what to what, and how many."""

    effect: Effect
    before: str
    after: str
    cases: int


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What would have changed, over a stated sample of a stated time."""

    since: datetime
    #: Cases lodged since then, and how many of them were looked at.
    lodged: int
    looked_at: int
    turns: tuple[Turn, ...]

    def changed(self, effect: Effect) -> int:
        """Count the cases looked at of which this would have been another."""
        return sum(turn.cases for turn in self.turns if turn.effect is effect)


def hindsight(
    connection: Connection, after: EService, *, now: datetime, most: int = MOST
) -> Hindsight:
    """Look back at the cases of an e-service with a new version in hand."""
    recent = (cases.c.eservice == after.eservice, cases.c.lodged_at >= now - BACK)
    lodged: int = connection.execute(select(func.count()).where(*recent)).scalar_one()
    turns: Counter[tuple[Effect, str, str]] = Counter()
    sample = _sample(connection, recent, most)
    for checksum, answers in sample:
        before = eservice_of(definition(connection, checksum))
        for effect in Effect:
            told = tuple(_told(effect, one, answers, now.date()) for one in (before, after))
            if told[0] != told[1]:
                turns[effect, _short(told[0]), _short(told[1])] += 1
    order = list(Effect)
    found = (Turn(*key, cases=number) for key, number in turns.most_common())
    return Hindsight(
        since=now - BACK,
        lodged=lodged,
        looked_at=len(sample),
        turns=tuple(sorted(found, key=lambda turn: order.index(turn.effect))),
    )


def _sample(
    connection: Connection, recent: tuple[ColumnElement[bool], ...], most: int
) -> list[tuple[str, Answers]]:
    """Draw cases by the digest of their reference: spread over time, and the same each time."""
    rows = connection.execute(
        select(cases.c.definition, cases.c.answers)
        .where(*recent)
        .order_by(func.md5(cases.c.reference))
        .limit(most)
    )
    return [(row.definition, row.answers) for row in rows]


def _told(effect: Effect, eservice: EService, answers: Answers, today: date) -> str:
    """Tell what a version decides; what it cannot tell from answers to other questions says so."""
    try:
        return DECISIONS[effect](eservice, answers, today)
    except (TariffError, UnusableExpression):
        return UNKNOWN


def delay(eservice: EService, answers: Answers, today: date) -> str:
    """Tell the delay promised for these answers, and the event from which it runs."""
    if eservice.promise is None:
        return NOTHING
    span = promised_span(eservice.promise, answers=answers, today=today)
    return f"{span} ({eservice.promise.starts})"


def fee(eservice: EService, answers: Answers, today: date) -> str:
    """Tell what these answers cost on a day."""
    lines = assess(eservice.tariff, answers=answers, on=today, evaluate=evaluate)
    return " + ".join(f"{line.item} {line.money}" for line in lines) or NOTHING


def route(eservice: EService, answers: Answers, today: date) -> str:
    """Tell which office would treat each state that has agents, each office once in a row."""
    told: list[str] = []
    for state in eservice.procedure.states.values():
        if state.queue is not None:
            named = compile_condition(state.office).evaluate(answers, today) if state.office else ""
            place = f"{named or eservice.office}/{state.queue}"
            told += [place] if told[-1:] != [place] else []
    return " → ".join(told) or NOTHING


def act(eservice: EService, answers: Answers, _today: date) -> str:
    """Tell the words of the act for these answers, with a mark where only its issue can tell."""
    if eservice.act is None:
        return NOTHING
    template = eservice.act
    values = _Known({f"answers.{name}": str(value) for name, value in answers.items()})
    told = [
        fill(statement.in_language(language), values)
        for language in eservice.languages
        for statement in template.statements
    ]
    return "\n".join([template.number, str(template.valid_for), template.signed_by, *told])


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _short(text: str) -> str:
    """Write an act as its number's pattern: its words would quote what a citizen answered."""
    return text.split("\n", 1)[0]


DECISIONS: Mapping[Effect, Callable[[EService, Answers, date], str]] = {
    Effect.DELAY: delay,
    Effect.FEE: fee,
    Effect.ROUTE: route,
    Effect.ACT: act,
}
