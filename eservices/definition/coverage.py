"""What the check did not try: decisions that read more answers than can be combined in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eservices.definition import rules_of_branches as rules
from eservices.definition.agreement import placed_checks
from eservices.definition.combinations import MOST
from eservices.definition.model import EService
from eservices.definition.samples import combinations_of
from eservices.definition.surroundings import Surroundings
from workflows.language.conditions import compile_condition
from workflows.language.procedure import Procedure, Result
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw, state_at


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that expressions decide together, and where it stands in the file."""

    at: ValuePath
    texts: Sequence[str]


def what_is_not_tried_is_said(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Where there are too many combinations of answers or opinions, the check says so."""
    for decision in _decisions(eservice):
        count = combinations_of(eservice.form, decision.texts)
        if count > MOST:
            yield _untried(decision.at, count)
    outcomes = len(Result) ** len(_opinions_read(eservice.procedure))
    if outcomes > MOST:
        yield _untried(("procedure", "transitions"), outcomes)


def _untried(at: ValuePath, count: int) -> Flaw:
    return Flaw(rules.NOT_ALL_TRIED, at, {"count": str(count), "tried": str(MOST)})


def _decisions(eservice: EService) -> Iterator[Decision]:
    yield Decision(("procedure", "transitions"), _moves(eservice))
    for item in dict.fromkeys(line.item for line in eservice.tariff):
        lines = [(at, line) for at, line in enumerate(eservice.tariff) if line.item == item]
        texts = [text for _at, line in lines for text in line.expressions()]
        yield Decision(("tariff", lines[0][0]), texts)
    for name, state in eservice.procedure.states.items():
        if state.office is not None:
            yield Decision(state_at(name, "office"), [state.office])
    for placed in placed_checks(eservice):
        yield Decision(placed.at, placed.texts)


def _moves(eservice: EService) -> list[str]:
    """List what decides where a case goes, whom it asks and by when it is promised."""
    procedure, promise = eservice.procedure, eservice.promise
    conditions = [one.when for one in procedure.transitions]
    conditions += [one.when for one in procedure.consultations().values()]
    conditions += [one.when for one in promise.variants] if promise else []
    return [condition for condition in conditions if condition is not None]


def _opinions_read(procedure: Procedure) -> set[str]:
    conditions = (compile_condition(one.when) for one in procedure.transitions if one.when)
    return {name for one in conditions for name in one.opinions}
