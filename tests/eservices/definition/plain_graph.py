"""What a change does to a procedure, reasoned out from the plain data, slowly and obviously.

Kept apart from the verifier on purpose: neither its graph nor its rules are used. The codes are
those that the reference of definitions gives to each mistake.
"""

import re
from collections.abc import Iterable

from tests.eservices.definition.plain_moves import (
    GATHERED,
    SERVED,
    Data,
    PlainGraph,
    listed,
)

CLOSED = {"delivered", "refused", "withdrawn"}
OFFICES = {"agent", "signatory", "inspector"}


def signed_by(data: Data) -> str | None:
    """Name the agent queue that signs what is issued: an act, or another's act corrected."""
    signing = data.get("act") or data.get("corrects") or {}
    return signing.get("signed_by")


def broken_by(data: Data) -> str:
    """Give the code of the first thing broken in a procedure of known names, or nothing."""
    graph = PlainGraph(data)
    return next((code for check in CHECKS for code in check(graph)), "")


def _names(graph: PlainGraph) -> Iterable[str]:
    triggers = {*(move.fire for move in graph.moves), *graph.asking}
    if any(set(move.distinct_from) - triggers for move in graph.moves):
        yield "P029"


def _wordless(graph: PlainGraph) -> Iterable[str]:
    """Tell where whoever complained has lost the last word, or may open it again and again."""
    complaint = graph.data.get("complaint", {})
    for key in {"satisfied", "unsatisfied"} & complaint.keys():
        said = [move for move in graph.moves if move.fire == complaint[key]]
        if not said or any(move.by != "applicant" for move in said):
            yield "H002"
        if key == "unsatisfied" and any(one.origin in graph.reached([one.to]) for one in said):
            yield "H003"


def _stuck(graph: PlainGraph) -> Iterable[str]:
    lodged = graph.lodged
    if not any(graph.stage(state) == "delivered" for state in graph.lodged_in_time):
        yield "P031"
    if lodged != set(graph.states):
        yield "P002"
    for state in lodged:
        if not any(graph.stage(end) in CLOSED for end in graph.reached([state])):
            yield "P003"
    alone = [move for move in graph.moves if move.by == "system"]
    for move in alone:
        if move.origin in graph.reached([move.to], lambda one: one.by == "system"):
            yield "P004"


def _silent(graph: PlainGraph) -> Iterable[str]:
    """Tell where what a stage waits for never comes."""
    for name, state in graph.states.items():
        leaving, stage = graph.leaving(name), graph.stage(name)
        triggers = {move.fire for move in leaving}
        if leaving and stage in CLOSED:
            yield "P006"
        if stage == "payment" and "payment_cleared" not in triggers:
            yield "P016"
        if stage == "issuance" and "issued" not in triggers:
            yield "P030"
        if state.get("consults") and GATHERED not in triggers:
            yield "P038"
        by_system = {move.fire for move in leaving if move.by == "system"}
        if "expires" in state and state["expires"]["fire"] not in by_system:
            yield "P011"


def _alone(graph: PlainGraph) -> Iterable[str]:
    """Tell where people are awaited who can do nothing, or work where nobody looks."""
    for name, state in graph.states.items():
        leaving = graph.leaving(name)
        further = [move for move in leaving if move.by != "system" and move.to != name]
        helped = any(graph.stage(move.to) not in CLOSED for move in further)
        answers = any(move.by == "applicant" for move in leaving)
        if graph.stage(name) == "applicant" and not (answers and helped):
            yield "P012"
        treated = any(move.by in OFFICES for move in leaving)
        if state.get("queue") and not treated:
            yield "P009"
        if treated and not state.get("queue"):
            yield "P007"


def _served_wrongly(graph: PlainGraph) -> Iterable[str]:
    for item in {line["item"] for line in graph.data.get("tariff", ())}:
        if graph.serves_without(
            lambda move, item=item: (  # type: ignore[misc]
                move.fire == "payment_cleared"
                and item in graph.states[move.origin].get("collects", ())
            )
        ):
            yield "P013"
        if any(_served_unpaid(graph, target, item) for target in _rejected_to(graph, item)):
            yield "P013"
    queue = signed_by(graph.data)
    if queue is not None and graph.serves_without(
        lambda move: move.by == "signatory" and graph.states[move.origin].get("queue") == queue
    ):
        yield "P017"


