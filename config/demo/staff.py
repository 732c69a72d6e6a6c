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

#: A server that restarts may lose the page that follows a sign-in, and with it the form's token.
SIGN_IN_TRIES = 3
MESSAGE = "Message de la démonstration."
#: Where cases are treated, and where opinions on them are given.
CASES, OPINIONS = "/cases/", "/opinions/"
WORK = (CASES, OPINIONS)
#: The form in which a step's checklist stands, with the actions that need it.
LISTED = "form.checklist"
#: What an office that is consulted says.
IN_FAVOUR: Mapping[str, str] = {"result": "favourable", "opinion": MESSAGE}
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
        """Open the desk, signing in first; a page lost after the sign-in is simply opened again."""
        words = {"login": self.account.login, "password": self.account.password}
        for _ in range(SIGN_IN_TRIES):
            page = self.browser.open("/")
            if not page.path.endswith("/sign-in"):
                return page
            told = self.browser.send(page, page.form_to("/sign-in"), words)
        msg = f"{self.account.login} cannot sign in: {told.text('.problems')}"
        raise NothingThere(msg)

    def _case_in_hand(self, home: Page) -> Page | None:
        held = [a for place in WORK for a in home.find(f"a[href^='{place}']")]
        if held:
            return self.browser.open(held[0].get("href"))
        if not home.find("form[action='/next'] button:not([disabled])"):
            return None
        page = self.browser.send(home, home.form_to("/next"))
        return page if page.path.startswith(WORK) else None

    def _decide(self, page: Page, services: Sequence[EService]) -> None:
        if page.path.startswith(OPINIONS):
            self.browser.send(page, page.form_to(page.path), IN_FAVOUR)
            return
        title, _, _ = page.text(".identity p").partition("›")
        service = service_titled(services, title.strip())
        place = state_labelled(service, page.text(".identity strong"))
        buttons = {one.get("value") for one in page.find(f"{LISTED} button[name=trigger]")}
        trigger = way_on(service.procedure, place, page.values("trigger") | buttons)
        if trigger in buttons:
            self._tick_and_decide(page, trigger)
            return
        form = page.form(trigger=trigger)
        self.browser.send(page, form, dict(_given(form)))

    def _tick_and_decide(self, page: Page, trigger: str) -> None:
        """Tick all that the step has to be checked, and press the button of an action beside it."""
        (form,) = page.find(LISTED)
        items = [box.get("value") for box in page.find(f"{LISTED} [name=ticked]")]
        said: dict[str, str | list[str]] = {**dict(_given(form, f"{trigger}-")), "ticked": items}
        self.browser.send(page, form, said, button=("trigger", trigger))


def _given(form: object, start: str = "") -> Iterator[tuple[str, str]]:
    names = form.inputs.keys()  # type: ignore[attr-defined]  # lxml's own form
    for said in GIVEN.values():
        yield from ((start + name, text) for name, text in said if start + name in names)


def desks(accounts: Sequence[DemoAccount], base: str) -> tuple[Desk, ...]:
    """Seat everybody who treats cases."""
    return tuple(
        Desk(account, Browser(base)) for account in accounts if TREATING & set(account.roles)
    )
