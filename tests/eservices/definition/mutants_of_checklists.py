"""Changes of what is checked in a step: by nobody, twice, for another move, by no known answer."""

from collections.abc import Iterator
from typing import Any

from tests.eservices.definition.mutants import Data, Mutant, Operator, Path, placed, put
from tests.eservices.definition.plain_moves import listed

STATES = ("procedure", "states")
TREATING = {"agent", "signatory", "inspector"}


def treated(data: Data) -> set[str]:
    """Name the states whose cases somebody treats."""
    moves = data["procedure"]["transitions"]
    return {name for one in moves if one["by"] in TREATING for name in listed(one["from"])}


def checked(data: Data) -> list[tuple[Path, Any]]:
    """List the states that have a checklist, with their paths."""
    return [(path, state) for path, state in placed(data, *STATES) if "checklist" in state]


def check_where_nobody_does(data: Data) -> Iterator[Mutant]:
    """Give a list to the states that nobody treats."""
    for path, state in checked(data)[:1]:
        items = [{key: one for key, one in state["checklist"][0].items() if key != "when"}]
        for elsewhere, _state in placed(data, *STATES):
            if elsewhere[-1] not in treated(data):
                moved = put(data, (*elsewhere, "checklist"), items)
                yield Mutant(f"check as in {path[-1]} in {elsewhere[-1]}", moved, "D086")


def check_twice(data: Data) -> Iterator[Mutant]:
    """Name two items alike."""
    for path, state in checked(data):
        items = state["checklist"]
        twice = put(data, (*path, "checklist"), [*items, items[0]])
        yield Mutant(f"check {items[0]['id']} twice in {path[-1]}", twice, "D087")


def check_for_another_move(data: Data) -> Iterator[Mutant]:
    """Need an item for what is done elsewhere, or by somebody else."""
    for path, state in checked(data):
        moves = data["procedure"]["transitions"]
        own = {
            one["fire"]
            for one in moves
            if one["by"] in TREATING and path[-1] in listed(one["from"])
        }
        others = sorted({one["fire"] for one in moves} - own)
        for fire in others[:2]:
            changed = put(data, (*path, "checklist", 0, "needed_for"), [fire])
            item = state["checklist"][0]["id"]
            yield Mutant(f"need {item} of {path[-1]} for {fire}", changed, "D088")


def check_by_an_unknown_answer(data: Data) -> Iterator[Mutant]:
    """Check something when an answer says so that nobody gives."""
    for path, _state in checked(data):
        odd = put(data, (*path, "checklist", 0, "when"), 'answers.nothing == "x"')
        yield Mutant(f"check in {path[-1]} by an unknown answer", odd, "E005")


CHECKLIST_OPERATORS: tuple[Operator, ...] = (
    check_where_nobody_does,
    check_twice,
    check_for_another_move,
    check_by_an_unknown_answer,
)
