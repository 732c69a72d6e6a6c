"""What the kernel's verifier needs of a definition."""

from eservices.definition.model import EService
from eservices.definition.surroundings import Surroundings, Week
from workflows.verifier.flaws import Subject


def subject_of(eservice: EService, surroundings: Surroundings) -> Subject:
    """Give the kernel's verifier what it needs of a definition."""
    week = surroundings.offices.get(eservice.office, Week(hours=40.0, days=5))
    return Subject(
        procedure=eservice.procedure,
        promise=eservice.promise,
        items=frozenset(line.item for line in eservice.tariff),
        exempted=frozenset(line.item for line in eservice.tariff if line.exemptions),
        reasons=frozenset(eservice.reasons),
        signed_by=eservice.signed_by,
        hours_a_week=week.hours,
        days_a_week=week.days,
    )
