"""Flags in words: what each says, and what the rows behind it are."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.watch.finding import Kind
from backoffice.watch.flags import Flag
from backoffice.watch.inquiries import Conclusion, Standing, Step

TITLES: Mapping[Kind, LazyString] = {
    Kind.OVERTAKE: _("Served before an older case"),
    Kind.PLACE_CHANGED: _("Place in the queue changed"),
    Kind.SLOW_FINISH: _("Long idle, then suddenly finished"),
    Kind.CORRECTIONS: _("Missing pieces far more often than others"),
    Kind.VIEW: _("File opened without having been given"),
    Kind.PAIR: _("The same two people too often"),
    Kind.OVERRIDE: _("Moved by hand after a complaint"),
    Kind.SHARED_ADDRESS: _("One address for many citizens at a counter"),
    Kind.CASH_RETURNS: _("Cash given back far more often than others"),
}
SENTENCES: Mapping[Kind, LazyString] = {
    Kind.OVERTAKE: _(
        "%(who)s was given this case while %(older)s older cases of the same queue were free; the "
        "oldest had been waiting %(minutes)s minutes longer. Nothing recorded explains it."
    ),
    Kind.PLACE_CHANGED: _(
        "This case was put %(minutes)s minutes further ahead in its queue, and nobody had it let "
        "go out of turn."
    ),
    Kind.SLOW_FINISH: _(
        "%(hits)s of the %(cases)s cases finished by %(who)s had lain idle for long and were then "
        "finished within two minutes. Among colleagues of the same queue it is %(usual)s %%."
    ),
    Kind.CORRECTIONS: _(
        "%(who)s asked for a missing piece in %(hits)s of %(cases)s decisions. Among colleagues at "
        "the same work it is %(usual)s %%."
    ),
    Kind.VIEW: _("%(who)s opened this file (%(looks)s times) without having been given the case."),
    Kind.PAIR: _(
        "%(who)s followed one another on %(together)s cases. By the hours each worked, the queues "
        "would bring them together on %(expected)s."
    ),
    Kind.OVERRIDE: _(
        "%(who)s moved this case by hand %(hours)s hours after a complaint about it was lodged."
    ),
    Kind.SHARED_ADDRESS: _(
        "%(who)s lodged %(count)s applications of citizens at a counter on one day with the same "
        "telephone or mail address."
    ),
    Kind.CASH_RETURNS: _(
        "%(hits)s of the %(cases)s payments that %(who)s took in cash were given back. Among "
        "colleagues it is %(usual)s %%."
    ),
}
SPANS: Mapping[str, LazyString] = {
    "day": _("Counted over the day of %(since)s."),
    "month": _("Counted over the four weeks from %(since)s."),
}
CAUTION = _(
    "A flag is a reason to look, not a finding of fault: an honest explanation is the usual one."
)
LEDGERS: Mapping[str, LazyString] = {
    "claims": _("Case held"),
    "queue_stays": _("Wait in the queue"),
    "journal_entries": _("Move of a case"),
    "file_openings": _("File opened"),
    "till_entries": _("Movement at a till"),
}
CODES: Mapping[str, LazyString] = {
    "moved": _("decided"),
    "released": _("given back"),
    "expired": _("taken back after idleness"),
    "passed_on": _("passed on"),
    "recused": _("withdrawn from"),
    "absent": _("taken back at an absence"),
    "treatment": _("Case screen"),
    "attachment": _("Attachment"),
    "act": _("Act before signature"),
    "out_of_turn": _("Out of turn"),
    "earlier": _("Earlier case of the same applicant"),
    "revocation": _("Act to revoke"),
    "counter": _("Filled in at a counter"),
    "hand_over": _("Act handed over"),
    "transferred": _("Transferred"),
    "lodge": _("Lodged"),
    "reversal": _("Reversal"),
    "refund": _("Refund"),
}
STANDINGS: Mapping[Standing, LazyString] = {
    Standing.OPEN: _("Open"),
    Standing.CONCLUDED: _("Waits for a second inspector"),
    Standing.CLOSED: _("Closed"),
}
CONCLUSIONS: Mapping[Conclusion, LazyString] = {
    Conclusion.UNFOUNDED: _("Unfounded: chance, or an error of the count"),
    Conclusion.EXPLAINED: _("Explained by the work itself"),
    Conclusion.FAULT_OF_THE_TOOL: _("Fault of the tool, to be repaired"),
    Conclusion.REMINDER: _("Rules recalled to the people concerned"),
    Conclusion.REFERRED: _("Referred to the competent authority"),
}
STEPS: Mapping[Step, LazyString] = {
    Step.OPENED: _("Inspection opened"),
    Step.FLAG_ADDED: _("Flag added"),
    Step.NOTED: _("Note"),
    Step.CONCLUDED: _("Conclusion proposed"),
    Step.SENT_BACK: _("Sent back by the second inspector"),
    Step.CONFIRMED: _("Conclusion confirmed; inspection closed"),
}


def sentence(flag: Flag) -> str:
    """Say what a flag says, with its figures."""
    who = gettext(" and ").join(flag.people)
    said = str(SENTENCES[flag.kind]) % {"who": who, **flag.figures}
    span = SPANS.get(str(flag.figures.get("span")))
    return f"{said} {str(span) % flag.figures}" if span else said


def code(value: str | None) -> str:
    """Say a code of a ledger in words; a trigger of a procedure stays as it is."""
    return "–" if value is None else str(CODES.get(value, value))
