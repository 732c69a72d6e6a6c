"""Run every property over a procedure: first the names, then what relies on them."""

from workflows.verifier.exemptions import EXEMPTIONS
from workflows.verifier.flaws import Flaw, Subject
from workflows.verifier.movement import MOVEMENT
from workflows.verifier.opinions import OPINIONS
from workflows.verifier.overflow import OVERFLOWS
from workflows.verifier.promise import PROMISE
from workflows.verifier.safety import SAFETY
from workflows.verifier.silence import SILENCE
from workflows.verifier.structure import STRUCTURE

#: Each proves one thing and says what it found; see their docstrings.
PROPERTIES = (*MOVEMENT, *OPINIONS, *OVERFLOWS, *SILENCE, *SAFETY, *EXEMPTIONS, *PROMISE)


def prove(subject: Subject) -> tuple[Flaw, ...]:
    """Give every flaw of a procedure; nothing but names is looked at while names are missing."""
    missing = tuple(flaw for check in STRUCTURE for flaw in check(subject))
    return missing or tuple(flaw for check in PROPERTIES for flaw in check(subject))
