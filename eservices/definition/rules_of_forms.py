"""The rules of groups, checks, patterns and representatives."""

from functools import partial

from eservices.definition.rules import CATALOGUE
from workflows.language import findings
from workflows.language.findings import Severity, mark

Rule = partial(findings.Rule, catalogue=CATALOGUE)

GROUP_QUESTIONS = Rule(
    "D013",
    mark("The group “%(group)s” needs “item”, and between 1 and %(most)s questions."),
    mark("Add “fields:” with the questions of one item, and “item:” with what one is called."),
)
GROUP_SIZE = Rule(
    "D014",
    mark("The group “%(group)s” has no bounded size."),
    mark("Write “max:”, a whole number up to %(most)s, and “min:” up to it where needed."),
)
GROUP_IN_GROUP = Rule(
    "D015",
    mark("“%(group)s” is a group within a group."),
    mark("Ask one level only: bring its questions up, or put it on its own."),
)
ITEM_NAMELESS = Rule(
    "D016",
    mark("“%(name)s” cannot name the items of “%(group)s”."),
    mark("Name a question of the group that is always asked and required, and is not a file."),
)
CHECK_ELSEWHERE = Rule(
    "D017",
    mark("“%(name)s” is not asked where this check is made."),
    mark("Name fields of the same page; a check of several pages stands under “form”."),
)
CHECK_UNDECIDED = Rule(
    "D018",
    mark("The check “%(check)s” may lack an answer, for these answers: %(answers)s."),
    mark("Add “when:” so that it is looked at only when all it reads was asked and answered."),
)
CHECK_IMPOSSIBLE = Rule(
    "D019",
    mark("No answers were found that satisfy the check “%(check)s”."),
    mark("Compare it with the bounds of the fields that it reads."),
    severity=Severity.WARNING,
)
COSTLY_PATTERN = Rule(
    "D028",
    mark("Looking for the pattern of “%(field)s” might take for ever on some answers."),
    mark(
        "Write exact counts such as [0-9]{10}; repeat no part that repeats or chooses itself, and "
        "use no back reference."
    ),
)
SAME_PERSON = Rule(
    "D061",
    mark("“%(name)s” names or reaches both the applicant and a representative."),
    mark("Ask the representative's own name, mail address and telephone in fields of their own."),
)
REPRESENTATIVE_UNKNOWN = Rule(
    "D062",
    mark(
        "“%(representative)s” may act while “%(name)s” is not answered, for these answers: "
        "%(answers)s."
    ),
    mark("Ask and require a name, a mail address or telephone, and a proof whenever they act."),
)
TWO_REPRESENTATIVES = Rule(
    "D063",
    mark("“%(one)s” and “%(other)s” act at once for these answers: %(answers)s."),
    mark("Give them conditions that exclude each other."),
)
ONE_OF_TWO = Rule(
    "D064",
    mark(
        "“one_is_enough” needs a mail and a phone field, both optional, always asked, on one page."
    ),
    mark("Write “required: false” for both, put them on one page, and name both under “contact”."),
)
