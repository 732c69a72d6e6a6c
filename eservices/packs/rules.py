"""The rules that a pack must satisfy."""

from eservices.definition.rules import Rule
from workflows.language.findings import Severity, mark

SAME_SLUG = Rule(
    "K001",
    mark("“%(slug)s” is used twice under “%(key)s”."),
    mark("Give each its own identifier."),
)
UNKNOWN_REFERENCE = Rule(
    "K002",
    mark("“%(name)s” is not one of the pack's %(kind)s."),
    mark("Write a name that exists, or add it under “%(kind)s”."),
)
UNKNOWN_ZONE = Rule(
    "K003",
    mark("“%(name)s” is not a time zone."),
    mark("Write a name of the time zone database, such as Africa/Porto-Novo."),
)
UNKNOWN_COUNTRY = Rule(
    "K004",
    mark("The public holidays of “%(country)s” are not known."),
    mark("Remove “holidays:” and list every closed day under “added”."),
)
STRETCHES_CROSS = Rule(
    "K005",
    mark("The opening hours of “%(day)s” overlap or run backwards."),
    mark('Write them in order, such as [["08:00", "12:30"], ["15:00", "18:30"]].'),
)
SAME_DESK = Rule(
    "K006",
    mark("Two pools treat the agent queue “%(queue)s” in the office “%(office)s”."),
    mark("Keep one pool, and put its people together."),
)
ROLES_APART = Rule(
    "K007",
    mark("One account may not hold the roles %(roles)s together."),
    mark("Open two accounts for two people."),
)
EMPTY_POOL = Rule(
    "K008",
    mark("No account of the pack treats the cases of the pool “%(pool)s”."),
    mark("Add it to the “pools” of an account."),
    severity=Severity.WARNING,
)
NO_PACK = Rule(
    "K009",
    mark("This file belongs to no pack."),
    mark("Put it in the folder “eservices” of a pack, beside the pack's pack.yaml."),
)
NOTHING_THERE = Rule(
    "K010",
    mark("There is no pack and no e-service here."),
    mark("Name a pack's folder, or the file of an e-service."),
)
OTHER_NAME = Rule(
    "K011",
    mark("The folder is called “%(folder)s” but holds the pack “%(pack)s”."),
    mark("Call the folder as the pack is called."),
)
STEP_NOWHERE = Rule(
    "K021",
    mark("Nothing says where this step is done."),
    mark("Add “office” with an office of the pack, or “place” in words."),
)
NO_SUCH_VALUE = Rule(
    "K022",
    mark("“%(name)s” is not a value of this procedure."),
    mark("Write a key of the file, such as fee or steps."),
)
OTHER_FILE_NAME = Rule(
    "K023",
    mark("The file is called “%(file)s” but describes “%(procedure)s”."),
    mark("Call the file as the procedure is called."),
)
NO_SUCCESSOR = Rule(
    "K024",
    mark("“%(by)s” cannot take over the cases of “%(pool)s”."),
    mark("Name another pool that treats the same agent queue and is not taken over in a circle."),
)
LEADS_NOWHERE = Rule(
    "K025",
    mark("The answer leads to “%(name)s”, which does not exist."),
    mark("Write the name of a question of the pack, of an e-service or of a procedure."),
)
QUESTION_UNREACHED = Rule(
    "K026",
    mark("No answer leads to the question “%(question)s”."),
    mark("Let an answer lead to it, or remove it."),
)
NO_COUNTER = Rule(
    "K028",
    mark("Nobody can pay in cash at “%(office)s”: it receives no visitors."),
    mark("Name an office of the pack that has a counter."),
)
NO_SUCH_CASH = Rule(
    "K029",
    mark("Cash is counted in whole units of “%(currency)s”, the pack's currency."),
    mark("Write the ceiling in that currency; one with cents is not taken in cash."),
)
QUESTION_IN_CIRCLE = Rule(
    "K027",
    mark("Some answers to the question “%(question)s” lead round in a circle."),
    mark("Let every answer lead to a sheet in the end."),
)
