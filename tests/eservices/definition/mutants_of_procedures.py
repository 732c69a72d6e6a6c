"""Changes of the procedure: moves, waits, roles, reasons, money, signatures, the promise."""

from collections.abc import Iterator
from typing import Any

from tests.eservices.definition.mutants import Data, Mutant, Operator, Path, cut, placed, put
from tests.eservices.definition.plain_graph import broken_by
from tests.eservices.definition.plain_moves import PlainGraph, listed

STATES = ("procedure", "states")
TRANSITIONS = ("procedure", "transitions")
LABEL = {"fr": "Isolé", "en": "Alone"}


def _named(transition: Any) -> str:
    return f"{transition['fire']} from {', '.join(listed(transition['from']))}"


def _judged(name: str, data: Data, *, harmless: str = "another way stays") -> Mutant:
    code = broken_by(data)
    return Mutant(name, data, code) if code else Mutant(name, data, harmless=harmless)


def drop_transitions(data: Data) -> Iterator[Mutant]:
    """Take away each transition, and each of several origins."""
    for path, one in placed(data, *TRANSITIONS):
        yield _judged(f"drop {_named(one)}", cut(data, path))
        origins = listed(one["from"])
        for origin in origins if len(origins) > 1 else ():
            left = [other for other in origins if other != origin]
            yield _judged(f"drop {one['fire']} out of {origin}", put(data, (*path, "from"), left))


def redirect_transitions(data: Data) -> Iterator[Mutant]:
    """Lead each transition back to where it started, to the act, to an end, and nowhere."""
    graph = PlainGraph(data)
    kept = [name for name in graph.states if graph.stage(name) in {"issuance", "delivered"}]
    for path, one in placed(data, *TRANSITIONS):
        for target in {*kept, listed(one["from"])[0]} - {one["to"]}:
            yield _judged(f"lead {_named(one)} to {target}", put(data, (*path, "to"), target))
        lost = put(data, (*path, "to"), one["to"] + "x")
        yield Mutant(f"lead {_named(one)} to nowhere", lost, "P001")


def double_transitions(data: Data) -> Iterator[Mutant]:
    """Write each transition twice."""
    for _path, one in placed(data, *TRANSITIONS):
        if "when" in one:
            continue
        twice = put(data, TRANSITIONS, [*data["procedure"]["transitions"], one])
        yield Mutant(f"double {_named(one)}", twice, "P023")


def leave_ends(data: Data) -> Iterator[Mutant]:
    """Let the applicant take up a closed case again."""
    graph = PlainGraph(data)
    first = data["procedure"]["initial"]
    for name, state in graph.states.items():
        if state.get("final"):
            again = {"fire": "again", "from": name, "to": first, "by": "applicant", "label": LABEL}
            moves = [*data["procedure"]["transitions"], again]
            yield Mutant(f"leave {name}", put(data, TRANSITIONS, moves), "P006")


def swap_roles(data: Data) -> Iterator[Mutant]:
    """Give each transition to others."""
    graph = PlainGraph(data)
    for path, one in placed(data, *TRANSITIONS):
        for role in {"system", "applicant", "agent"} - {one["by"]}:
            code = _code_of_role(graph, one, role)
            swapped = put(data, (*path, "by"), role)
            labelled = put(swapped, (*path, "label"), one.get("label", LABEL))
            if code or broken_by(labelled):
                yield Mutant(f"{_named(one)} by {role}", labelled, code or broken_by(labelled))


def _code_of_role(graph: PlainGraph, one: Any, role: str) -> str:
    states = [graph.states[name] for name in listed(one["from"])]
    expiring = any(state.get("expires", {}).get("fire") == one["fire"] for state in states)
    if one["fire"] in {"payment_cleared", "issued", "opinions_gathered"}:
        return "P022"
    return "P021" if role == "system" and not expiring else ""


def rename_system_triggers(data: Data) -> Iterator[Mutant]:
    """Call what the system fires by a name that nothing fires."""
    for path, one in placed(data, *TRANSITIONS):
        if one["by"] == "system":
            named = put(data, (*path, "fire"), one["fire"] + "x")
            yield Mutant(f"misspell {_named(one)}", named, "P021")


def break_states(data: Data) -> Iterator[Mutant]:
    """Take from each state what it needs, or turn it into what it is not."""
    for path, state in placed(data, *STATES):
        name = path[-1]
        for key, code in (("deadline", "P008"), ("queue", "P007"), ("expires", "P010")):
            if key in state:
                yield Mutant(f"drop {key} of {name}", cut(data, (*path, key)), code)
        if "expires" in state:
            fires = put(data, (*path, "expires", "fire"), state["expires"]["fire"] + "x")
            yield Mutant(f"misspell the expiry of {name}", fires, "P011")
        final = put(data, (*path, "final"), not state.get("final", False))
        yield Mutant(f"turn final of {name}", final, "P005")


