"""Somebody at a browser: opens pages, reads what they show, fills in what they ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from tests.journeys.words import Words


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that somebody has on their device."""

    name: str
    media_type: str
    content: bytes


Answer = str | date | Paper
Answers = Mapping[str, Answer]


class Navigator:
    """A person with a browser of their own; every press waits for the page that it brings."""

    def __init__(self, page: Page, home: str, words: Words, *, scripts: bool = True) -> None:
        self.page = page
        self.home = home
        self.words = words
        self.scripts = scripts

    def opens(self, address: str) -> int:
        """Go to an address and give the status of the answer."""
        answer = self.page.goto(urljoin(self.home, address))
        assert answer is not None
        return answer.status

    def presses(self, name: str) -> None:
        """Press the button with these words."""
        self._turns_to(self.page.get_by_role("button", name=_starting(name)))

    def follows(self, name: str) -> None:
        """Follow the link with these words."""
        self._turns_to(self.page.get_by_role("link", name=_starting(name)))

    def _turns_to(self, place: Locator) -> None:
        with self.page.expect_navigation():
            place.first.click()

    def reads(self) -> str:
        """Give the words of the page, with plain spaces."""
        return plain(self.page.locator("main").inner_text())

    def sees(self, *words: str) -> None:
        """Make sure that the page says this."""
        shown = self.reads()
        for said in words:
            assert plain(said) in shown, f"{said!r} is not on {self.page.url}:\n{shown}"

    def does_not_see(self, *words: str) -> None:
        """Make sure that the page says nothing of this."""
        shown = self.reads()
        for said in words:
            assert plain(said) not in shown, f"{said!r} is on {self.page.url}"

    def answers(self, label: str, answer: Answer) -> None:
        """Answer one question of a form."""
        if isinstance(answer, Paper):
            self._adds(label, answer)
            return
        group = self.page.get_by_role("group", name=_whole(label))
        if not group.count():
            self.box(label).fill(str(answer))
        elif isinstance(answer, date):
            for box, part in zip(
                group.get_by_role("textbox").all(),
                (answer.day, answer.month, answer.year),
                strict=True,
            ):
                box.fill(str(part))
        else:
            group.get_by_label(answer, exact=True).check()

    def box(self, label: str) -> Locator:
        """Find the box of a question."""
        return self.page.get_by_label(_whole(label))

    def _adds(self, label: str, paper: Paper) -> None:
        box = self.box(label)
        box.set_input_files(
            {"name": paper.name, "mimeType": paper.media_type, "buffer": paper.content}
        )
        if self.scripts and box.locator("xpath=ancestor::*[@data-upload]").count():
            expect(self.page.get_by_role("link", name=paper.name).first).to_be_visible()

    def fills_in(self, answers: Answers) -> None:
        """Answer the questions of a page."""
        for label, answer in answers.items():
            self.answers(label, answer)

    def takes(self, link: str) -> Paper:
        """Download what a link leads to."""
        with self.page.expect_download() as started:
            self.page.get_by_role("link", name=_starting(link)).first.click()
        path = started.value.path()
        return Paper(started.value.suggested_filename, "application/pdf", path.read_bytes())


def plain(text: str) -> str:
    """Write every run of spaces, narrow and unbreakable ones included, as one space."""
    return " ".join(text.split())


def _starting(words: str) -> re.Pattern[str]:
    return re.compile(f"^{_spaced(words)}")


def _whole(label: str) -> re.Pattern[str]:
    return re.compile(rf"^{_spaced(label)}( \((facultatif|optional)\))?$")


def _spaced(words: str) -> str:
    """Accept any kind of space between words, as French typography has several."""
    return r"\s+".join(re.escape(word) for word in words.split())
