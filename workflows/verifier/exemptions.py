"""Properties of exemptions: whoever rejects one says why, and what it spared is then paid."""

from collections.abc import Iterator

from workflows.actors import TREATING
from workflows.language.procedure import PAYMENT_CLEARED, Question, Stage
from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject, transition_at
from workflows.verifier.graph import Edge, Graph
from workflows.verifier.structure import Property

SERVED = (Stage.ISSUANCE, Stage.DELIVERED)


def there_is_something_to_reject(subject: Subject) -> Iterator[Flaw]:
    """Exemptions are rejected only where the tariff grants some."""
    for position, transition in enumerate(subject.procedure.transitions):
        if transition.rejects_exemptions and not subject.exempted:
            at = transition_at(position, "rejects_exemptions")
            yield Flaw(rules.NOTHING_TO_REJECT, at, {"fire": transition.fire})


def rejections_give_a_reason(subject: Subject) -> Iterator[Flaw]:
    """An exemption is rejected by somebody of the offices, who says why."""
    for position, transition in enumerate(subject.procedure.transitions):
        said = transition.by in TREATING and Question.REASON in transition.asks
        if transition.rejects_exemptions and not said:
            yield Flaw(rules.REJECTED_UNSAID, transition_at(position), {"fire": transition.fire})


def what_is_rejected_is_paid(subject: Subject) -> Iterator[Flaw]:
    """After an exemption was rejected, no path serves before the price is paid."""
    graph = subject.graph
    rejecting = [edge for edge in graph.edges if edge.transition.rejects_exemptions]
    for edge in rejecting:
        for item in sorted(subject.exempted):
            paying = (one for one in graph.edges if not clears(graph, item, one))
            after = graph.explore(paying, edge.to)
            path = next((way for name, way in after.items() if serves(graph, name)), ())
            before = graph.routes.get(edge.origin)
            if path and before is not None:
                fired = f"[{edge.transition.fire}] {edge.to}"
                at = transition_at(edge.position)
                yield Flaw(rules.NOT_CLEARED, at, {"item": item}, (*before, fired, *path[1:]))


def clears(graph: Graph, item: str, edge: Edge) -> bool:
    """Tell whether an edge is the payment of an item."""
    collected = graph.states[edge.origin].collects
    return edge.transition.fire == PAYMENT_CLEARED and item in collected


def serves(graph: Graph, name: str) -> bool:
    """Tell whether the act is issued or delivered in a state."""
    return graph.states[name].stage in SERVED


EXEMPTIONS: tuple[Property, ...] = (
    there_is_something_to_reject,
    rejections_give_a_reason,
    what_is_rejected_is_paid,
)
