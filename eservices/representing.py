"""Who acts for whom: read from the answers, told to both, and asked before a withdrawal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from eservices.definition.form import Form, Representing
from eservices.definition.model import EService
from eservices.texts import mark, translate
from workflows.cases import Applicant, Case, applicant_of
from workflows.language.conditions import compile_condition
from workflows.representatives import Representative, represent, representative_of

TOLD_TO_APPLICANT = mark(
    "%(name)s (%(quality)s) acts for you in this application and receives the same messages, with "
    "a link of their own."
)
TOLD_TO_REPRESENTATIVE = mark(
    "You receive this as the representative (%(quality)s) of %(name)s, who receives the same "
    "messages, with a link of their own."
)


def representing(form: Form, answers: Mapping[str, Any], today: date) -> Representing | None:
    """Find in which quality somebody acts for the applicant; the verifier proves it is one."""
    return next(
        (one for one in form.representatives if compile_condition(one.when).holds(answers, today)),
        None,
    )


def keep_representative(
    connection: Connection, case: Case, service: EService, *, language: str, today: date
) -> None:
    """Write who acts for the applicant of a case just lodged, where somebody does."""
    acting = representing(service.form, case.answers, today)
    if acting is not None:
        represent(
            connection,
            case.id,
            kind=acting.representative,
            name=" ".join(str(case.answers[name]) for name in acting.name if name in case.answers),
            mail=case.answers.get(acting.mail) if acting.mail else None,
            phone=case.answers.get(acting.phone) if acting.phone else None,
            language=language,
        )


def representative_in(
    connection: Connection, case: Case, service: EService
) -> Representative | None:
    """Read who acts for a case's applicant; asks nothing where the e-service lets nobody."""
    return representative_of(connection, case.id) if service.form.representatives else None


def author_of(connection: Connection, case: Case, service: EService) -> Applicant:
    """Give who filled the form in: whoever acts for the applicant, else the applicant."""
    acting = representative_in(connection, case, service)
    return applicant_of(connection, case.id) if acting is None else acting.person


def quality_of(service: EService, found: Representative, language: str) -> str:
    """Say in which quality somebody acts, such as `architect`."""
    declared = service.form.representing(found.kind)
    # Another version may have named it: what is stored still reads.
    return declared.label.in_language(language) if declared else found.kind


def may_withdraw(service: EService, found: Representative) -> bool:
    """Tell whether the definition lets a representative withdraw alone."""
    declared = service.form.representing(found.kind)
    return declared is not None and declared.withdraws


def note_to_applicant(service: EService, found: Representative, language: str) -> str:
    """Tell the applicant who acts for them."""
    quality = quality_of(service, found, language)
    return translate(TOLD_TO_APPLICANT, language, name=found.name, quality=quality)


def note_to_representative(
    service: EService, found: Representative, applicant: Applicant, language: str
) -> str:
    """Remind a representative for whom they act."""
    quality = quality_of(service, found, language)
    return translate(TOLD_TO_REPRESENTATIVE, language, name=applicant.name, quality=quality)
