"""Properties of what the applicant pays and gets: the tariff, the act, and what is kept of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from eservices.definition import rules
from eservices.definition.form import FieldType
from eservices.definition.model import EService
from eservices.definition.samples import sample_answers
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import SOME_DAY, Answers
from payments.tariff import TariffLine
from workflows.language.conditions import compile_condition
from workflows.language.findings import closest
from workflows.language.procedure import Stage
from workflows.language.source import ValuePath
from workflows.language.values import Span, Unit
from workflows.verifier.flaws import Flaw

ACT = ("act",)
DAYS = {
    Unit.HOURS: 1 / 24,
    Unit.DAYS: 1.0,
    Unit.MONTHS: 30.5,
    Unit.YEARS: 365.0,
    Unit.WORKING_HOURS: 1 / 8,
    Unit.WORKING_DAYS: 1.4,
}


def amounts_are_in_the_packs_currency(
    eservice: EService, surroundings: Surroundings
) -> Iterator[Flaw]:
    """Every amount is in the currency of the pack."""
    for position, line in enumerate(eservice.tariff):
        if line.currency != surroundings.currency:
            values = {"currency": line.currency, "wanted": surroundings.currency}
            yield Flaw(rules.OTHER_CURRENCY, ("tariff", position, "amount"), values)


def every_day_has_one_price(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """On no day do two lines price the same item for the same answers."""
    for position, line in enumerate(eservice.tariff):
        rivals = [
            other
            for other in eservice.tariff[:position]
            if other.item == line.item and _first_common_day(line, other) is not None
        ]
        for rival in rivals:
            answers = _both_apply(eservice, line, rival)
            if answers is not None:
                day = _first_common_day(line, rival)
                values = {"item": line.item, "day": str(day), "answers": written(answers)}
                yield Flaw(rules.TWO_PRICES, ("tariff", position), values)


def prices_leave_no_gap(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Once an item has a price, it has one every day until the last one ends."""
    for item in dict.fromkeys(line.item for line in eservice.tariff):
        lines = [(at, line) for at, line in enumerate(eservice.tariff) if line.item == item]
        lines.sort(key=lambda placed: placed[1].starts)
        reached = lines[0][1].starts
        for at, line in lines:
            if reached < line.starts:
                values = {"item": item, "day": str(reached), "next": str(line.starts)}
                yield Flaw(rules.GAP_IN_PRICES, ("tariff", at, "from"), values)
            after = date.max if line.ends is None else line.ends + timedelta(days=1)
            reached = max(reached, after)


def quantities_are_known(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Whenever a price by quantity applies, the quantity is there and not below zero."""
    for position, line in enumerate(eservice.tariff):
        if line.per is None:
            continue
        for answers in sample_answers(eservice.form, _read_by(line)):
            if not _applies(line, answers):
                continue
            quantity = compile_condition(line.per).evaluate(answers, SOME_DAY)
            rule = _quantity_rule(quantity)
            if rule is not None:
                values = {"item": line.item, "answers": written(answers)}
                yield Flaw(rule, ("tariff", position, "per"), values)
                break


def what_is_issued_is_an_act(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """There is an act exactly when a state issues one."""
    issuing = [
        name for name, state in eservice.procedure.states.items() if state.stage is Stage.ISSUANCE
    ]
    if issuing and eservice.signed_by is None:
        yield Flaw(rules.NO_ACT, ("procedure", "states", issuing[0]))
    if eservice.signed_by is not None and not issuing:
        yield Flaw(rules.ACT_NOT_ISSUED, ACT)


def acts_quote_what_is_answered(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """The act quotes fields that exist, can be written, and are answered on every branch."""
    if eservice.act is None:
        return
    for name in eservice.act.answers_quoted():
        field = eservice.form.field(name)
        at = (*ACT, "identity" if name in eservice.act.identity else "statements")
        if field is None:
            near = closest(name, (one.id for one in eservice.form.fields()))
            yield Flaw(rules.ACT_QUOTES_UNKNOWN, at, {"field": name, "near": near})
        elif field.type is FieldType.FILE:
            yield Flaw(rules.ACT_QUOTES_FILE, at, {"field": name})
        else:
            yield from _unanswered(eservice, name, at)


def acts_are_signed_by_somebody(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """The agent queue that signs the act holds cases."""
    queues = {state.queue for state in eservice.procedure.states.values() if state.queue}
    queue = eservice.signed_by
    if queue is not None and queue not in queues:
        values = {"queue": queue, "near": closest(queue, queues)}
        at = ACT if eservice.act is not None else ("corrects",)
        yield Flaw(rules.NO_SUCH_SIGNATORIES, (*at, "signed_by"), values)


def acts_quote_a_validity_they_have(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """An act that says until when it is valid has a validity."""
    act = eservice.act
    if act is not None and act.valid_for is None and "act.valid_until" in act.placeholders():
        yield Flaw(rules.NO_VALIDITY, ACT)


def acts_are_kept_while_valid(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """The act has a retention, no shorter than its validity."""
    if eservice.signed_by is None:
        return
    kept = eservice.retention.act
    valid = None if eservice.act is None else eservice.act.valid_for
    if kept is None:
        yield Flaw(rules.ACT_NOT_KEPT, ("retention",))
    elif valid is not None and _days(kept) < _days(valid):
        values = {"valid": str(valid), "kept": str(kept)}
        yield Flaw(rules.ACT_KEPT_TOO_SHORT, ("retention", "act"), values)


def written(answers: Answers) -> str:
    """Write sample answers as a counter-example."""
    return ", ".join(
        f"{name} = {'–' if value is None else value}" for name, value in answers.items()
    )


def _unanswered(eservice: EService, name: str, at: ValuePath) -> Iterator[Flaw]:
    for answers in sample_answers(eservice.form, [f"answers.{name} == null"]):
        if answers.get(name) is None:
            values = {"field": name, "answers": written(answers)}
            yield Flaw(rules.ACT_QUOTES_MISSING, at, values)
            return


def _first_common_day(one: TariffLine, other: TariffLine) -> date | None:
    start = max(one.starts, other.starts)
    return start if one.in_force(start) and other.in_force(start) else None


def _both_apply(eservice: EService, one: TariffLine, other: TariffLine) -> Answers | None:
    conditions = [line.when for line in (one, other) if line.when is not None]
    for answers in sample_answers(eservice.form, conditions):
        if _applies(one, answers) and _applies(other, answers):
            return answers
    return None


def _applies(line: TariffLine, answers: Answers) -> bool:
    return line.when is None or compile_condition(line.when).holds(answers, SOME_DAY)


def _read_by(line: TariffLine) -> list[str]:
    return [text for text in (line.when, line.per) if text is not None]


def _quantity_rule(quantity: Any) -> Any:
    if not isinstance(quantity, int | Decimal):
        return rules.NO_QUANTITY
    return rules.NEGATIVE_QUANTITY if quantity < 0 else None


def _days(span: Span) -> float:
    return span.count * DAYS[span.unit]
