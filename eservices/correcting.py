"""The correction of an act: a form that asks for its answers again, and the act issued anew.

An e-service that corrects has no act of its own. Opened from a delivered case, it asks besides its
own questions for every answer that the case's act quotes, and issues that act on them.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from delivery.composing import Replaced
from delivery.template import ActTemplate
from delivery.wording import write_date
from eservices.definition.aftermath import CORRECTED, QUOTED
from eservices.definition.form import Field, Page
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.following import Followed, followed_by, followed_of
from eservices.form import present
from eservices.texts import mark, translate
from workflows.cases import Case, applicant_of
from workflows.definitions import definition
from workflows.language.values import Text

PAGE = "act_answers"
TITLE = mark("What your document says")
INTRO = mark("Correct what is wrong. Leave the rest as it is.")
WAS = mark("On the document: %(answer)s")
NOTHING = mark("nothing")
REPLACES = mark(
    "Corrected upon application %(reference)s: it takes the place of no. %(number)s, issued on "
    "%(day)s, which is not valid any more."
)


def service_of(connection: Connection, case: Case) -> EService:
    """Give the e-service of a case as it was asked, with what the act to correct says."""
    service = eservice_of(definition(connection, case.definition))
    if service.corrects is None:
        return service
    former = followed_by(connection, case.id)
    return service if former is None else as_asked(service, followed_of(connection, former))


def replaced_by(connection: Connection, case: Case) -> Replaced | None:
    """Name the act whose place the act of a case takes."""
    service = eservice_of(definition(connection, case.definition))
    former = followed_by(connection, case.id) if service.corrects else None
    act = None if former is None else followed_of(connection, former).act
    return None if act is None else Replaced(act.id, case.id, act.valid_until)


def holder_of(connection: Connection, case: Case) -> str:
    """Name whom the act of a case is about: by the corrected answers, where it is a correction."""
    service = eservice_of(definition(connection, case.definition))
    former = followed_by(connection, case.id) if service.corrects else None
    if former is None:
        return applicant_of(connection, case.id).name
    followed = followed_of(connection, former)
    given = {**followed.answers, **_corrected_answers(case)}
    names = (given.get(name) for name in followed.service.form.contact.name)
    return " ".join(str(name) for name in names if name)


def _corrected_answers(case: Case) -> dict[str, Any]:
    """Give the corrected answers of a case under the names that they have on the act."""
    return {
        name.removeprefix(CORRECTED): answer
        for name, answer in case.answers.items()
        if name.startswith(CORRECTED)
    }


def as_asked(service: EService, followed: Followed | None) -> EService:
    """Complete an e-service that corrects by the act that it corrects; others stay as they are."""
    act = None if followed is None else followed.service.act
    if service.corrects is None or followed is None or act is None:
        return service
    page = _page(service, followed, act)
    form = service.form.model_copy(update={"pages": (page, *service.form.pages)})
    return service.model_copy(update={"form": form, "act": _anew(service, followed, act)})


def _page(service: EService, followed: Followed, act: ActTemplate) -> Page:
    quoted = [followed.service.form.field(name) for name in act.answers_quoted()]
    return Page(
        page=PAGE,
        title=_in_all(service, lambda language: translate(TITLE, language)),
        intro=_in_all(service, lambda language: translate(INTRO, language)),
        fields=tuple(_again(service, followed, field) for field in quoted if field is not None),
    )


def _again(service: EService, followed: Followed, field: Field) -> Field:
    answer = followed.answers.get(field.id)

    def was(language: str) -> str:
        said = present(field, answer, language) or translate(NOTHING, language)
        return translate(WAS, language, answer=said)

    changes = {
        "id": CORRECTED + field.id,
        "help": _in_all(service, was),
        "when": None,
        "required": answer is not None,
        # What had to lie ahead when it was first asked may be past by now.
        "min": None if field.min == "today" else field.min,
    }
    return field.model_copy(update=changes)


def _anew(service: EService, followed: Followed, act: ActTemplate) -> ActTemplate:
    statements = (_on_corrected(statement, followed) for statement in act.statements)
    changes = {
        "identity": tuple(CORRECTED + name for name in act.identity),
        "statements": (*statements, _in_all(service, lambda language: _told(followed, language))),
        "signed_by": service.signed_by,
    }
    return act.model_copy(update=changes)


def _on_corrected(statement: Text, followed: Followed) -> Text:
    """Let a statement quote the corrected answers, and the application that was first lodged."""
    written = {}
    for language, words in statement.root.items():
        quoting = QUOTED.sub(lambda found: f"{{answers.{CORRECTED}{found['name']}}}", words)
        lodged_on = write_date(followed.case.lodged_at.date(), language)
        quoting = quoting.replace("{case.reference}", followed.case.reference)
        written[language] = quoting.replace("{case.lodged_on}", lodged_on)
    return Text(written)


def _told(followed: Followed, language: str) -> str:
    former = followed.act
    if former is None:
        return ""
    day = write_date(former.issued_on, language)
    return translate(
        REPLACES, language, reference="{case.reference}", number=former.number, day=day
    )


def _in_all(service: EService, words: Callable[[str], str]) -> Text:
    return Text({language: words(language) for language in service.languages})
