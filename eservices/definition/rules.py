"""The rules that a whole definition must satisfy: form, texts, money, act, people."""

from functools import partial
from pathlib import Path

from workflows.language import findings
from workflows.language.findings import Severity, mark

CATALOGUE = Path(__file__).parent / "translations"
Rule = partial(findings.Rule, catalogue=CATALOGUE)

ASKED_LATER = Rule(
    "D001",
    mark("The condition reads “%(field)s”, which is asked later or nowhere before."),
    mark("Ask “%(field)s” before, on the same page or an earlier one."),
)
DUPLICATE_NAME = Rule(
    "D002",
    mark("“%(name)s” names two things of the form."),
    mark("Give each field, page and option its own name."),
)
NEEDS_OPTIONS = Rule(
    "D003",
    mark("The choice “%(field)s” has fewer than two options."),
    mark("Add “options:”, each with a value and a label."),
)
NEEDS_ACCEPT = Rule(
    "D004",
    mark("The file field “%(field)s” does not say which kinds of file it accepts."),
    mark("Add “accept: [pdf, jpeg, png]”, or some of them."),
)
KEY_WITHOUT_SENSE = Rule(
    "D005",
    mark("The key “%(key)s” means nothing for a field of the type %(type)s."),
    mark("Remove it, or change the type of the field."),
)
BOUND_KIND = Rule(
    "D006",
    mark("The bound “%(bound)s” does not fit a field of the type %(type)s."),
    mark("Write a number for numbers and areas; a date or “today” for dates."),
)
BOUNDS_CROSSED = Rule(
    "D007",
    mark("No answer can lie between %(low)s and %(high)s."),
    mark("Swap “min” and “max”, or correct them."),
)
BAD_PATTERN = Rule(
    "D008",
    mark("The pattern of “%(field)s” is not a regular expression: %(problem)s."),
    mark("Correct the pattern, or remove it."),
)
UNKNOWN_CONTACT = Rule(
    "D009",
    mark("The form has no field “%(name)s” to reach the applicant by."),
    mark("Name a field of the form."),
)
CONTACT_KIND = Rule(
    "D010",
    mark("“%(name)s” is not a field of the type %(wanted)s."),
    mark("Name a field of the type %(wanted)s."),
)
NO_CONTACT = Rule(
    "D011",
    mark("Nothing says how to reach the applicant, whatever they answer."),
    mark("Name under “contact” a mail or phone field that is always asked and required."),
)
NAMELESS = Rule(
    "D012",
    mark("The applicant's name may be missing: “%(name)s” is not always asked."),
    mark("Name under “contact” at least one field that is always asked and required."),
)
MISSING_TEXT = Rule(
    "D020",
    mark("The text is missing in the language “%(language)s” of the pack."),
    mark("Add “%(language)s:” and the text."),
)
EXTRA_TEXT = Rule(
    "D021",
    mark("“%(language)s” is not a language of the pack."),
    mark("The languages of the pack are: %(known)s."),
)
NO_LABEL = Rule(
    "D022",
    mark("The transition “%(fire)s” has no label for the button that fires it."),
    mark("Add “label:” with a text in each language."),
)
NO_EXPLANATION = Rule(
    "D023",
    mark("Nothing tells the applicant what happens in the state “%(state)s”."),
    mark("Add “explanation:” with a text in each language."),
)
NO_NOTICE = Rule(
    "D024",
    mark("The applicant gets no notice when the case enters “%(state)s”."),
    mark("Add a notice for this state or for its stage, here or in the pack."),
)
UNKNOWN_NOTICE = Rule(
    "D025",
    mark("“%(name)s” is neither a state nor a stage."),
    mark("Name a state of the procedure or a stage."),
)
NOTICE_QUOTES = Rule(
    "D026",
    mark("A notice cannot quote “%(name)s”."),
    mark("It can quote: %(known)s. To print a brace, double it."),
)
SMS_LENGTH = Rule(
    "D065",
    mark("This short message may take %(length)s characters; one message carries %(limit)s."),
    mark("Shorten it: the reference, the news in a few words, and the link are enough."),
)
SMS_LETTERS = Rule(
    "D066",
    mark("Short messages do not know these characters: %(characters)s"),
    mark("Write a plain apostrophe, no guillemets, and words without ê, ç, î or ô."),
)
UNKNOWN_DEMO = Rule(
    "D027",
    mark("“%(name)s” is not a value of this definition."),
    mark("Write the keys from the top, such as promise.within or tariff.<item>."),
)
OTHER_CURRENCY = Rule(
    "D030",
    mark("The amount is in %(currency)s, and the pack's currency is %(wanted)s."),
    mark("Write the amount in %(wanted)s."),
)
TWO_PRICES = Rule(
    "D031",
    mark("“%(item)s” has two prices on %(day)s for these answers: %(answers)s."),
    mark("End the older price with “to:”, or give conditions that exclude each other."),
)
NO_QUANTITY = Rule(
    "D032",
    mark("The quantity of “%(item)s” may be missing, for these answers: %(answers)s."),
    mark("Quote a field that is always asked and required when the price applies."),
)
NEGATIVE_QUANTITY = Rule(
    "D033",
    mark("The quantity of “%(item)s” may be below zero, for these answers: %(answers)s."),
    mark("Give the field a minimum, or change the formula."),
)
GAP_IN_PRICES = Rule(
    "D034",
    mark("“%(item)s” has no price from %(day)s until %(next)s."),
    mark("Let one price end on the day before the next one starts."),
)
NO_PRICE = Rule(
    "D035",
    mark("“%(item)s” has no price on %(day)s for these answers: %(answers)s."),
    mark("Add a price for them; write “amount: 0” and the currency where nothing is due."),
)
PROOF_KIND = Rule(
    "D036",
    mark("“%(name)s” is not a field that holds a document."),
    mark("Name a field of the type file under “proof”."),
)
PROOF_NOT_ASKED = Rule(
    "D037",
    mark("“%(proof)s” proves “%(exemption)s” and may be missing, for: %(answers)s."),
    mark("Ask for the document and require it whenever the exemption applies."),
)
UNREJECTABLE = Rule(
    "D038",
    mark("Nobody can reject “%(exemption)s” when its document proves nothing."),
    mark("Add a transition with “rejects_exemptions: true”, which leads where the price is paid."),
    severity=Severity.WARNING,
)
CORRECTED_UNPAID = Rule(
    "D084",
    mark("A correction may raise the price of “%(item)s” when nobody collects it any more."),
    mark(
        "Let a payment state collect it after the answer on every way to the act (it is passed at "
        "once where nothing is owed), or write “corrected: kept” on the price."
    ),
)
NO_ACT = Rule(
    "D040",
    mark("The procedure issues something, but there is no act."),
    mark("Add “act:” with a title, a number, statements and who signs."),
)
ACT_NOT_ISSUED = Rule(
    "D041",
    mark("There is an act, but no state of the stage “issuance” issues it."),
    mark("Add a state of the stage “issuance”, or remove the act."),
)
ACT_QUOTES_UNKNOWN = Rule(
    "D042",
    mark("The act quotes “%(field)s”, which the form does not ask."),
    mark("Quote a field of the form."),
)
ACT_QUOTES_MISSING = Rule(
    "D043",
    mark("The act quotes “%(field)s”, which may be unanswered, for these answers: %(answers)s."),
    mark("Ask it always and require it, or do not quote it."),
)
ACT_QUOTES_FILE = Rule(
    "D044",
    mark("The act quotes “%(field)s”, which is a file."),
    mark("Quote an answer that can be written."),
)
NO_SUCH_SIGNATORIES = Rule(
    "D045",
    mark("No state holds cases for the signatories “%(queue)s”."),
    mark("Name the agent queue from which the act is signed."),
)
NO_VALIDITY = Rule(
    "D046",
    mark("The act quotes {act.valid_until}, but it has no “valid_for”."),
    mark("Add “valid_for:”, or do not quote it."),
)
ACT_NOT_KEPT = Rule(
    "D047",
    mark("Nothing says how long the act is kept."),
    mark("Add “act:” under “retention”, such as “act: 10 years”."),
)
ACT_KEPT_TOO_SHORT = Rule(
    "D048",
    mark("The act is valid for %(valid)s but kept for %(kept)s only."),
    mark("Keep the act at least as long as it is valid."),
)
UNKNOWN_ORGANISATION = Rule(
    "D050",
    mark("There is no organisation “%(name)s”."),
    mark("Write a name that exists, or add it: to the pack, or as an administrator."),
)
UNKNOWN_OFFICE = Rule(
    "D051",
    mark("There is no office “%(name)s”."),
    mark("Write a name that exists, or add it: to the pack, or as an administrator."),
)
ROUTED_NOWHERE = Rule(
    "D052",
    mark("Cases in “%(state)s” go to the office “%(office)s”, which is none, for: %(answers)s."),
    mark("Give the slug of an office of the pack for every answer."),
)
NO_POOL = Rule(
    "D053",
    mark("No pool treats the agent queue “%(queue)s” in the office “%(office)s”."),
    mark("Open the pool: in the pack, or as an administrator. Or correct the queue or office."),
)
ONE_PERSON = Rule(
    "D054",
    mark(
        "In the office “%(office)s”, nobody but the same person can do “%(other)s” then “%(fire)s”."
    ),
    mark("Put a second person in one of the pools, with the role that the transition needs."),
)
NOBODY = Rule(
    "D055",
    mark("Nobody in the pool of “%(queue)s” in “%(office)s” has the role %(role)s."),
    mark("Add somebody with this role to the pool."),
    severity=Severity.WARNING,
)
FILE_NAME = Rule(
    "D060",
    mark("The file is called “%(file)s” but describes “%(eservice)s”."),
    mark("Call the file %(eservice)s.yaml."),
)
NOT_WALKED = Rule(
    "W001",
    mark("No case could be led over “%(fire)s” from “%(state)s”: %(problem)s."),
    mark("Check the conditions of the transition, its agent queue, and who works there."),
)
