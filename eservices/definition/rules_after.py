"""The rules of what comes after an act: following it, correcting it, taking it back."""

from eservices.definition.rules import Rule
from workflows.language.findings import mark

UNKNOWN_FOLLOWED = Rule(
    "F001",
    mark("“%(name)s” is not an e-service of the pack that can be followed."),
    mark("Name another e-service of the pack, whose cases can be delivered."),
)
TAKEN_INTO_NOTHING = Rule(
    "F002",
    mark("“%(field)s” is not a field into which something can be taken over."),
    mark("Name a field of the form that is not a file."),
)
TAKEN_FROM_NOTHING = Rule(
    "F003",
    mark("“%(source)s” is nothing that “%(eservice)s” has."),
    mark("Name an answer of its form that is not a file, or, where it issues an act, the act's."),
)
TAKEN_DIFFERS = Rule(
    "F004",
    mark("“%(source)s” of “%(eservice)s” does not fit the field “%(field)s”."),
    mark("Give both fields one type, and the choice every option that can be taken over."),
)
NOT_TAKEN = Rule(
    "F005",
    mark("“%(field)s” may be changed, but nothing is taken over into it."),
    mark("Add it under “takes”, or remove it from “editable”."),
)
NOT_IN_DAYS = Rule(
    "F006",
    mark("The time within which a case can be followed is not in whole days."),
    mark("Write days, months or years, such as 3 years."),
)
CORRECTS_NOTHING = Rule(
    "F007",
    mark("“corrects” has no act to correct."),
    mark("Add “follows:” with e-services that issue an act, and remove “act”."),
)
REVOKES_NOTHING = Rule(
    "F008",
    mark("“revocation” has no act to take back."),
    mark("Remove “revocation”, or add the act."),
)
NOBODY_REVOKES = Rule(
    "F010",
    mark("No pool treats the agent queue “%(queue)s” in the office “%(office)s”."),
    mark("Name agent queues that have a pool in every office that signs the act."),
)
ONE_REVOKES = Rule(
    "F011",
    mark("In the office “%(office)s”, one person alone would propose a revocation and confirm it."),
    mark("Put a second person in one of the two pools."),
)
REVOCATION_UNTOLD = Rule(
    "F012",
    mark("The applicant gets no notice when the act is revoked."),
    mark("Add a notice “act_revoked”, here or in the pack."),
)
NAME_TAKEN = Rule(
    "F013",
    mark("The transition “%(fire)s” bears a name that is kept for what happens to a case."),
    mark("Give the transition another name."),
)
