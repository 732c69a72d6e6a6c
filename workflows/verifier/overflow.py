"""Properties of overflows: they relieve an agent queue, and it is said when."""

from collections.abc import Iterator

from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject, state_at
from workflows.verifier.structure import Property


def overflows_relieve_a_queue(subject: Subject) -> Iterator[Flaw]:
    """Only cases that wait in an agent queue overflow."""
    for name, state in subject.procedure.states.items():
        if state.overflow and state.queue is None:
            yield Flaw(rules.OVERFLOW_UNQUEUED, state_at(name, "overflow"), {"state": name})


def overflows_come_some_time(subject: Subject) -> Iterator[Flaw]:
    """Every overflow says after how long or beyond how many cases it comes."""
    for name, state in subject.procedure.states.items():
        for place, one in enumerate(state.overflow):
            if one.after is None and one.above is None:
                at = (*state_at(name, "overflow"), place)
                yield Flaw(rules.OVERFLOW_NEVER, at, {"state": name})


OVERFLOWS: tuple[Property, ...] = (overflows_relieve_a_queue, overflows_come_some_time)
