"""What the portal is given to work with; the composition root builds it once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import sqlalchemy
from sqlalchemy import Connection

from delivery.sms import SmsPort
from delivery.verification import Verifier
from eservices.definition.model import EService
from eservices.draft_codes import DraftCodes
from eservices.lodging import Desk
from eservices.one_time_codes import OneTimeCodes
from eservices.packs.model import Licence, NationalLanguage
from eservices.packs.procedures import DeskProcedure
from eservices.portal.sandbox_host import SandboxHost
from eservices.portal.signposts import Signposts
from eservices.proof import Issuer
from eservices.short_links import ShortLinks
from eservices.tracking import TrackingLinks
from payments.collection import Collection
from workflows.cases import Case
from workflows.language.values import Text
from workflows.outbox import Outbox
from workflows.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalServices:
    """The collaborators and values of one installation, as the portal needs them."""

    engine: sqlalchemy.Engine
    #: The engine of cases, the clock and the country's zone, as lodging uses them.
    desk: Desk
    outbox: Outbox
    storage: Storage
    #: Its gateways are the providers an applicant may choose from.
    collection: Collection
    links: TrackingLinks
    short_links: ShortLinks
    #: Computes and checks the codes that stand for a password.
    codes: OneTimeCodes
    draft_codes: DraftCodes
    #: The providers of short messages, by the name in the address of their reports.
    sms: Mapping[str, SmsPort]
    verifier: Verifier
    #: Who stands at the head of a document about a case, in a language, and where it is verified.
    issuer: Callable[[Connection, EService, Case, str], Issuer]
    #: How an office stands at the head of what it prints itself, in a language.
    house: Callable[[Connection, str, str], Issuer]
    #: Where somebody who helps at a counter came from, and goes back to.
    counter_url: str
    #: Signs the cookie that carries the form token; never shared with the back office.
    session_key: str = field(repr=False)
    #: The name at the head of each page, such as the national portal's.
    installation: Text
    #: The country's code of two letters, such as `BJ`.
    country: str
    #: The offices with a till that takes the money of an e-service, by its name.
    cash_offices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Procedures that the catalogue describes although they are not online.
    procedures: tuple[DeskProcedure, ...] = ()
    #: Languages of the country in which pages may be read, as far as texts are approved.
    national_languages: tuple[NationalLanguage, ...] = ()
    #: Seconds after which an approval, or its end, is noticed.
    national_fresh: float = 30.0
    #: Under what the figures published here may be used again.
    licence: Licence | None = None
    #: Headings, first questions and other sites, by which people find their way.
    signposts: Signposts = field(default_factory=Signposts)
    #: What the pack says of the values chosen for a demonstration.
    notes: tuple[Text, ...] = ()
    #: Working days within which the offices promise to answer a question.
    answers_within: int = 2
    #: The country's colours, in order, as `#rrggbb`: a thin band above each page.
    colours: tuple[str, ...] = ()
    #: True behind HTTPS: cookies get the `__Host-` prefix and browsers are told to stay there.
    secure: bool = True
    #: True in a demonstration: each page says so.
    demo: bool = False
    #: The provider whose own page is shown here; in a demonstration only.
    sandbox: SandboxHost | None = None
    #: How many reverse proxies in front are believed about the client's address and scheme.
    trusted_proxies: int = 0
