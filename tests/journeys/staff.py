"""Those who treat cases in the back office, and those who watch over it."""

from playwright.sync_api import FrameLocator, Locator

from tests.journeys.navigator import Navigator

PASSWORD = "demonstration-benin"

Given = str | list[str] | bool


class Staff(Navigator):
    """Somebody with an account of the back office."""

    def signs_in(self, login: str, password: str = PASSWORD) -> None:
        """Come in."""
        self.opens("/sign-in")
        self.box(self.words.login).fill(login)
        self.box(self.words.password).fill(password)
        self.presses(self.words.sign_in)

    def say(self, french: str, english: str) -> str:
        """Choose between two words by the language of this person."""
        return french if self.words.locale.startswith("fr") else english


class Agent(Staff):
    """Asks for the next case, reads it and decides."""

    @property
    def case(self) -> str:
        """Give the reference of the case on the screen."""
        return self.page.locator("h1.reference").inner_text()

    def goes_to_the_desk(self) -> None:
        """Go back to where the next case is asked for."""
        self.opens("/")

    def takes_next_case(self) -> str:
        """Ask for the next case and give its reference."""
        self.goes_to_the_desk()
        self.presses(self.words.next_case)
        return self.case

    def has_nothing_to_do(self) -> bool:
        """Tell whether the desk gives no case."""
        self.goes_to_the_desk()
        button = self.page.get_by_role("button", name=self.words.next_case, exact=True)
        if button.is_enabled():
            self.presses(self.words.next_case)
        return not self.page.locator("h1.reference").count()

    def opens_action(self, action: str) -> Locator:
        """Unfold the form of an action."""
        offer = self.page.locator("details.offer").filter(
            has=self.page.locator("summary", has_text=action)
        )
        if offer.get_attribute("open") is None:
            offer.locator("summary").click()
        return offer

    def ticks_all(self) -> None:
        """Tick all that the step has to be checked, if anything."""
        for box in self.page.locator(".checklist [name=ticked]").all():
            box.check()

    def decides(self, action: str) -> None:
        """Take an action that asks for nothing, with all that it needs ticked."""
        self.ticks_all()
        self.presses(action)

    def decides_with(self, action: str, **given: Given) -> None:
        """Take an action, with what it asks for under the names of the form."""
        self.ticks_all()
        offer = self.opens_action(action)
        self.writes(offer, **given)
        with self.page.expect_navigation():
            offer.get_by_role("button", name=action).click()

    def writes(self, offer: Locator, **given: Given) -> None:
        """Fill in the form of an action: choose, tick, say yes or no, or write."""
        for name, value in given.items():
            if name == "reason":
                offer.locator("select").select_option(label=str(value))
            elif isinstance(value, bool):
                offer.locator(f"[name$={name}]").nth(0 if value else 1).check()
            elif isinstance(value, str):
                offer.locator(f"textarea[name$={name}]").fill(value)
            else:
                for ticked in value:
                    offer.get_by_label(ticked, exact=True).check()

    def gives_opinion(self, result: str, why: str) -> None:
        """Take the next opinion that is asked for and give it."""
        self.takes_next_case()
        self.page.get_by_label(result, exact=True).check()
        self.page.locator("textarea[name=opinion]").fill(why)
        self.presses("Rendre cet avis")

    @property
    def viewer(self) -> FrameLocator:
        """Look into the frame that shows documents."""
        return self.page.frame_locator("iframe[name=viewer]")

    def treats_next(self, action: str) -> None:
        """Take the next case and go on with it."""
        self.takes_next_case()
        self.decides(action)


class Signatory(Agent):
    """Reads the act to come and signs it."""


class Supervisor(Staff):
    """Reads figures, and no case."""

    def figures(self, service: str) -> list[str]:
        """Read the numbers of an e-service's row on the board."""
        self.opens("/board")
        row = self.page.get_by_role("row").filter(has_text=service)
        return row.get_by_role("cell").all_inner_texts()[1:8]
