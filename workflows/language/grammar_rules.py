"""The rules of the grammar: keys, kinds of value and written forms."""

from workflows.language.findings import Rule, mark

MISSING = Rule(
    "G001", mark("The key “%(key)s” is missing here."), mark("Add “%(key)s:” and its value.")
)
UNKNOWN_KEY = Rule(
    "G002",
    mark("The key “%(key)s” is not known here."),
    mark("Write one of: %(known)s."),
)
NOT_ALLOWED = Rule(
    "G003",
    mark("“%(value)s” is not one of the values allowed here."),
    mark("Write one of: %(known)s."),
)
NAME = Rule(
    "G004",
    mark("“%(value)s” is not a well-formed name."),
    mark("Use lower-case letters, digits and underscores, starting with a letter: such_as_this."),
)
SLUG = Rule(
    "G004",
    mark("“%(value)s” is not a well-formed identifier."),
    mark("Use lower-case letters, digits and hyphens, starting with a letter: such-as-this."),
)
FORM = Rule(
    "G004",
    mark("“%(value)s” is not written as it must be here."),
    mark("See this key in the reference of definitions; its form is %(form)s."),
)
LENGTH = Rule(
    "G005",
    mark("This is too short or too long: %(problem)s."),
    mark("Write at least one value, within the bounds of the reference of definitions."),
)
KIND = Rule(
    "G006",
    mark("%(expected)s is expected here, not “%(value)s”."),
    mark("Write %(expected)s; see this key in the reference of definitions."),
)
TEXT = Rule(
    "G007",
    mark("A text is expected here in each language of the pack."),
    mark("Write {fr: …, en: …} instead of one text."),
)
BOUNDS = Rule(
    "G008",
    mark("%(value)s is outside the bounds: %(problem)s."),
    mark("Write a number within the bounds."),
)
SPAN = Rule(
    "G009",
    mark("“%(value)s” is not a span of time."),
    mark(
        "Write a number and a unit: hours, days, months, years, working-hours or working-days, "
        "such as “72 hours”."
    ),
)
AMOUNT = Rule(
    "G010",
    mark("“%(value)s” is not an amount of money."),
    mark("Write a number, a space and the currency of the pack, such as “1900 XOF”."),
)
ACT_NUMBER = Rule(
    "G011",
    mark("“%(value)s” cannot number acts."),
    mark("Quote {year} once and {serial} once, such as “CJ-{year}-{serial:07}”."),
)
STATEMENT = Rule(
    "G012",
    mark("A statement of the act quotes something unknown: %(problem)s."),
    mark(
        "Quote {answers.<field>}, {case.reference}, {case.lodged_on}, {act.number}, "
        "{act.issued_on} or {act.valid_until}."
    ),
)
PRICE = Rule(
    "G013",
    mark("This price does not say what is owed: %(problem)s."),
    mark(
        "Give one of “amount”, “steps” and “brackets”; steps need “per”, grow, and the last one "
        "has no “up_to”; bounds and rounding are amounts above zero in the same currency."
    ),
)
OTHER = Rule(
    "G099",
    mark("This value is not accepted: %(problem)s."),
    mark("See this key in the reference of definitions."),
)

#: What each kind of value is called in messages.
KINDS = {
    "string": mark("a text"),
    "int": mark("a whole number"),
    "decimal": mark("a number"),
    "bool": mark("true or false"),
    "list": mark("a list"),
    "tuple": mark("a list"),
    "dict": mark("a group of keys"),
    "model": mark("a group of keys"),
    "date": mark("a date such as 2026-03-31"),
}
