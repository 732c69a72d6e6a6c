"""Exemptions as agents judge them: who claims to owe less, why, and with which document."""

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.answers import Line, Section
from backoffice.languages import language, words
from eservices.definition.model import EService
from eservices.price_words import exempts
from payments.waivers import Waiver, waivers_of
from workflows.attachments import Attachment
from workflows.cases import Case
from workflows.language.conditions import compile_condition
from workflows.language.procedure import Transition


def exemption_section(
    connection: Connection, case: Case, eservice: EService, pieces: Sequence[Attachment]
) -> tuple[Section, ...]:
    """Show what a case is exempted from; nothing for nobody, and no question to the database."""
    waivers = waivers_of(connection, case.id) if exempts(eservice) else ()
    lines = tuple(_line(waiver, pieces) for waiver in waivers)
    return (Section(gettext("Exemption to confirm"), lines),) if lines else ()


def _line(waiver: Waiver, pieces: Sequence[Attachment]) -> Line:
    amounts = {
        "paid": waiver.paid.in_locale(language()),
        "full": waiver.full.in_locale(language()),
    }
    due = gettext("%(paid)s instead of %(full)s", **amounts)
    proving = tuple(piece for piece in pieces if piece.field == waiver.proof)
    return Line("exemption", words(waiver.label), f"{words(waiver.reason)} ({due})", proving)


def rejectable(
    connection: Connection, case: Case, transitions: tuple[Transition, ...]
) -> tuple[Transition, ...]:
    """Offer to reject exemptions only where the case has one."""
    if not any(transition.rejects_exemptions for transition in transitions):
        return transitions
    if waivers_of(connection, case.id):
        return transitions
    return tuple(one for one in transitions if not one.rejects_exemptions)


def claims(eservice: EService) -> frozenset[str]:
    """Name the answers by which an exemption is claimed: it is rejected, and not corrected."""
    conditions = (one.when for line in eservice.tariff for one in line.exemptions)
    return frozenset(name for text in conditions for name in compile_condition(text).names())
