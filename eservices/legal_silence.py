"""What the law takes the administration's silence for, told to the applicant of one case."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from delivery.wording import write_due
from eservices.definition.model import EService
from eservices.documents.words import silence_of_law
from eservices.texts import mark, translate
from workflows.deadlines import Deadline, Kind
from workflows.language.procedure import Decides

UNLESS_DECIDED: Mapping[Decides, str] = {
    Decides.ACCEPT: mark("Without a decision by %(at)s, your application is accepted by law."),
    Decides.REFUSE: mark("Without a decision by %(at)s, your application is refused by law."),
}


def tell_silence(
    clocks: Sequence[Deadline], service: EService, language: str, zone: ZoneInfo
) -> str:
    """Say what silence will mean and from when; nothing where it means nothing, or no longer."""
    silence = service.procedure.silence
    if silence is None:
        return ""
    clock = next((one for one in clocks if one.kind is Kind.SILENCE), None)
    if clock is not None and clock.stopped_at is not None:
        return ""
    if clock is None or clock.due_at is None:
        return silence_of_law(silence, language)
    at = write_due(clock.due_at.astimezone(zone), language)
    return translate(UNLESS_DECIDED[silence.decides], language, at=at)
