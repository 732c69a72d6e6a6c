"""A citizen asks on a telephone, an agent pulls the question and answers, the citizen reads."""

import pytest

from tests.journeys.applications import MAIL
from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_phone import NARROWEST, PHONE, fits
from tests.journeys.town import Town

ASKED = "Puis-je venir avec un récépissé ?"
ANSWERED = "Oui, un récépissé suffit."


def answers(people: People) -> None:
    """Let an agent pull the question and answer it."""
    agent = people.agent("records1", **PHONE)
    agent.goes_to_the_desk()
    is_accessible(agent)
    fits(agent)
    agent.presses("Question suivante")
    agent.sees(ASKED)
    fits(agent)
    is_accessible(agent)
    agent.page.locator("textarea[name=answer]").fill(ANSWERED)
    agent.presses("Envoyer la réponse")
    assert "Votre réponse a été transmise" in agent.page.locator("body").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_question_is_asked_pulled_answered_and_read(
    town: Town, people: People, *, scripts: bool
) -> None:
    link = paid(town)
    afi = people.citizen(scripts=scripts, **NARROWEST)
    afi.link = link
    afi.looks_again()
    afi.sees("Questions au service", "Le service répond sous 2 jours ouvrés")
    afi.presses("Envoyer ma question")
    afi.sees("Écrivez votre question")
    fits(afi)
    if scripts:
        is_accessible(afi)
    afi.box("Votre question").fill(ASKED)
    afi.presses("Envoyer ma question")
    afi.sees(ASKED, "Attend une réponse")
    fits(afi)
    town.does_its_jobs()

    supervisor = people.supervisor()
    supervisor.opens("/board")
    supervisor.sees("1 question d’un usager attend une réponse")
    answers(people)
    town.does_its_jobs()

    letter = town.letters_to(MAIL)[0]
    assert "Réponse à votre question" in letter.subject
    assert ANSWERED not in letter.body
    afi.looks_again()
    afi.sees(ANSWERED)
    assert "pour répondre à votre question" in afi.page.content()
    fits(afi)
    if scripts:
        is_accessible(afi)
