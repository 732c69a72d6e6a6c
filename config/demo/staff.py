"""The demonstration's agents and signatories: each asks for the next case and treats it.

They never pick: whatever waits before the demonstration's own case is treated first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.demo.browser import Browser, NothingThere, Page
from config.demo.path import service_titled, state_labelled, way_on
from eservices.definition.model import EService
from eservices.packs.model import DemoAccount
from workflows.actors import TREATING
from workflows.language.procedure import Question

MESSAGE = "Message de la démonstration."
#: What is said where a decision asks for something.
GIVEN: Mapping[Question, tuple[tuple[str, str], ...]] = {
    Question.OPINION: (("favourable", "yes"), ("opinion", MESSAGE)),
    Question.MESSAGE: (("message", MESSAGE),),
    Question.NOTE: (("note", MESSAGE),),
}


@dataclass(slots=True)
class Desk:
    """Somebody at work: an account signed in, in a browser of its own."""

    account: DemoAccount
    browser: Browser
    is_in: bool = field(default=False)

    def treat_next(self, services: Sequence[EService]) -> str | None:
        """Ask for the next case and bring it one step nearer to its act; gives its reference."""
        home = self._home()
        page = self._case_in_hand(home)
        if page is None:
            return None
        reference = page.path.rsplit("/", 1)[-1]
        self._decide(page, services)
        return reference

    def _home(self) -> Page:
        page = self.browser.open("/")
        if page.path.endswith("/sign-in"):
            words = {"login": self.account.login, "password": self.account.password}
            page = self.browser.send(page, page.form_to("/sign-in"), words)
            if page.path.endswith("/sign-in"):
                msg = f"{self.account.login} cannot sign in: {page.text('.problems')}"
                raise NothingThere(msg)
        return page

    def _case_in_hand(self, home: Page) -> Page | None:
        current = [a.get("href") for a in home.find("a[href^='/cases/']")]
        if current:
            return self.browser.open(current[0])
        if not home.find("form[action='/next'] button:not([disabled])"):
            return None
        page = self.browser.send(home, home.form_to("/next"))
        return page if page.path.startswith("/cases/") else None

    def _decide(self, page: Page, services: Sequence[EService]) -> None:
        title, _, state = page.text(".identity p").partition("›")
        service = service_titled(services, title.strip())
        place = state_labelled(service, state.strip())
        form = page.form(trigger=way_on(service.procedure, place, page.values("trigger")))
        self.browser.send(page, form, dict(_given(form)))


def _given(form: object) -> Iterator[tuple[str, str]]:
    names = form.inputs.keys()  # type: ignore[attr-defined]  # lxml's own form
    for said in GIVEN.values():
        yield from ((name, text) for name, text in said if name in names)


def desks(accounts: Sequence[DemoAccount], base: str) -> tuple[Desk, ...]:
    """Seat everybody who treats cases."""
    return tuple(
        Desk(account, Browser(base)) for account in accounts if TREATING & set(account.roles)
    )
