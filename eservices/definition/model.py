"""The whole grammar of an e-service, assembled from its parts."""

from typing import Annotated

from pydantic import Field as Declared
from pydantic import StringConstraints

from delivery.template import ActTemplate
from eservices.definition.aftermath import Corrects, Follows, Revocation
from eservices.definition.form import Form
from eservices.definition.sheets import Audience, Sheet
from payments.tariff import TariffLine
from workflows.language.procedure import Complaint, Procedure, Promise
from workflows.language.values import Language, Name, Part, Slug, Span, Text

DOTTED = r"^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$"
#: Where a value stands in the file, such as `tariff.study` or `promise`.
DottedPath = Annotated[str, StringConstraints(pattern=DOTTED)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Retention(Part):
    """How long what is known of a person is kept; answers and files from the end of the case."""

    answers: Span
    attachments: Span
    #: From the day the act is issued.
    act: Span | None = None


class Notice(Part):
    """What the applicant is told when the case enters a state or a stage."""

    subject: Text
    body: Text
    #: The same in a short message; where absent, only that there is news and where to read it.
    sms: Text | None = None


class EServiceFile(Part):
    """What one file says of an e-service."""

    eservice: Slug
    #: Number in the national catalogue.
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,20}$")]
    title: Text
    #: The organisation answerable for it, and the office whose calendar and desk are used
    #: wherever a state names no other.
    authority: Slug
    office: Slug
    audience: Annotated[tuple[Audience, ...], Declared(min_length=1)]
    legal_basis: tuple[Text, ...] = ()
    sheet: Sheet
    form: Form
    tariff: tuple[TariffLine, ...] = ()
    promise: Promise | None = None
    procedure: Procedure
    #: The only reasons that a refusal or a request for correction may give.
    reasons: dict[Name, Text] = Declared(default_factory=dict)
    act: ActTemplate | None = None
    #: The cases from which it is opened; anybody may open it when absent.
    follows: Follows | None = None
    #: Makes it issue the act of the case it follows, corrected, instead of one of its own.
    corrects: Corrects | None = None
    revocation: Revocation | None = None
    #: That its cases are complaints: kept from the people concerned, and counted in public.
    complaint: Complaint | None = None
    retention: Retention
    #: By state or stage; the state's own notice goes before its stage's.
    notices: dict[Name, Notice] = Declared(default_factory=dict)
    #: Values chosen for the demonstration, not taken from a text: path in the file, and why.
    demo: dict[DottedPath, Text] = Declared(default_factory=dict)

    def reason(self, code: str) -> Text | None:
        """Find the words of a reason, of a decision or of a revocation, by its code."""
        revoking = {} if self.revocation is None else self.revocation.reasons
        return self.reasons.get(code) or revoking.get(code)

    @property
    def signed_by(self) -> Name | None:
        """Name the agent queue whose members sign what it issues, if it issues anything."""
        signing = self.act or self.corrects
        return None if signing is None else signing.signed_by


class EService(EServiceFile):
    """An e-service, complete: what its file says, and what it takes from its pack."""

    pack: Slug
    languages: Annotated[tuple[Language, ...], Declared(min_length=1)]
    currency: Currency
