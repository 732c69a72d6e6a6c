"""What the back office is given to work with; the composition root builds it once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import sqlalchemy
from sqlalchemy import Connection

from backoffice.cash.trade import CashTrade
from backoffice.providing import Providing
from eservices.definition.model import EService
from eservices.definition.surroundings import Surroundings
from eservices.one_time_codes import OneTimeCodes
from eservices.packs.model import NationalLanguage
from eservices.proof import Issuer
from payments.settlement import Settlement
from workflows.actors import Role
from workflows.cases import Case
from workflows.clock import Clock
from workflows.engine import Engine
from workflows.language.values import Text
from workflows.proofs.proving import Means
from workflows.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class BackofficeServices:
    """The collaborators and values of one installation, as the back office needs them."""

    engine: sqlalchemy.Engine
    workflow: Engine
    clock: Clock
    storage: Storage
    #: Gives back money that came and fits nothing, once a person has looked at it.
    settlement: Settlement
    #: Takes cash, and prints its receipts.
    cash: CashTrade
    #: What an uploaded definition finds around it: the pack's offices, pools, people and languages.
    surroundings: Surroundings
    #: Computes and checks the codes by which citizens prove at a counter who they are.
    codes: OneTimeCodes
    #: Who stands at the head of a document about a case, in a language, and where it is verified.
    issuer: Callable[[Connection, EService, Case, str], Issuer]
    #: How an office stands at the head of what it prints itself, in a language.
    house: Callable[[Connection, str, str], Issuer]
    #: The country's code of two letters; telephone numbers without a code are its own.
    country: str
    #: The offices with a till that takes the money of an e-service, by its name.
    cash_offices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Whether short messages are sent.
    sms: bool = False
    #: What is provided from outside, for administrators to look at and to try.
    providing: Providing
    #: Signs the cookie that carries the form token; never shared with the portal.
    session_key: str = field(repr=False)
    #: What second factors are checked with.
    means: Means
    #: Where people sit: instants are shown in this zone and a day begins at its midnight.
    zone: ZoneInfo
    #: The name at the head of each page, such as the ministry's.
    installation: Text
    #: Roles whose accounts must have a second factor; without one they can enrol one, and no more.
    must_prove: frozenset[Role] = frozenset()
    #: The languages of the country, whose texts administrators approve.
    national_languages: tuple[NationalLanguage, ...] = ()
    #: Where citizens read the sheets.
    portal_url: str
    #: How long an agent holds a case without touching it before it goes back to the queue.
    lease: timedelta = timedelta(minutes=30)
    #: True behind HTTPS: cookies get the `__Host-` prefix and browsers are told to stay there.
    secure: bool = True
    #: True in a demonstration: each page says so.
    demo: bool = False
    #: How many reverse proxies in front are believed about the client's address and scheme.
    trusted_proxies: int = 0
