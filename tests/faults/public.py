"""Applicants and staff of a running installation, who know only its pages."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from config.demo import citizen as acts_as
from config.demo.answers import Citizen
from config.demo.browser import Browser
from config.demo.staff import desks
from config.demo.story import today
from eservices.definition.model import EService
from eservices.packs import read_pack
from eservices.packs.reading import read_eservices
from tests.faults.live import Live

SERVICE = "criminal-record"
#: Seconds for an act: two leases, and all the kills that happen meanwhile.
PATIENCE = 240.0


@cache
def services() -> Sequence[EService]:
    """Read the e-services of the pack."""
    return read_eservices(read_pack("benin"))


def service(name: str = SERVICE) -> EService:
    """Give one e-service."""
    return next(one for one in services() if one.eservice == name)


@dataclass(frozen=True, slots=True)
class Served:
    """What an applicant got in the end."""

    reference: str
    verified: bool
    receipts: int


@dataclass(slots=True)
class Applicant:
    """One applicant with a browser and an address of their own."""

    live: Live
    number: int
    browser: Browser = field(init=False)
    case: acts_as.Case = field(init=False)

    def __post_init__(self) -> None:
        """Open a browser."""
        self.browser = Browser(self.live.portal)
        self.browser.client.headers["X-Forwarded-For"] = f"198.51.100.{self.number % 250}"

    def apply(self) -> None:
        """Fill in the form, page by page, and send it."""
        person = Citizen("Dossou", "Afi Sènan", "afi.dossou@example.org", "Cotonou")
        self.case = acts_as.case_of(acts_as.apply(self.browser, service(), person, today()))
        self.live.accepted.add(self.case.reference)

    def pay(self) -> None:
        """Pay on the provider's page."""
        link = acts_as.follow(self.browser, self.case).link("/payment")
        assert link is not None, "nothing to pay"
        acts_as.pay(self.browser, self.browser.open(link))

    def fetch(self) -> Served:
        """Wait for the act, download it and have it verified; fetch the receipt."""
        link = acts_as.wait_for(self.browser, self.case, "/act", patience=PATIENCE)
        verdict = acts_as.verify(self.browser, "act.pdf", self.browser.download(link))
        return Served(self.case.reference, bool(verdict["valid"]), self._receipts())

    def _receipts(self) -> int:
        pages = (acts_as.follow(self.browser, self.case) for _ in range(round(PATIENCE)))
        for page in pages:
            found = acts_as.receipts(page)
            if found:
                return sum(self.browser.download(link)[:5] == b"%PDF-" for link in found)
            threading.Event().wait(1.0)
        return 0


@dataclass(slots=True)
class Public:
    """Everybody who uses the installation while things die in it."""

    live: Live
    pool: ThreadPoolExecutor
    leaving: ExitStack
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    working: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)

    def applicant(self) -> Applicant:
        """Let somebody come."""
        one = Applicant(self.live, next(self.numbers))
        self.leaving.enter_context(one.browser)
        return one

    def served(self, between: Callable[[], object] = lambda: None) -> "Future[Served]":
        """Let somebody apply, pay and wait for the act, meanwhile."""

        def live_through() -> Served:
            one = self.applicant()
            one.apply()
            between()
            one.pay()
            return one.fetch()

        return self.pool.submit(live_through)

    def work(self) -> None:
        """Treat whatever comes next, at every desk in turn, until the offices close."""
        seats = desks(read_pack("benin").accounts, self.live.backoffice)
        for seat in seats:
            self.leaving.enter_context(seat.browser)
        while not self.closing.is_set():
            if not self.working.wait(0.1):
                continue
            treated = [desk.treat_next(services()) for desk in seats]
            if not any(treated):
                self.closing.wait(0.1)


@contextmanager
def public(live: Live) -> Iterator[Public]:
    """Open the offices and the doors; whoever is still there when they close has an error."""
    with ExitStack() as leaving, ThreadPoolExecutor(40) as pool:
        everybody = Public(live, pool, leaving)
        everybody.working.set()
        staff = pool.submit(everybody.work)
        try:
            yield everybody
        finally:
            everybody.closing.set()
        staff.result()
