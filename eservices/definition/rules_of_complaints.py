"""The rules of complaints: who may not treat them, how they are answered, reopened and counted."""

from eservices.definition.rules import Rule
from workflows.language.findings import mark

COUNTED_BY_NOTHING = Rule(
    "H001",
    mark("“%(field)s” is not a choice of the form, and complaints cannot be counted by it."),
    mark("Name a field of the type “choice”."),
)
NOT_SAID_BY_APPLICANT = Rule(
    "H002",
    mark("“%(fire)s” is not what an applicant fires while an answer waits for their word."),
    mark("Name a trigger of the applicant from one state of the stage “applicant”."),
)
REOPENED_FOR_EVER = Rule(
    "H003",
    mark("A complaint that was opened again can be opened again and again by “%(fire)s”."),
    mark("Let the second answer lead to states from which it cannot be fired."),
)
REOPENED_WITHOUT_CLOCK = Rule(
    "H004",
    mark("“%(fire)s” opens the complaint again, and no delay is promised for its second answer."),
    mark("Add the trigger under “restarts” of the promise."),
)
TREATED_BY_CONCERNED = Rule(
    "H005",
    mark("The office “%(office)s” would treat the complaint that concerns it, for %(answers)s."),
    mark("Send it to another office for these answers, such as the one above or an inspectorate."),
)
SEEN_BY_OTHERS = Rule(
    "H006",
    mark("“%(fire)s” lets “%(role)s” into what only inspectors may see."),
    mark("Let an inspector, the applicant or the system fire it."),
)
MEMBER_IS_NO_INSPECTOR = Rule(
    "H007",
    mark("“%(login)s” treats the agent queue “%(queue)s” of confidential reports."),
    mark("Put inspectors only in its pools."),
)
COMPLAINT_CONSULTS = Rule(
    "H008",
    mark("The complaint is shown to an office that is asked for its opinion."),
    mark("Remove “consults”: nothing keeps the people concerned from giving it."),
)
RESTARTS_NOTHING = Rule(
    "H009",
    mark("The promise runs anew from “%(fire)s”, which no transition fires."),
    mark("Name a trigger of the procedure."),
)
ANSWERED_BY_THE_SAME = Rule(
    "H011",
    mark("Whoever answered first may answer again by “%(fire)s”."),
    mark("Add “distinct_from” with the trigger of the first answer."),
)
INSPECTOR_IN_THE_OPEN = Rule(
    "H010",
    mark("“%(fire)s” is fired by an inspector, and the e-service is not confidential."),
    mark("Add “confidential: true” under “complaint”, or let an agent fire it."),
)
