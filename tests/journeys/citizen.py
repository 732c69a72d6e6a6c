"""Citizens at the portal, and anybody who verifies a document there."""

import re
from collections.abc import Sequence

from tests.journeys.navigator import Answers, Navigator, Paper

REFERENCE = re.compile(r"BJ-\d\d-\d{7}-[A-Z0-9]")


class Citizen(Navigator):
    """Applies, pays, follows their case, answers, downloads; `link` is their secret one."""

    link = ""

    @property
    def reference(self) -> str:
        """Give the reference of the case, as its link holds it."""
        return self.link.split("/")[-2]

    def begins(self, service: str) -> None:
        """Find a service on the home page and start an application."""
        self.opens("/")
        self.follows(service)
        self.presses(self.words.apply)

    def goes_on(self, answers: Answers) -> None:
        """Fill in a page and go on to the next."""
        self.fills_in(answers)
        self.presses(self.words.go_on)

    def fills_in_pages(self, pages: Sequence[Answers]) -> None:
        """Fill in one page after the other."""
        for answers in pages:
            self.goes_on(answers)

    def sends(self) -> None:
        """Send the application that was checked, and keep its link."""
        self.presses(self.words.send)
        self.keeps_link()

    def keeps_link(self) -> None:
        """Keep the address of the case, whichever of its pages is open."""
        found = re.match(rf"(.*/track/{REFERENCE.pattern}/[^/?]+)", self.page.url)
        assert found is not None, self.page.url
        self.link = found[1]

    def applies_for(self, service: str, pages: Sequence[Answers]) -> None:
        """Go the whole way from the home page to the payment."""
        self.begins(service)
        self.fills_in_pages(pages)
        self.sends()

    def pays(self) -> None:
        """Pay what the page asks for, on the provider's page."""
        self.presses(self.words.pay)
        self.presses(self.words.play_money)

    def looks_again(self) -> None:
        """Open the page of the case by its secret link."""
        assert self.opens(self.link) == 200

    def steps(self) -> list[str]:
        """List the steps that the case has been through or stands in."""
        passed = self.page.locator("ol.timeline li:not(.ahead) h3").all_inner_texts()
        return [step.partition("–")[0].strip() for step in passed]

    def receipts(self) -> list[Paper]:
        """Download every receipt of the case."""
        links = self.page.get_by_role("link", name=self.words.receipt).all_inner_texts()
        return [self.takes(words.strip()) for words in links]

    def verifies(self, paper: Paper) -> None:
        """Have a file verified."""
        self.opens("/verify")
        self.page.get_by_label(self.words.the_file).set_input_files(
            {"name": paper.name, "mimeType": paper.media_type, "buffer": paper.content}
        )
        self.presses(self.words.verify_file)

    def verifies_code(self, code: str) -> None:
        """Have a printed code verified."""
        self.opens("/verify")
        self.box(self.words.the_code).fill(code)
        self.presses(self.words.verify_code)
