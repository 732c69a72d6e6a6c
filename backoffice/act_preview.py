"""The act as it will read: the definition's own words with this case's answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import gettext

from delivery.documents import Entry
from delivery.placeholders import ANSWERS, fill
from delivery.template import ActTemplate
from delivery.validity import last_day
from delivery.wording import NOTHING, write_answer, write_date
from eservices.acts import printed_fields
from eservices.definition.model import EService
from workflows.cases import Case


@dataclass(frozen=True, slots=True)
class ActPreview:
    """The texts of an act that is not yet issued, in the language it will be issued in."""

    language: str
    title: str
    identity: tuple[Entry, ...]
    statements: tuple[str, ...]
    signatory_title: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where the act would be issued."""

    today: date
    zone: ZoneInfo


def preview(
    eservice: EService, template: ActTemplate, case: Case, occasion: Occasion
) -> ActPreview:
    """Write the act's texts as if it were issued today; its number comes only with issuing."""
    language = eservice.languages[0]
    fields = printed_fields(eservice, language)
    answers = {
        name: write_answer(case.answers.get(name), asked, language)
        for name, asked in fields.items()
    }
    values = {ANSWERS + name: text for name, text in answers.items()}
    values |= _facts(template, case, occasion, language)
    return ActPreview(
        language=language,
        title=template.title.in_language(language),
        identity=tuple(Entry(fields[name].label, answers[name]) for name in template.identity),
        statements=tuple(
            fill(statement.in_language(language), values) for statement in template.statements
        ),
        signatory_title=template.signatory_title.in_language(language),
    )


def _facts(
    template: ActTemplate, case: Case, occasion: Occasion, language: str
) -> Mapping[str, str]:
    valid_for, today = template.valid_for, occasion.today
    lodged_on = case.lodged_at.astimezone(occasion.zone).date()
    return {
        "case.reference": case.reference,
        "case.lodged_on": write_date(lodged_on, language),
        "act.number": gettext("[number given when issued]"),
        "act.issued_on": write_date(today, language),
        "act.valid_until": (
            NOTHING if valid_for is None else write_date(last_day(today, valid_for), language)
        ),
    }
