"""The proofs over a graph agree with walking it, and stay quick on large ones."""

from collections.abc import Sequence
from itertools import pairwise
from time import thread_time

from hypothesis import given
from hypothesis import strategies as st

from workflows.language.procedure import Procedure
from workflows.verifier.flaws import Subject
from workflows.verifier.graph import Graph
from workflows.verifier.promise import longest_path
from workflows.verifier.proving import prove

LABEL = {"fr": "x", "en": "x"}
PAY = {"stage": "payment", "label": LABEL, "collects": ["fee"]}
DONE = {"stage": "delivered", "label": LABEL, "final": True}
NAMES = ("a", "b", "c", "d", "e")
#: (from, to, whether it pays) for a few states, `end` being delivered.
Moves = list[tuple[str, str, bool]]
MOVES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from((*NAMES, "end")), st.booleans()),
    max_size=14,
)


def a_procedure(moves: Sequence[tuple[str, str, bool]]) -> Procedure:
    paying = {origin for origin, _to, pays in moves if pays}
    review = {"stage": "review", "label": LABEL}
    return Procedure.model_validate(
        {
            "initial": "a",
            "states": {**{name: PAY if name in paying else review for name in NAMES}, "end": DONE},
            "transitions": [
                {
                    "fire": "payment_cleared" if pays else f"go_{number}",
                    "from": origin,
                    "to": to,
                    "by": "system" if pays else "agent",
                }
                for number, (origin, to, pays) in enumerate(moves)
            ],
        }
    )


def codes(procedure: Procedure, items: frozenset[str] = frozenset({"fee"})) -> set[str]:
    return {flaw.rule.code for flaw in prove(Subject(procedure, items=items))}


def served_unpaid(moves: Moves) -> bool:
    """Walk every way with what has been paid, and tell whether an unpaid end is reached."""
    seen, waiting = set(), [("a", False)]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        state, paid = here
        waiting += [(to, paid or pays) for origin, to, pays in moves if origin == state]
    return ("end", False) in seen


def ends_from(moves: Moves, start: str) -> bool:
    reached = {start}
    for _step in NAMES:
        reached |= {to for origin, to, _pays in moves if origin in reached}
    return "end" in reached


@given(MOVES)
def test_unpaid_issue_is_found_exactly_where_a_walk_finds_it(moves: Moves) -> None:
    assert ("P013" in codes(a_procedure(moves))) is served_unpaid(moves)


@given(MOVES)
def test_dead_ends_are_found_exactly_where_a_walk_finds_them(moves: Moves) -> None:
    procedure = a_procedure(moves)
    reached = Graph(procedure).routes.keys() - {"end"}

    assert ("P003" in codes(procedure)) is any(not ends_from(moves, name) for name in reached)


@given(MOVES)
def test_a_counter_example_is_a_way_that_exists(moves: Moves) -> None:
    for flaw in prove(Subject(a_procedure(moves), items=frozenset({"fee"}))):
        if flaw.rule.code == "P013":
            steps = [step.split()[-1] for step in flaw.path[1:]]
            known = {(origin, to) for origin, to, pays in moves if not pays}
            assert steps[0] == "a"
            assert set(pairwise(steps)) <= known


def test_a_loop_counts_once_in_the_longest_path() -> None:
    timed = {"stage": "review", "label": LABEL, "queue": "q", "deadline": "10 hours"}
    procedure = Procedure.model_validate(
        {
            "initial": "check",
            "states": {"check": timed, "opinion": timed, "sign": timed, "end": DONE},
            "transitions": [
                {"fire": "consult", "from": "check", "to": "opinion", "by": "agent"},
                {"fire": "reply", "from": "opinion", "to": "check", "by": "agent"},
                {"fire": "approve", "from": "check", "to": "sign", "by": "agent"},
                {"fire": "finish", "from": "sign", "to": "end", "by": "signatory"},
            ],
        }
    )

    longest = longest_path(Subject(procedure))

    assert longest.hours == 30
    assert longest.states == ("check (10 h)", "opinion (10 h)", "sign (10 h)")


def test_a_procedure_of_three_hundred_states_is_proved_in_two_seconds() -> None:
    names = [f"s{number}" for number in range(300)]
    review = {"stage": "review", "label": LABEL, "queue": "q", "deadline": "1 working-hour"}
    moves = [
        {"fire": f"go_{here}", "from": here, "to": there, "by": "agent"}
        for here, there in pairwise([*names, "end"])
    ]
    procedure = Procedure.model_validate(
        {
            "initial": "s0",
            "states": {**dict.fromkeys(names, review), "end": DONE},
            "transitions": moves,
        }
    )
    started = thread_time()

    assert codes(procedure, frozenset()) == set()

    assert thread_time() - started < 2
