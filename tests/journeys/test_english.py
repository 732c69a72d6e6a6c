"""Everything a person reads exists in English too, from the first page to the last."""

import re
from pathlib import Path

from tests.journeys.applications import IN_ENGLISH, MAIL
from tests.journeys.navigator import Navigator
from tests.journeys.papers import text_of
from tests.journeys.people import People
from tests.journeys.town import Town

#: Words of every French page that no English one has.
FRENCH = re.compile(r"\b(votre|vous|nous|les|une|avec|dans|demande|dossier)\b", re.IGNORECASE)


def is_in_english(*readers: Navigator) -> None:
    for reader in readers:
        assert reader.page.locator("html").get_attribute("lang") == "en"
        shown = reader.page.locator("body").inner_text()
        assert FRENCH.findall(shown) == [], reader.page.url


def is_treated_in_english(town: Town, people: People) -> None:
    """Let an agent and a magistrate who read English treat the case."""
    agent = people.agent("records1", "en")
    agent.presses("EN")
    agent.takes_next_case()
    is_in_english(agent)
    agent.decides("Submit for signature")
    town.does_its_jobs()
    magistrate = people.signatory("magistrate", "en")
    magistrate.presses("EN")
    magistrate.takes_next_case()
    is_in_english(magistrate)
    magistrate.decides("Sign the bulletin")
    town.does_its_jobs()


def test_a_criminal_record_in_english_throughout(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given an English reader who applies, page by page
    grace = people.citizen("en")
    grace.opens("/")
    is_in_english(grace)
    grace.follows("Criminal record")
    is_in_english(grace)
    grace.presses("Apply online")
    for answers in IN_ENGLISH:
        grace.presses("Save and continue")
        grace.sees("There is something to correct")
        is_in_english(grace)
        grace.goes_on(answers)
        is_in_english(grace)
    for goes_on in (grace.sends, grace.pays):
        goes_on()
        is_in_english(grace)
    town.does_its_jobs()

    # When agents who read English treat the case
    is_treated_in_english(town, people)

    # Then the case, the mails, the receipt, the verification and the board are in English
    grace.looks_again()
    grace.sees("Your bulletin is ready.")
    is_in_english(grace)
    letters = town.letters_to(MAIL)
    assert len(letters) == 3
    assert not any(FRENCH.search(letter.subject + letter.body) for letter in letters)
    (receipt,) = grace.receipts()
    assert "Receipt" in text_of(receipt, tmp_path)
    grace.verifies(grace.takes("Download my document"))
    grace.sees("This document is genuine and valid")
    is_in_english(grace)
    supervisor = people.supervisor("en")
    supervisor.presses("EN")
    supervisor.opens("/board")
    is_in_english(supervisor)


def test_the_language_is_changed_on_the_page_one_reads_and_stays(people: People) -> None:
    reader = people.citizen()
    reader.opens("/services/building-permit")
    reader.sees("Ce qu’il faut préparer")

    reader.follows("English")

    reader.sees("What to have at hand")
    reader.opens("/verify")
    reader.sees("Verify a document")
