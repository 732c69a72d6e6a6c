"""Earlier cases of the same applicant: what was decided, and that somebody looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import words
from backoffice.openings import Purpose, record
from eservices.definition.form import FieldType
from eservices.definition.publish import eservice_of
from workflows.cases import Case, find_case
from workflows.definitions import definition
from workflows.language.procedure import Stage
from workflows.same_applicant import Earlier, decided_before

OUTCOMES: Mapping[Stage, LazyString] = {
    Stage.DELIVERED: _("Granted"),
    Stage.REFUSED: _("Refused"),
    Stage.WITHDRAWN: _("Withdrawn or lapsed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An earlier case as whoever treats the present one reads it: its outcome, and no answer."""

    reference: str
    title: str
    lodged_at: datetime
    closed_at: datetime
    outcome: LazyString
    reason: str


def earlier_cases(case: Case) -> ResponseReturnValue:
    """List the outcomes of earlier cases; each one shown is recorded as looked into."""
    account = staff()
    with services().engine.begin() as connection:

        def numbers(checksum: str, answers: Mapping[str, Any]) -> frozenset[str]:
            return identity_numbers(connection, checksum, answers)

        found = decided_before(connection, case, pools=account.pools, numbers=numbers)
        for one in found:
            record(connection, find_case(connection, one.case_id), account, Purpose.EARLIER)
        lines = [_line(connection, one) for one in found]
    return render_template("earlier.html", case=case, lines=lines)


def identity_numbers(
    connection: Connection, checksum: str, answers: Mapping[str, Any]
) -> frozenset[str]:
    """Give the national identity numbers that an application declares."""
    fields = eservice_of(definition(connection, checksum)).form.fields()
    asked = (field.id for field in fields if field.type is FieldType.NATIONAL_ID)
    return frozenset(str(answers[name]) for name in asked if answers.get(name))


def _line(connection: Connection, one: Earlier) -> Line:
    eservice = eservice_of(definition(connection, one.definition))
    reason = eservice.reason(one.reason)
    return Line(
        reference=one.reference,
        title=words(eservice.title),
        lodged_at=one.lodged_at,
        closed_at=one.closed_at,
        outcome=OUTCOMES[one.stage],
        reason=words(reason) if reason else "",
    )
