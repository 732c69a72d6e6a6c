"""Compose an act: the template's words with the answers, number, dates and code in place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from delivery.documents import ActDocument, Branding, Entry, Verification
from delivery.masking import mask
from delivery.placeholders import ANSWERS, fill
from delivery.register import Issued, Reservation
from delivery.template import ActTemplate
from delivery.validity import last_day
from delivery.wording import NOTHING, AnswerField, write_answer, write_date


@dataclass(frozen=True, slots=True)
class Replaced:
    """The act whose place another takes: a correction gives it no longer life."""

    act_id: int
    #: The case that issues the act which takes its place.
    by_case: int
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class ActDraft:
    """All that an act needs to know of its case, read in one go before anything is sealed."""

    template: ActTemplate
    language: str
    branding: Branding
    #: Names of the issuing organisation by language, kept in the register.
    authority: Mapping[str, str]
    reference: str
    lodged_at: datetime
    #: The fields of the form, labels and options in the act's language.
    fields: Mapping[str, AnswerField]
    answers: Mapping[str, Any]
    #: Full name of the person the act is about; the register keeps it masked.
    holder: str
    signatory_name: str | None
    #: Where the act is issued: its dates are that place's.
    zone: ZoneInfo
    replaces: Replaced | None = None
    #: The act by which somebody signed in the place of whoever bears the title.
    delegation: str | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """The day of issue and the last day of validity."""

    issued_on: date
    valid_until: date | None


def dates_of(draft: ActDraft, at: datetime) -> Dates:
    """Give the dates of an act issued at an instant."""
    issued_on = at.astimezone(draft.zone).date()
    if draft.replaces is not None:
        return Dates(issued_on, draft.replaces.valid_until)
    valid_for = draft.template.valid_for
    return Dates(issued_on, None if valid_for is None else last_day(issued_on, valid_for))


def compose(
    draft: ActDraft, reservation: Reservation, *, dates: Dates, verification: Verification
) -> ActDocument:
    """Write every text of the act in its language."""
    template, language = draft.template, draft.language
    values = _values(draft, reservation, dates)
    return ActDocument(
        language=language,
        branding=draft.branding,
        title=template.title.in_language(language),
        number=reservation.number,
        reference=draft.reference,
        identity=tuple(
            Entry(draft.fields[name].label, values[ANSWERS + name]) for name in template.identity
        ),
        statements=tuple(
            fill(statement.in_language(language), values) for statement in template.statements
        ),
        issued_on=dates.issued_on,
        valid_until=dates.valid_until,
        signatory_title=template.signatory_title.in_language(language),
        signatory_name=draft.signatory_name,
        verification=verification,
        delegation=draft.delegation,
    )


def entry_of(draft: ActDraft, *, at: datetime, dates: Dates, sha256: str) -> Issued:
    """Write what the register keeps of the act."""
    return Issued(
        sha256=sha256,
        language=draft.language,
        title=draft.template.title.root,
        authority=draft.authority,
        holder=mask(draft.holder),
        issued_at=at,
        issued_on=dates.issued_on,
        valid_until=dates.valid_until,
    )


def _values(draft: ActDraft, reservation: Reservation, dates: Dates) -> dict[str, str]:
    language = draft.language
    lodged_on = draft.lodged_at.astimezone(draft.zone).date()
    last = dates.valid_until
    answers = {
        ANSWERS + name: write_answer(draft.answers.get(name), asked, language)
        for name, asked in draft.fields.items()
    }
    return answers | {
        "case.reference": draft.reference,
        "case.lodged_on": write_date(lodged_on, language),
        "act.number": reservation.number,
        "act.issued_on": write_date(dates.issued_on, language),
        "act.valid_until": NOTHING if last is None else write_date(last, language),
    }
