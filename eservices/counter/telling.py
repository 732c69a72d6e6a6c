"""What the applicant reads of the help that they were given at a counter."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from eservices.counter.model import Consent
from workflows.cases import Case
from workflows.journal import Entry
from workflows.language.values import Text
from workflows.organisations import find_office


@dataclass(frozen=True, slots=True)
class HelpedAt:
    """At which counter a case was lodged, and how its applicant agreed."""

    office: Text
    consent: Consent

    @property
    def on_paper(self) -> bool:
        """Tell whether they signed a form."""
        return self.consent is Consent.PAPER


def helped_at(connection: Connection, case: Case, entries: Sequence[Entry]) -> HelpedAt | None:
    """Tell at which counter a case was lodged; asks nothing of one that came by the portal."""
    if case.filed_by is None:
        return None
    said = entries[0].data
    office = find_office(connection, said["office"])
    return HelpedAt(Text(dict(office.name)), Consent(said["consent"]))