def break_payments(data: Data) -> Iterator[Mutant]:
    """Collect nothing or something unknown, and skip the payment."""
    for path, state in placed(data, *STATES):
        if state["stage"] == "payment":
            name = path[-1]
            yield Mutant(f"{name} collects nothing", cut(data, (*path, "collects")), "P014")
            other = [f"{item}x" for item in state["collects"]]
            yield Mutant(f"{name} collects others", put(data, (*path, "collects"), other), "P015")
    for path, one in placed(data, *TRANSITIONS):
        if one["fire"] == "payment_cleared" and data["procedure"]["initial"] in listed(one["from"]):
            skipped = put(data, ("procedure", "initial"), one["to"])
            yield _judged("begin after the payment", skipped)
        if "refunds" in one:
            kept = cut(data, (*path, "refunds"))
            yield _judged(f"say no refund of {_named(one)}", kept, harmless="never paid before")


def break_signatures(data: Data) -> Iterator[Mutant]:
    """Let one person do what two must, and name steps that are none."""
    for path, one in placed(data, *TRANSITIONS):
        others = one.get("distinct_from", [])
        at: Path = (*path, "distinct_from")
        if others:
            alone = "H011" if "complaint" in data else "P033"
            yield Mutant(f"{_named(one)} by the same person", cut(data, at), alone)
            misspelt = [f"{other}x" for other in others]
            yield Mutant(f"{_named(one)} apart from nothing", put(data, at, misspelt), "P029")
        for other in others if len(others) > 1 else ():
            left = [name for name in others if name != other]
            name = f"{_named(one)} by who did {other}"
            yield Mutant(name, put(data, at, left), harmless="other eyes stay")
    if "act" in data:
        unknown = put(data, ("act", "signed_by"), data["act"]["signed_by"] + "x")
        yield Mutant("let nobody sign", unknown, "P017")


def break_reasons(data: Data) -> Iterator[Mutant]:
    """Take away reasons, and the question for them."""
    used = {name for _path, one in placed(data, *TRANSITIONS) for name in one.get("reasons", ())}
    for path, _texts in placed(data, "reasons"):
        name = f"drop the reason {path[-1]}"
        left = cut(data, path)
        known = path[-1] in used
        yield Mutant(name, left, "P024") if known else Mutant(name, left, harmless="never listed")
    for path, one in placed(data, *TRANSITIONS):
        if "reason" in one.get("asks", ()):
            mute = put(data, (*path, "asks"), ["note"])
            code = broken_by(mute)
            if code:
                yield Mutant(f"ask no reason for {_named(one)}", mute, code)
        for position, reason in enumerate(one.get("reasons", ())):
            odd = put(data, (*path, "reasons", position), f"{reason}x")
            yield Mutant(f"misspell {reason} of {_named(one)}", odd, "P024")


def break_promise(data: Data) -> Iterator[Mutant]:
    """Promise an hour, and take a year for each step."""
    if "promise" in data:
        yield Mutant("promise an hour", put(data, ("promise", "within"), "1 hour"), "P020")
    for path, _variant in placed(data, "promise", "variants"):
        short = put(data, (*path, "within"), "1 hour")
        yield Mutant(f"promise some an hour ({path[-1]})", short, "P020")
    paused, in_time = data.get("promise", {}).get("pauses", ()), PlainGraph(data).lodged_in_time
    for path, state in placed(data, *STATES):
        if "deadline" in state:
            long = put(data, (*path, "deadline"), "400 working-days")
            counts = "promise" in data and state["stage"] not in paused and path[-1] in in_time
            name = f"take a year in {path[-1]}"
            harmless = "" if counts else "no longer than promised"
            yield Mutant(name, long, "P020" if counts else "", harmless)


def add_states(data: Data) -> Iterator[Mutant]:
    """Add a state without a way to it, and one without a way on."""
    orphan = {"stage": "issuance", "label": LABEL, "explanation": LABEL}
    alone = put(data, (*STATES, "orphan"), orphan)
    yield Mutant("add a state that nothing leads to", alone, "P002")
    for path, one in placed(data, *TRANSITIONS):
        if one["fire"] in {"issued", "payment_cleared"}:
            trapped = put(alone, (*path, "to"), "orphan")
            yield Mutant(f"lead {_named(one)} into a trap", trapped, "P030")
    initial = data["procedure"]["initial"] + "x"
    yield Mutant("begin nowhere", put(data, ("procedure", "initial"), initial), "P032")


PROCEDURE_OPERATORS: tuple[Operator, ...] = (
    drop_transitions,
    redirect_transitions,
    double_transitions,
    leave_ends,
    swap_roles,
    rename_system_triggers,
    break_states,
    break_payments,
    break_signatures,
    break_reasons,
    break_promise,
    add_states,
)
