"""One e-service from form to verified act or to the answer, as its users live it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from config.demo import citizen as acts_as
from config.demo.answers import Citizen
from config.demo.browser import Browser, NothingThere, Page
from config.demo.path import says
from config.demo.staff import Desk
from eservices.definition.model import EService

#: Seconds within which a case must be served; a killed process costs a lease of them.
PATIENCE = 240.0
#: Seconds for a file that is made after the case has moved, such as a receipt.
FILE_PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an e-service's story."""

    service: EService
    reference: str
    link: str
    states: tuple[tuple[str, datetime], ...]
    #: Null where the e-service issues no act, as for a complaint that is answered.
    act: Path | None
    receipts: tuple[Path, ...]
    verification: dict[str, object] | None

    @property
    def is_sound(self) -> bool:
        """Tell whether the act, if there is one, was found genuine."""
        return self.verification is None or bool(self.verification["valid"])

    def as_data(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "reference": self.reference,
            "states": [{"state": name, "at": at.isoformat()} for name, at in self.states],
            "pdf": None if self.act is None else str(self.act),
            "receipts": [str(path) for path in self.receipts],
            "verification": self.verification,
        }


@dataclass(frozen=True, slots=True)
class Story:
    """Lives through e-services; `told` hears of each step, for a progress bar."""

    portal: str
    desks: Sequence[Desk]
    services: Sequence[EService]
    citizen: Citizen
    folder: Path
    told: Callable[[EService, str], None]

    def live(self, service: EService) -> Outcome:
        """Apply, pay, treat, sign, download and verify; raises NothingThere or PageFailed.

        An e-service that follows others begins with a case of the first of them.
        """
        link = self._followed(service)
        with Browser(self.portal) as browser:
            self.told(service, "form")
            page = acts_as.apply(browser, service, self.citizen, today(), link=link)
            case = acts_as.case_of(page)
            self._until_delivered(browser, service, case)
            act = None if service.act is None else self._keep_act(browser, service, case)
            receipts = self._keep_receipts(browser, service, case)
            self.told(service, "verification")
            verdict = act if act is None else acts_as.verify(browser, act.name, act.read_bytes())
            states = tuple(self._states(browser, service, case))
        self.told(service, "done")
        return Outcome(service, case.reference, case.link, states, act, receipts, verdict)

    def _followed(self, service: EService) -> str | None:
        """Lead a case to its end from which this one can be opened, and give its link."""
        if service.follows is None:
            return None
        first = service.follows.eservices[0]
        return self.live(next(one for one in self.services if one.eservice == first)).link

    def _until_delivered(self, browser: Browser, service: EService, case: acts_as.Case) -> None:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            page = acts_as.follow(browser, case)
            if page.find(".stage-delivered"):
                return
            if not self._goes_on(browser, service, page):
                time.sleep(0.2)
        msg = f"{case.reference} was not delivered within {PATIENCE:.0f} s"
        raise NothingThere(msg)

    def _goes_on(self, browser: Browser, service: EService, page: Page) -> bool:
        """Do what the case waits for: a payment, the last word on an answer, or work at desks."""
        payment, verdict = page.link("/payment"), page.link("/verdict")
        if payment is not None:
            return self._pay(browser, service, payment)
        if verdict is not None and service.complaint and service.complaint.satisfied:
            acts_as.accept(browser, verdict, service.complaint.satisfied)
            return True
        return self._work(service)

    def _pay(self, browser: Browser, service: EService, link: str) -> bool:
        """Pay what is due; a payment just made may not have moved the case yet."""
        page = browser.open(link)
        if not page.path.endswith("/payment"):
            return False
        self.told(service, "payment")
        acts_as.pay(browser, page)
        return True

    def _work(self, service: EService) -> bool:
        """Let everybody at a desk treat one case; tells whether anybody had one."""
        treated = [desk.treat_next(self.services) for desk in self.desks]
        if any(treated):
            self.told(service, "treatment")
        return any(treated)

    def _keep_act(self, browser: Browser, service: EService, case: acts_as.Case) -> Path:
        link = acts_as.wait_for(browser, case, "/act", patience=FILE_PATIENCE)
        return self._keep(f"{service.eservice}-{case.reference}.pdf", browser.download(link))

    def _keep_receipts(
        self, browser: Browser, service: EService, case: acts_as.Case
    ) -> tuple[Path, ...]:
        """Keep a receipt for each payment of the case; those still being made are waited for."""
        paid = len(acts_as.follow(browser, case).find(".tag.paid"))
        limit = time.monotonic() + FILE_PATIENCE
        found: tuple[str, ...] = ()
        while len(found) < paid and time.monotonic() < limit:
            found = acts_as.receipts(acts_as.follow(browser, case))
            time.sleep(0.2)
        stem = f"{service.eservice}-{case.reference}-receipt"
        return tuple(
            self._keep(f"{stem}-{number}.pdf", browser.download(link))
            for number, link in enumerate(found, 1)
        )

    def _keep(self, name: str, content: bytes) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(content)
        return path

    def _states(
        self, browser: Browser, service: EService, case: acts_as.Case
    ) -> list[tuple[str, datetime]]:
        """Name the states passed, by the labels that the case's page shows."""
        states = service.procedure.states.items()
        return [
            (name, step.at)
            for step in acts_as.passed(acts_as.follow(browser, case))
            for name, state in states
            if says(state.label, step.title)
        ]


def today() -> date:
    """Tell the day on which the demonstration's citizen fills in the form."""
    return datetime.now(UTC).date()
