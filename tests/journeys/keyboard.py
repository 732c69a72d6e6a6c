"""A citizen with a keyboard and a screen reader: no mouse, and nothing seen that is not said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.navigator import Answer, Answers, Paper, plain

#: The most stops that a page may ask somebody to pass before it is done.
MOST_STOPS = 90

#: The modifier as browsers number it.
ALT = 1

#: A press that no key made is told on the console, where a story hears complaints.
NO_MOUSE = """for (const kind of ['pointerdown', 'click']) addEventListener(kind, event => {
  if (!event.isTrusted || event.pointerType || event.detail) console.error('no key: ' + kind);
}, true);"""

#: Where the focus is: how it shows, where it stands on the page and in its document.
STOP = """() => { const it = document.activeElement;
  if (!it || it === document.body) return null;
  const box = it.getBoundingClientRect(), style = getComputedStyle(it);
  const opaque = !/transparent|, 0\\)$/.test(style.outlineColor);
  const onTop = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {html: it.outerHTML.slice(0, 160), place: [...document.querySelectorAll('*')].indexOf(it),
    outline: style.outlineStyle !== 'none' && opaque ? parseFloat(style.outlineWidth) : 0,
    shown: it.matches(':focus-visible') && box.bottom > 0 && box.top < innerHeight,
    covered: !(onTop && (it.contains(onTop) || onTop.contains(it) || onTop.closest('.pick'))),
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right}; }"""

#: What a screen reader lists of a page: its headings by level, and its landmarks.
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter(it => it.checkVisibility()).map(it => [+it.tagName[1], it.textContent.trim()])"""
LANDMARKS = ("banner", "main", "contentinfo")


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the focus stands, as it is seen and as it is said."""

    role: str
    name: str
    description: str
    html: str
    place: int
    outline: float
    shown: bool
    covered: bool
    top: float
    bottom: float
    left: float
    right: float


class Keyboard:
    """Goes through pages by Tab, Shift+Tab, Enter, Space and the arrows, judging each stop."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._tree = page.context.new_cdp_session(page)
        page.add_init_script(NO_MOUSE)
        # Catches every chooser from now on: one that is asked for as the key falls may come late.
        page.on("filechooser", lambda _: None)

    def stands(self) -> Stop | None:
        """Tell where the focus is; none before the first stop and after the last."""
        seen = self.page.evaluate(STOP)
        if seen is None:
            return None
        focused = self._tree.send("Runtime.evaluate", {"expression": "document.activeElement"})
        said = self._tree.send(
            "Accessibility.getPartialAXTree",
            {"objectId": focused["result"]["objectId"], "fetchRelatives": False},
        )["nodes"][0]
        spoken: dict[str, Any] = {
            part: plain(str(said.get(part, {}).get("value", ""))) for part in SPOKEN
        }
        return Stop(**spoken, **seen)

    def tabs(self, key: str = "Tab") -> Stop | None:
        """Go on to the next stop, which must be seen and said."""
        self.page.keyboard.press(key)
        stop = self.stands()
        if stop is not None:
            is_noticed(stop, self.page.url)
        return stop

    def goes_round(self) -> list[Stop]:
        """Pass every stop of a page, in the order in which it is read, and say what it is."""
        self.hears_the_page()
        stops = list(self._to_the_end())
        for before, after in pairwise(stops):
            assert before.place < after.place, (self.page.url, before.html, after.html)
            # Down the page, or on to the column beside.
            goes_on = before.top < after.bottom or before.right <= after.left
            assert goes_on, (self.page.url, before.html, after.html)
        return stops

    def _to_the_end(self) -> Iterator[Stop]:
        first = stop = self.tabs()
        for _ in range(MOST_STOPS):
            if stop is None:
                return
            yield stop
            stop = self.tabs()
            # After the last stop the first comes again.
            if stop and first and stop.place == first.place:
                return
        pytest.fail(f"more than {MOST_STOPS} stops on {self.page.url}")

    def hears_the_page(self) -> None:
        """Make sure that a screen reader can list what the page is made of."""
        headings = self.page.evaluate(HEADINGS)
        levels = [level for level, _ in headings]
        assert all(words for _, words in headings), headings
        assert levels.count(1) == 1, (self.page.url, headings)
        deeper = [two - one for one, two in zip([1, *levels], levels, strict=False)]
        assert max(deeper) <= 1, (self.page.url, headings)
        for landmark in LANDMARKS:
            expect(self.page.get_by_role(landmark)).to_have_count(1)  # type: ignore[arg-type]  # one of its literals
        for nav in self.page.get_by_role("navigation").all():
            assert nav.get_attribute("aria-label"), self.page.url

    def tabs_to(self, role: str, name: str, key: str = "Tab") -> Stop:
        """Go on until the screen reader says this."""
        for _ in range(MOST_STOPS):
            stop = self.tabs(key)
            if stop and (stop.role, stop.name.removesuffix(" (facultatif)")) == (role, plain(name)):
                return stop
        pytest.fail(f"{role} {name!r} is not on the way on {self.page.url}")

    def enters(self, role: str, name: str, key: str = "Tab") -> None:
        """Go to a link or a button and press Enter."""
        self.tabs_to(role, name, key)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def presses_access_key(self, key: str) -> None:
        """Press Alt and the key that an action shows, as fingers do: text and code together."""
        pressed = {
            "type": "keyDown",
            "modifiers": ALT,
            "key": key,
            "unmodifiedText": key,
            "windowsVirtualKeyCode": ord(key.upper()),
        }
        self._tree.send("Input.dispatchKeyEvent", pressed)
        self._tree.send("Input.dispatchKeyEvent", pressed | {"type": "keyUp"})

    def types(self, label: str, words: str) -> None:
        """Go to a box and type."""
        self.tabs_to("textbox", label)
        self.page.keyboard.type(words)

    def picks(self, option: str) -> None:
        """Go to the next group of choices and walk to one by the arrows."""
        while (stop := self.tabs()) is None or stop.role != "radio":
            pass
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            stop = self.stands()
            assert stop is not None
            is_noticed(stop, self.page.url)
            if stop.name == plain(option):
                assert self.page.evaluate("document.activeElement.checked"), option
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no {option!r} on {self.page.url}")

    def adds(self, label: str, paper: Paper) -> None:
        """Go to a place for files, open the chooser by a key, and wait until it has come."""
        self.tabs_to("button", label)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(
            {"name": paper.name, "mimeType": paper.media_type, "buffer": paper.content}
        )
        expect(self.page.get_by_role("link", name=paper.name)).to_be_visible()

    def answers(self, questions: Answers) -> None:
        """Answer the questions of a page in their order."""
        for label, answer in questions.items():
            self._answers(label, answer)

    def _answers(self, label: str, answer: Answer) -> None:
        if isinstance(answer, Paper):
            self.adds(label, answer)
        elif isinstance(answer, date):
            for box, part in (("Jour", answer.day), ("Mois", answer.month), ("Année", answer.year)):
                self.types(box, str(part))
        elif self.page.get_by_role("group", name=label, exact=True).count():
            self.picks(answer)
        else:
            self.types(label, answer)


#: What is said of a stop, in the order of its fields.
SPOKEN = ("role", "name", "description")


def is_noticed(stop: Stop, address: str) -> None:
    """Make sure that the focus is seen where it is, and that there is something to say of it."""
    assert stop.name, (address, stop)
    assert stop.role not in {"", "generic", "none"}, (address, stop)
    assert stop.shown, (address, stop)
    assert not stop.covered, (address, stop)
    assert stop.outline >= 2, (address, stop)
