"""The act as it will read: the definition's own words with this case's answers."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask_babel import gettext

from delivery.placeholders import ANSWERS, fill
from delivery.template import ActTemplate
from delivery.wording import NOTHING, write_date
from eservices.definition.model import EService
from eservices.form.presenting import present
from workflows.cases import Case


@dataclass(frozen=True, slots=True)
class ActPreview:
    """The texts of an act that is not yet issued, in the language it will be issued in."""

    language: str
    title: str
    statements: tuple[str, ...]
    signatory_title: str


def preview(eservice: EService, template: ActTemplate, case: Case, zone: ZoneInfo) -> ActPreview:
    """Write the act's texts; what only issuing can give stands as words in brackets."""
    language = eservice.languages[0]
    values = _answers(eservice, case, language) | _facts(case, zone, language)
    return ActPreview(
        language=language,
        title=template.title.in_language(language),
        statements=tuple(
            fill(statement.in_language(language), values) for statement in template.statements
        ),
        signatory_title=template.signatory_title.in_language(language),
    )


def _answers(eservice: EService, case: Case, language: str) -> dict[str, str]:
    return {
        f"{ANSWERS}{field.id}": present(field, case.answers.get(field.id), language) or NOTHING
        for field in eservice.form.fields()
    }


def _facts(case: Case, zone: ZoneInfo, language: str) -> dict[str, str]:
    return {
        "case.reference": case.reference,
        "case.lodged_on": write_date(case.lodged_at.astimezone(zone).date(), language),
        "act.number": gettext("[number given when issued]"),
        "act.issued_on": gettext("[date of issue]"),
        "act.valid_until": gettext("[end of validity]"),
    }
