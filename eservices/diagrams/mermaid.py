"""A procedure as Mermaid text, for documents that render it."""

from collections.abc import Iterator

from eservices.diagrams.arrows import arrows
from workflows.language.procedure import Procedure

#: What means something to Mermaid inside a text, as it writes such characters.
ENTITIES = {"#": "#35;", '"': "#quot;", ";": "#59;", "<": "#lt;", ">": "#gt;", "\n": " "}
WRITTEN = str.maketrans(ENTITIES)


def as_mermaid(procedure: Procedure, language: str) -> str:
    """Write a state diagram, from the lodging to every end."""
    return "\n".join(_lines(procedure, language)) + "\n"


def _lines(procedure: Procedure, language: str) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield "    direction TB"
    for name, state in procedure.states.items():
        yield f'    state "{_text(state.label.in_language(language))}" as {name}'
    yield f"    [*] --> {procedure.initial}"
    for arrow in arrows(procedure, language):
        yield f"    {arrow.origin} --> {arrow.to}: {_text(arrow.label)}"
    for name, state in procedure.states.items():
        if state.final:
            yield f"    {name} --> [*]"


def _text(words: str) -> str:
    return words.translate(WRITTEN)