def _rejected_to(graph: PlainGraph, item: str) -> list[str]:
    """Name the states to which the rejection of an exemption from an item leads."""
    lines = [one for one in graph.data["tariff"] if one["item"] == item]
    moves = graph.data["procedure"]["transitions"]
    rejecting = [
        one["to"]
        for one in moves
        if one.get("rejects_exemptions") and graph.lodged & set(listed(one["from"]))
    ]
    return rejecting if any("exemptions" in one for one in lines) else []


def _served_unpaid(graph: PlainGraph, start: str, item: str) -> bool:
    reached = graph.reached(
        [start],
        lambda move: (
            move.fire != "payment_cleared"
            or item not in graph.states[move.origin].get("collects", ())
        ),
    )
    return any(graph.stage(state) in SERVED for state in reached)


def _law(graph: PlainGraph) -> Iterable[str]:
    """Tell where the law's silence moves nothing, or does not grant what it is said to grant."""
    law = graph.data["procedure"].get("silence")
    if law is None:
        return
    decides = [move for move in graph.moves if move.fire == law["fire"] and move.by == "system"]
    starts = [graph.data["procedure"]["initial"]]
    if law.get("starts") == "paid":
        starts = [move.to for move in graph.moves if move.fire == "payment_cleared"]
    still = {*law.get("pauses", ()), *CLOSED, "issuance"}
    runs = graph.reached(starts, lambda move: move.fire != law["fire"])
    left = {move.origin for move in decides}
    if any(graph.stage(state) not in still and state not in left for state in runs):
        yield "P041"
    for move in decides:
        ends = {graph.stage(state) for state in graph.reached([move.to])}
        if law["decides"] == "accept" and ("refused" in ends or "delivered" not in ends):
            yield "P043"


def _eyes(graph: PlainGraph) -> Iterable[str]:
    start = [graph.data["procedure"]["initial"]]
    queue = signed_by(graph.data)
    for move in graph.moves:
        signs = move.by == "signatory" and graph.states[move.origin].get("queue") == queue
        prepared = any(
            one.to == move.origin != one.origin and one.by in OFFICES for one in graph.moves
        )
        onward = graph.stage(move.to) in {*SERVED, "payment"}
        if queue and signs and prepared and onward and not move.distinct_from:
            yield "P033"
        for other in move.distinct_from:
            if any(one.fire == other and one.by not in OFFICES for one in graph.moves):
                yield "P034"
            without = graph.reached(start, lambda one, other=other: one.fire != other)  # type: ignore[misc]
            if other in graph.asking:
                without = graph.reached_without(other)
            if move.origin in without:
                yield "P018"


def _money(graph: PlainGraph) -> Iterable[str]:
    paid = graph.after_payment()
    for one in graph.data["procedure"]["transitions"]:
        ends = graph.stage(one["to"]) in {"refused", "withdrawn"}
        if ends and paid & set(listed(one["from"])) and "refunds" not in one:
            yield "P019"
        refuses = graph.stage(one["to"]) == "refused" and one["by"] != "system"
        if refuses and "reason" not in one.get("asks", ()):
            yield "P025"
        unsaid = one["by"] not in OFFICES or "reason" not in one.get("asks", ())
        if one.get("rejects_exemptions") and unsaid:
            yield "P045"
        asked = {"reason", "message", "fields_to_correct"} & set(one.get("asks", ()))
        if graph.stage(one["to"]) == "applicant" and one["by"] in OFFICES and not asked:
            yield "P028"


def _unheard(graph: PlainGraph) -> Iterable[str]:
    for move in graph.moves:
        for name in re.findall(r"opinions\.(\w+)", move.when):
            asked = graph.asking.get(name)
            if asked != move.origin and move.origin in graph.reached_without(name):
                yield "P040"


def _one_way(graph: PlainGraph) -> Iterable[str]:
    """Tell where one way is left of several that the system takes under conditions."""
    for move in graph.moves:
        alternatives = [one for one in graph.leaving(move.origin) if one.fire == move.fire]
        if move.by == "system" and move.when and len(alternatives) == 1:
            yield "D056"


CHECKS = (
    _names,
    _stuck,
    _silent,
    _law,
    _alone,
    _served_wrongly,
    _eyes,
    _money,
    _unheard,
    _one_way,
    _wordless,
)
