"""Changes of where cases go that nobody takes: nowhere, round and round, too late or never."""

import re
from collections.abc import Iterator
from typing import Any

from tests.eservices.definition.mutants import (
    Data,
    Mutant,
    Operator,
    Path,
    fields,
    placed,
    put,
)
from tests.eservices.definition.plain_moves import listed

STATES = ("procedure", "states")
TRANSITIONS = ("procedure", "transitions")
QUOTED = re.compile(r'"([a-z][a-z-]*)"')
#: Kinds of answers that are texts, of which a formula may be made.
WRITTEN = {"text", "person-name", "place"}


def overflows(data: Data) -> list[tuple[Path, Any]]:
    """List the overflows with their paths."""
    return [
        ((*path, "overflow", place), one)
        for path, state in placed(data, *STATES)
        for place, one in enumerate(state.get("overflow", ()))
    ]


def named(one: Any) -> str:
    """Name the office to which an overflow leads, where it is written out."""
    found = QUOTED.findall(one["office"])
    return found[0] if found else ""


def lead_elsewhere(data: Data) -> Iterator[Mutant]:
    """Let cases overflow to no office, to one that does other work, or to an unknown answer."""
    known = {
        office
        for _path, state in placed(data, *STATES)
        for office in QUOTED.findall(state.get("office", ""))
    } - {"elsewhere"}
    for path, one in overflows(data):
        where = f"{path[2]} {path[-1]}"
        lost = put(data, (*path, "office"), f'"{named(one)}x"')
        yield Mutant(f"overflow nowhere ({where})", lost, "D070")
        for office in sorted(known - {named(one)}):
            other = put(data, (*path, "office"), f'"{office}"')
            yield Mutant(f"overflow to {office} ({where})", other, "D071")
        for key in ("office", "when"):
            odd = put(data, (*path, key), 'answers.nothing == "x" ? "a" : "b"')
            yield Mutant(f"overflow by an unknown answer ({where}, {key})", odd, "E005")


def overflow_in_circles(data: Data) -> Iterator[Mutant]:
    """Lead cases back to where they waited, or from where none wait."""
    for path, one in overflows(data):
        where, state = f"{path[2]} {path[-1]}", path[:-2]
        rules = placed(data, *[str(key) for key in (*state, "overflow")])
        back = {"office": f'"{data["office"]}"', "from": named(one), "above": 5}
        more = [rule for _path, rule in rules] + [back]
        yield Mutant(f"overflow back ({where})", put(data, (*state, "overflow"), more), "D073")
        idle = put(data, (*path, "from"), ["no-such-office"])
        yield Mutant(f"relieve nobody ({where})", idle, "D074")


def overflow_at_no_time(data: Data) -> Iterator[Mutant]:
    """Say not when, or far too late, or for cases that are in no queue."""
    paused = data.get("promise", {}).get("pauses", ())
    for path, one in overflows(data):
        where = f"{path[2]} {path[-1]}"
        bare = put(data, path, {"office": one["office"]})
        yield Mutant(f"overflow some time ({where})", bare, "P047")
        late = put(data, path, {**one, "after": "400 working-days"})
        counts = "promise" in data and "review" not in paused
        harmless = "" if counts else "no longer than promised"
        yield Mutant(f"overflow late ({where})", late, "P048" if counts else "", harmless)
        for elsewhere, state in placed(data, *STATES):
            if "queue" not in state and path[-1] == 0:
                moved = put(data, (*elsewhere, "overflow"), [one])
                yield Mutant(f"overflow out of {elsewhere[-1]}", moved, "P046")


def overflow_to_the_unable(data: Data) -> Iterator[Mutant]:
    """Let something be done in the state that nobody of the other office may do."""
    ends = {path[-1] for path, state in placed(data, *STATES) if state["stage"] == "refused"}
    overflowing = {path[2] for path, _one in overflows(data)}
    for path, move in placed(data, *TRANSITIONS):
        if set(listed(move["from"])) & overflowing and move["to"] in ends and move["by"] == "agent":
            other = put(data, (*path, "by"), "signatory")
            yield Mutant(f"let a signatory {move['fire']}", other, "D072")


def name_no_office(data: Data) -> Iterator[Mutant]:
    """Route by an answer that need not be given."""
    skipped = [
        one["id"]
        for _path, one in fields(data)
        if one["type"] in WRITTEN and one.get("required") is False
    ]
    for path, state in placed(data, *STATES):
        if "office" in state and skipped:
            silent = put(data, (*path, "office"), f"answers.{skipped[0]}")
            yield Mutant(f"route {path[-1]} by what may be missing", silent, "D075")


OVERFLOW_OPERATORS: tuple[Operator, ...] = (
    lead_elsewhere,
    overflow_in_circles,
    overflow_at_no_time,
    overflow_to_the_unable,
    name_no_office,
)
