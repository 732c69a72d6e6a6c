"""Properties of the tariff: one price on every day for every answer, and sound exemptions."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from eservices.definition import rules
from eservices.definition.form import FieldType
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.samples import sample_answers
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import SOME_DAY, Answers
from payments.pricing import Exemption
from payments.tariff import TariffLine
from workflows.language.conditions import compile_condition
from workflows.language.findings import Rule, closest
from workflows.language.procedure import Question
from workflows.verifier.exemptions import clears, serves
from workflows.verifier.flaws import Flaw
from workflows.verifier.graph import Graph


def every_answer_has_a_price(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Once an item has a price, it has one for every answer, were it zero."""
    for item in dict.fromkeys(line.item for line in eservice.tariff):
        lines = [(at, line) for at, line in enumerate(eservice.tariff) if line.item == item]
        for day in sorted({line.starts for _at, line in lines}):
            found = _unpriced(eservice, [line for _at, line in lines if line.in_force(day)])
            if found is not None:
                at = next(at for at, line in lines if line.starts == day)
                values = {"item": item, "day": str(day), "answers": written(found)}
                yield Flaw(rules.NO_PRICE, ("tariff", at), values)
                break


def exemptions_bear_single_names(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """No two exemptions of one price bear the same name."""
    for position, line in enumerate(eservice.tariff):
        counts = Counter(exemption.exemption for exemption in line.exemptions)
        for place, exemption in enumerate(line.exemptions):
            if counts[exemption.exemption] > 1:
                at = ("tariff", position, "exemptions", place)
                yield Flaw(rules.DUPLICATE_NAME, at, {"name": exemption.exemption})
                break


def exemptions_are_proved(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """The document that proves an exemption is asked of everybody who gets it."""
    for position, line in enumerate(eservice.tariff):
        for place, exemption in enumerate(line.exemptions):
            at = ("tariff", position, "exemptions", place, "proof")
            if exemption.proof is not None:
                yield from (
                    Flaw(rule, at, values)
                    for rule, values in _unproved(eservice, line, exemption, exemption.proof)
                )


def exemptions_can_be_rejected(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Where a document proves an exemption, somebody may find that it does not."""
    if any(transition.rejects_exemptions for transition in eservice.procedure.transitions):
        return
    for position, line in enumerate(eservice.tariff):
        for place, exemption in enumerate(line.exemptions):
            if exemption.proof is not None:
                at = ("tariff", position, "exemptions", place)
                yield Flaw(rules.UNREJECTABLE, at, {"exemption": exemption.exemption})


def corrected_prices_are_paid(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """A price that a correction may raise is collected after it on every way to the act."""
    graph = Graph(eservice.procedure)
    moving = [at for at, line in enumerate(eservice.tariff) if line.follows_corrections]
    asking = (edge for edge in graph.edges if Question.FIELDS_TO_CORRECT in edge.transition.asks)
    goals = tuple(dict.fromkeys(edge.to for edge in asking))
    told: set[str] = set()
    for at in moving:
        item = eservice.tariff[at].item
        for state in goals:
            path = () if item in told else _unpaid_way(graph, item, state)
            if path:
                told.add(item)
                yield Flaw(rules.CORRECTED_UNPAID, ("tariff", at), {"item": item}, path)


def _unpaid_way(graph: Graph, item: str, start: str) -> tuple[str, ...]:
    """Find a way from a state to the act on which an item is not paid."""
    paying = (edge for edge in graph.edges if not clears(graph, item, edge))
    reached = graph.explore(paying, start)
    return next((way for name, way in reached.items() if serves(graph, name)), ())


def _unproved(
    eservice: EService, line: TariffLine, exemption: Exemption, proof: str
) -> Iterator[tuple[Rule, dict[str, str]]]:
    field = eservice.form.field(proof)
    if field is None or field.type is not FieldType.FILE:
        files = [one.id for one in eservice.form.fields() if one.type is FieldType.FILE]
        yield rules.PROOF_KIND, {"name": proof, "near": closest(proof, files)}
        return
    conditions = [text for text in (exemption.when, line.when) if text is not None]
    for answers in sample_answers(eservice.form, [*conditions, f"answers.{proof} == null"]):
        applies = all(_holds(condition, answers) for condition in conditions)
        if applies and answers.get(proof) is None:
            values = {"proof": proof, "answers": written(answers)}
            yield rules.PROOF_NOT_ASKED, {"exemption": exemption.exemption, **values}
            return


def _unpriced(eservice: EService, lines: list[TariffLine]) -> Answers | None:
    """Find answers for which no line of a day applies; none where nothing is priced that day."""
    conditions = [line.when for line in lines if line.when is not None]
    if len(conditions) < len(lines) or not lines:
        return None
    for answers in sample_answers(eservice.form, conditions):
        if not any(_holds(condition, answers) for condition in conditions):
            return answers
    return None


def _holds(condition: str, answers: Answers, on: date = SOME_DAY) -> bool:
    return compile_condition(condition).holds(answers, on)
