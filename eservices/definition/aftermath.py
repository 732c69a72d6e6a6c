"""The grammar of what comes after an act: e-services that follow, corrections, revocation."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Declared
from pydantic import StringConstraints

from workflows.language.values import Name, Part, Slug, Span, Text

#: What may be taken over from the case that is followed: an answer, or what is known of its act.
SOURCE = (
    r"^(answers\.[a-z][a-z0-9_]{0,62}|act\.(number|issued_on)|case\.(reference|office|applicant))$"
)
Source = Annotated[str, StringConstraints(pattern=SOURCE)]
ANSWERS = "answers."
ACT_NUMBER, ACT_ISSUED_ON = "act.number", "act.issued_on"
CASE_REFERENCE, CASE_OFFICE = "case.reference", "case.office"
CASE_APPLICANT = "case.applicant"

#: Names the answers on which a corrected act is issued: those of the former act, each renamed.
CORRECTED = "corrected_"
QUOTED = re.compile(r"\{answers\.(?P<name>[a-z][a-z0-9_]*)\}")


class Since(StrEnum):
    """From which moment of a case another may be opened from it."""

    DELIVERED = "delivered"
    LODGED = "lodged"


class Follows(Part):
    """Which cases this e-service follows, from when and how long, and what it takes from them."""

    eservices: Annotated[tuple[Slug, ...], Declared(min_length=1)]
    #: A complaint may be opened at any moment; what builds upon an act, once it is delivered.
    since: Since = Since.DELIVERED
    #: Whether it can be opened from such a case only, or by itself too.
    required: bool = True
    #: From that day; for ever when absent.
    within: Span | None = None
    #: Whether one case can be followed once only; one that was refused or withdrawn does not count.
    once: bool = False
    #: Fields of this form, each with what it takes over.
    takes: dict[Name, Source] = Declared(default_factory=dict)
    #: Of these fields, those that the applicant may change.
    editable: tuple[Name, ...] = ()


class Corrects(Part):
    """That the e-service issues the act of the case it follows anew, corrected, in its place."""

    #: The agent queue whose members sign the corrected act.
    signed_by: Name


class Revocation(Part):
    """Who may take an act back, and why: one person proposes, another confirms."""

    #: The agent queues whose members propose and confirm, in the office that signed the act.
    proposed_by: Name
    confirmed_by: Name
    #: The only reasons that may be given.
    reasons: Annotated[dict[Name, Text], Declared(min_length=1)]
