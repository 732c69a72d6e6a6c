"""Citizens who lodge and agents who take the next case and decide, over HTTP as browsers do."""

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from tests.bench.scene import PASSWORD, TYPED, Desk
from tests.bench.wire import Answer, UnexpectedAnswer, Wire

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
PERMIT, CERTIFICATE = "/services/bench-permit", "/services/bench-certificate"
#: Seconds between two asks for a case that is being routed, and until that is a failure.
PAUSE, PATIENCE = 0.02, 60.0


class Pages(Enum):
    """What somebody reads of the pages that the answers to their forms lead to."""

    #: Nothing: only what moves a case is sent, as the peers' figures were measured.
    NONE = "none"
    #: All: as a browser does, with the opening of each case recorded.
    ALL = "all"


def path_of(address: str) -> str:
    """Give the path of an address, which may be absolute."""
    return urlsplit(address).path


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser; the form token is that of their session."""

    wire: Wire
    pages: Pages
    token: str = ""

    def arrive(self, path: str) -> None:
        """Read a page for its session and its form token."""
        answer = self.wire.get(path)
        found = TOKEN.search(answer.body)
        if found is None:
            raise UnexpectedAnswer(path, answer.status)
        self.token = found[1].decode()

    def settle_down(self) -> None:
        """Stay with the session as it is, unless its pages are read."""
        self.wire.takes_cookies = self.pages is Pages.ALL
        self.wire.headers = {"Accept-Encoding": "gzip"}

    def send(self, path: str, form: Mapping[str, str] | None = None) -> str:
        """Send a form, go where the answer leads, and give that path."""
        answer = self.wire.post(path, {"csrf_token": self.token, **(form or {})})
        if answer.status != 303:
            raise UnexpectedAnswer(path, answer.status)
        led_to = path_of(answer.location)
        if self.pages is Pages.ALL:
            self.read(led_to)
        return led_to

    def read(self, path: str) -> Answer:
        """Read a page."""
        answer = self.wire.get(path)
        if answer.status != 200:
            raise UnexpectedAnswer(path, answer.status)
        return answer


@dataclass(slots=True)
class Citizen:
    """An applicant: each application comes from an address of its own, behind a proxy."""

    visitor: Visitor
    service: str

    def fill_in(self) -> str:
        """Fill in an application as far as its last page; gives its path."""
        address = ".".join(str(byte) for byte in (10, *secrets.token_bytes(3)))
        self.visitor.wire.headers = {"X-Forwarded-For": address, "Accept-Encoding": "gzip"}
        page = self.visitor.send(f"{self.service}/start")
        return self.visitor.send(page, TYPED)

    def lodge(self, check: str) -> str:
        """Send an application that is filled in; gives its case's path."""
        case = self.visitor.send(check.removesuffix("/check") + "/lodge")
        if not case.startswith("/track/"):
            raise UnexpectedAnswer(check, case)
        return case

    def apply(self) -> None:
        """Fill in an application and send it."""
        self.lodge(self.fill_in())


def a_citizen(wire: Wire, pages: Pages, service: str = PERMIT) -> Citizen:
    """Let somebody open an e-service's page."""
    visitor = Visitor(wire, pages)
    visitor.arrive(service)
    visitor.settle_down()
    return Citizen(visitor, service)


@dataclass(slots=True)
class Agent:
    """An agent, signed in, who wants the next case with each decision and decides."""

    visitor: Visitor
    desk: Desk
    #: Where the case in hand is; empty while there is none.
    case: str = ""

    def treat(self) -> None:
        """Decide the case in hand, or the next one; one that is being routed is waited for."""
        case = self.case or self._next_case()
        step = {"trigger": self.desk.trigger, "version": str(self.desk.version)}
        after = self.visitor.send(case, step)
        self.case = after if after.startswith("/cases/") else ""
        if not self.case and after != "/":
            raise UnexpectedAnswer(case, after)

    def leave(self) -> None:
        """Give the case in hand back, for a colleague to take."""
        if self.case:
            self.visitor.send(f"{self.case}/release")
            self.case = ""

    def _next_case(self) -> str:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            case = self.visitor.send("/next")
            if case.startswith("/cases/"):
                return case
            time.sleep(PAUSE)
        raise UnexpectedAnswer(self.desk.queue, "no case")


def an_agent(wire: Wire, desk: Desk, *, seat: int, pages: Pages) -> Agent:
    """Sign an agent in."""
    visitor = Visitor(wire, pages)
    visitor.arrive("/sign-in")
    visitor.send("/sign-in", {"login": desk.login(seat), "password": PASSWORD})
    visitor.arrive("/")
    visitor.send("/pace", {"onward": "yes"})
    visitor.settle_down()
    return Agent(visitor, desk)
