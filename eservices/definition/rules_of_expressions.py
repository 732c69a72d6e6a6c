"""The rules of expressions: what each fault of the lexicon or of the types means to its author."""

from functools import partial

from eservices.definition.rules import CATALOGUE
from workflows.language import findings
from workflows.language.findings import mark
from workflows.language.lexicon import Fault

Rule = partial(findings.Rule, catalogue=CATALOGUE)

FAULTS: dict[Fault, findings.Rule] = {
    Fault.TOO_LONG: Rule(
        "E001",
        mark("The expression has %(length)s characters; %(most)s are allowed."),
        mark("Shorten it, or ask the applicant a question that answers it."),
    ),
    Fault.UNREADABLE: Rule(
        "E002",
        mark("The expression cannot be read at character %(character)s."),
        mark('Check parentheses, quotes and operators: answers.status == "citizen" && today > …'),
    ),
    Fault.UNKNOWN_WORD: Rule(
        "E003",
        mark("The expression may not use “%(word)s”."),
        mark(
            "Use answers.<field>, opinions.<name>, today, texts between quotes, numbers, true, "
            "false, null, == != < <= > >= && || ! in ? : + - * /, "
            'date("2026-01-31"), years_between(a, b), '
            "days_after(a, n), and .startsWith, .endsWith or .contains on a text."
        ),
    ),
    Fault.WHOLE_ANSWERS: Rule(
        "E004",
        mark("“%(root)s” must be followed by a point and a name."),
        mark("Write answers.<field>, or opinions.<name> where opinions were asked for."),
    ),
    Fault.UNKNOWN_FIELD: Rule(
        "E005",
        mark("The form has no field “%(name)s”."),
        mark("Write a name that exists, or add the field to the form."),
    ),
    Fault.UNKNOWN_OPINION: Rule(
        "E012",
        mark("No opinion “%(name)s” can be read here."),
        mark("Read opinions in the conditions of transitions; name one that a state asks for."),
    ),
    Fault.MISMATCH: Rule(
        "E006",
        mark("“%(operator)s” cannot be used with: %(types)s."),
        mark("Compare answers with values of the same kind; texts stand between quotes."),
    ),
    Fault.RESULT: Rule(
        "E007",
        mark("The expression gives a %(given)s; a %(wanted)s is needed here."),
        mark("Write a comparison for a condition, a number for a quantity, an office for a route."),
    ),
    Fault.BARE: Rule(
        "E008",
        mark("The condition does not say which answer is expected."),
        mark("Write %(expression)s == true."),
    ),
    Fault.UNKNOWN_OPTION: Rule(
        "E009",
        mark("“%(value)s” is not an option of “%(field)s”."),
        mark("The options are: %(known)s."),
    ),
    Fault.DIVISION: Rule(
        "E010",
        mark("A division is accepted only by a number greater than zero."),
        mark("Write the number by which to divide, or multiply instead."),
    ),
    Fault.AGGREGATE: Rule(
        "E013",
        mark("“%(name)s” is not written as repeated groups are read."),
        mark(
            "Write count(answers.<group>), answers.<group>.exists(item, …), "
            "answers.<group>.all(item, …) or sum(answers.<group>.map(item, …)), "
            "where item.<field> is a field of the group."
        ),
    ),
    Fault.NESTED: Rule(
        "E014",
        mark("A loop over a group stands in another, which could take for ever."),
        mark("Write two conditions joined by && or ||, or ask a question that answers it."),
    ),
    Fault.NOT_A_DATE: Rule(
        "E011",
        mark("date(…) needs a date of the calendar between quotes."),
        mark('Write date("2026-01-31").'),
    ),
}
