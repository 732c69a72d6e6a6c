"""Those who decide which e-services are offered, and under which version."""

from pathlib import Path

from tests.journeys.staff import Staff

RECORD = "criminal-record"
PAGE = f"/e-services/{RECORD}"


class Administrator(Staff):
    """Stores versions, puts them live, suspends, and says why."""

    def pastes(self, definition: str, reason: str) -> None:
        """Send the text of a definition."""
        self.opens("/new-e-service")
        self.page.locator("#text").fill(definition)
        self.page.locator("#reason").fill(reason)
        self.presses(self.say("Vérifier et enregistrer", "Check and store"))

    def uploads(self, path: Path, reason: str) -> None:
        """Send a file."""
        self.opens("/new-e-service")
        self.page.locator("#file").set_input_files(path)
        self.page.locator("#reason").fill(reason)
        self.presses(self.say("Vérifier et enregistrer", "Check and store"))

    def takes_step(
        self, step: str, reason: str, said: str = "", eservice: str = RECORD, back_on: str = ""
    ) -> None:
        """Unfold a step of the life cycle, say why, and take it."""
        self.opens(f"/e-services/{eservice}")
        offer = self.page.locator("details.offer").filter(
            has=self.page.locator("summary", has_text=step)
        )
        offer.locator("summary").click()
        for box in offer.locator("textarea").all():
            box.fill(said)
        if back_on:
            offer.locator("input[name=back_on]").fill(back_on)
        offer.locator("input[name=reason]").fill(reason)
        with self.page.expect_navigation():
            offer.get_by_role("button", name=step).click()
