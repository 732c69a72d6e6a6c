"""The rules of branches: what must hold whatever is answered and whatever opinions come."""

from eservices.definition.rules import Rule
from workflows.language.findings import Severity, mark

NO_WAY = Rule(
    "D056",
    mark("“%(fire)s” leads nowhere from “%(state)s” when: %(known)s."),
    mark("Give it a way for this case too, or remove the condition of one."),
)
TWO_WAYS = Rule(
    "D057",
    mark("“%(fire)s” leads two ways from “%(state)s” when: %(known)s."),
    mark("Give the two conditions that exclude each other."),
)
STUCK_BRANCH = Rule(
    "D058",
    mark("From “%(state)s” no end can be reached when: %(known)s."),
    mark("Give this case a way on, or change the condition that shuts it out."),
)
SILENCE_UNTOLD = Rule(
    "D059",
    mark("Silence decides in “%(state)s”, and no notice of its own tells the applicant so."),
    mark(
        "Add a notice named “%(state)s” that says that the legal delay has passed, and what then."
    ),
)
NOT_ALL_TRIED = Rule(
    "D067",
    mark(
        "Of %(count)s combinations of what is read here, the check tried %(tried)s: every two "
        "answers together, and not all."
    ),
    mark("Read fewer answers in one decision, or divide it among several states."),
    severity=Severity.WARNING,
)
