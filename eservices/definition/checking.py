"""Properties of checklists: somebody ticks them, some move needs them, and some case has them."""

from collections.abc import Iterator

from eservices.definition import rules_of_checklists as rules
from eservices.definition.form import FieldType
from eservices.definition.model import EService
from eservices.definition.samples import sample_answers
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import SOME_DAY
from workflows.actors import TREATING
from workflows.language.advancing import advances
from workflows.language.conditions import compile_condition
from workflows.language.findings import closest
from workflows.language.procedure import ChecklistItem, Procedure, Transition
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw, state_at

Placed = tuple[str, ChecklistItem, ValuePath]


def items(procedure: Procedure) -> Iterator[Placed]:
    """Yield every item of every checklist with its state and its path."""
    for name, state in procedure.states.items():
        for position, item in enumerate(state.checklist):
            yield name, item, (*state_at(name, "checklist"), position)


def treating(procedure: Procedure, state: str) -> list[Transition]:
    """List the moves of those who treat the cases of a state."""
    moves = procedure.transitions
    return [one for one in moves if state in one.origins and one.by in TREATING]


def checklists_are_ticked(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Where there is a checklist, somebody treats the case."""
    for name, state in eservice.procedure.states.items():
        if state.checklist and not treating(eservice.procedure, name):
            at = state_at(name, "checklist")
            yield Flaw(rules.CHECKLIST_UNTREATED, at, {"state": name})


def items_have_names_of_their_own(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """The items of a checklist can be told apart in the journal."""
    seen: set[tuple[str, str]] = set()
    for name, item, at in items(eservice.procedure):
        if (name, item.id) in seen:
            yield Flaw(rules.ITEM_NAMED_TWICE, (*at, "id"), {"item": item.id, "state": name})
        seen.add((name, item.id))


def items_are_needed_by_moves(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """What an item is needed for is done by those who tick it."""
    for name, item, at in items(eservice.procedure):
        known = [one.fire for one in treating(eservice.procedure, name)]
        for place, fire in enumerate(item.needed_for):
            if known and fire not in known:
                values = {"item": item.id, "fire": fire, "state": name}
                near = closest(fire, known)
                where = (*at, "needed_for", place)
                yield Flaw(rules.ITEM_NEEDED_ELSEWHERE, where, {**values, "near": near})


def items_are_needed_at_all(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """An item that names no move is needed by those that bring the case forward, if any does."""
    procedure = eservice.procedure
    for name, item, at in items(procedure):
        moves = treating(procedure, name)
        idle = not item.needed_for and not any(advances(procedure, name, one) for one in moves)
        if idle:
            yield Flaw(rules.ITEM_NEEDED_NEVER, at, {"item": item.id, "state": name})


def items_are_asked_sometimes(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Some answers call for each item; days are not tried, since one day stands for all of them."""
    for _name, item, at in items(eservice.procedure):
        if item.when is not None and not _holds_sometimes(eservice, item.when):
            yield Flaw(rules.ITEM_NEVER_ASKED, (*at, "when"), {"item": item.id})


def _holds_sometimes(eservice: EService, when: str) -> bool:
    condition = compile_condition(when)
    read = (eservice.form.field(name) for name in condition.reads)
    if any(field is not None and field.type is FieldType.DATE for field in read):
        return True
    tried = sample_answers(eservice.form, [when])
    return any(condition.holds(answers, SOME_DAY) for answers in tried)
