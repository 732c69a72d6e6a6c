"""The rules of checklists: what is ticked in a state, by whom, and before which moves."""

from eservices.definition.rules import Rule
from workflows.language.findings import Severity, mark

CHECKLIST_UNTREATED = Rule(
    "D086",
    mark("“%(state)s” has a checklist, and nobody treats its cases."),
    mark("Remove “checklist:”, or add a transition by an agent or a signatory from this state."),
)
ITEM_NAMED_TWICE = Rule(
    "D087",
    mark("“%(item)s” names two items of the checklist of “%(state)s”."),
    mark("Give each item a name of its own: the journal keeps only the names."),
)
ITEM_NEEDED_ELSEWHERE = Rule(
    "D088",
    mark("“%(item)s” is needed for “%(fire)s”, which nobody treating “%(state)s” fires."),
    mark("Name triggers by an agent or a signatory from this state, or leave “needed_for” out."),
)
ITEM_NEEDED_NEVER = Rule(
    "D089",
    mark("Nothing needs “%(item)s”: no move from “%(state)s” leads towards a delivered state."),
    mark("Name under “needed_for” the triggers that need it."),
)
ITEM_NEVER_ASKED = Rule(
    "D090",
    mark("No answers were found for which “%(item)s” is to be checked."),
    mark("Correct its “when”, or leave it out."),
    severity=Severity.WARNING,
)
