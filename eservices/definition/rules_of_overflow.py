"""The rules of overflows and of the offices that answers name."""

from eservices.definition.rules import Rule
from workflows.language.findings import mark

OVERFLOW_NOWHERE = Rule(
    "D070",
    mark("Cases of “%(state)s” overflow to the office “%(office)s”, which is none: %(answers)s."),
    mark("Name an office of the pack, as a text between quotes: office: '\"national-pool\"'."),
)
OVERFLOW_UNTREATED = Rule(
    "D071",
    mark("Cases of “%(state)s” overflow to “%(office)s”, where no pool treats “%(queue)s”."),
    mark("Add a pool for this agent queue to that office, or name another office."),
)
OVERFLOW_NOBODY = Rule(
    "D072",
    mark("Cases of “%(state)s” overflow to “%(office)s”, where nobody of the pool is %(role)s."),
    mark("Put somebody with this role in the pool, or name another office."),
)
OVERFLOW_CIRCLE = Rule(
    "D073",
    mark("The overflows of “%(state)s” lead in a circle, for these answers: %(answers)s."),
    mark("Say with “from” which offices each overflow relieves, and let none lead back."),
)
OVERFLOW_IDLE = Rule(
    "D074",
    mark("No case of “%(state)s” can take this overflow: it relieves no office that has any."),
    mark("Name another office, correct “from” or “when”, or remove it."),
)
NO_OFFICE_NAMED = Rule(
    "D075",
    mark("The formula for “%(state)s” names no office for these answers: %(answers)s."),
    mark('Let it name one for every answer, such as: … ? … : "%(office)s".'),
)
NOT_OVERFLOWED = Rule(
    "W002",
    mark("No case of “%(state)s” could take this overflow: %(problem)s."),
    mark("Check its office, its conditions, and who works there."),
)
