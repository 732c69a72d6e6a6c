"""The administration asks for a correction: the citizen sees what, why, and nothing else opens."""

import pytest
from playwright.sync_api import expect

from tests.journeys.applications import CRIMINAL_RECORD, MAIL
from tests.journeys.beforehand import paid
from tests.journeys.citizen import Citizen
from tests.journeys.papers import a_photograph
from tests.journeys.people import People
from tests.journeys.staff import Agent
from tests.journeys.town import Town

ASKED = "La photo est floue et le nom ne se lit pas."


@pytest.fixture
def afi(town: Town, people: People) -> Citizen:
    """Give a citizen whose application is paid and waits for an agent."""
    return people.holder_of(paid(town))


@pytest.fixture
def agent(town: Town, people: People, afi: Citizen) -> Agent:
    """Give the agent who asked for a correction of the surname and the identity document."""
    agent = people.agent("records1")
    assert agent.takes_next_case() == afi.reference
    agent.decides_with(
        "Demander une correction",
        fields_to_correct=["Nom", "Pièce d’identité"],
        reason="Une pièce est illisible ou mal numérisée.",
        message=ASKED,
    )
    town.does_its_jobs()
    return agent


@pytest.mark.usefixtures("agent")
def test_the_citizen_is_told_what_is_asked_and_only_that_is_open(town: Town, afi: Citizen) -> None:
    assert ASKED in town.letters_to(MAIL)[0].body

    afi.looks_again()
    afi.sees("C’est à vous", "Une pièce est illisible ou mal numérisée.", "délai est suspendu")
    afi.follows("Répondre")

    afi.sees(ASKED, "identity_document.jpg")
    expect(afi.box("Nom")).to_have_value("Dossou")
    questions = afi.page.locator("form .form-label").all_inner_texts()
    assert questions == ["Nom", "Pièce d’identité"]


def test_the_answer_comes_back_to_the_agents_with_what_changed(
    town: Town, afi: Citizen, agent: Agent
) -> None:
    afi.looks_again()
    afi.follows("Répondre")
    afi.fills_in({"Nom": "Dossou-Yovo"})
    afi.presses("Envoyer ma réponse")
    afi.sees("Il y a quelque chose à corriger", "Pièce d’identité")
    expect(afi.box("Nom")).to_have_value("Dossou-Yovo")

    afi.answers("Pièce d’identité", a_photograph("net.jpg"))
    afi.presses("Envoyer ma réponse")
    afi.sees("C’est au tour de l’administration", f"{ASKED} Vous avez répondu.")
    town.does_its_jobs()

    assert agent.takes_next_case() == afi.reference
    corrected = agent.page.locator(".answers .corrected dt").all_inner_texts()
    assert [line.split("\n")[0].removesuffix(" corrigé") for line in corrected] == [
        "Nom",
        "Pièce d’identité",
    ]
    agent.sees("Dossou-Yovo", "net.jpg")
    agent.does_not_see("identity_document.jpg")


@pytest.mark.usefixtures("agent")
def test_a_citizen_who_would_rather_give_up_can_withdraw(
    town: Town, people: People, afi: Citizen
) -> None:
    afi.looks_again()
    afi.follows("Retirer ma demande")
    afi.sees("Ce que vous avez payé ne sera pas remboursé.")
    afi.presses("Retirer ma demande")
    town.does_its_jobs()

    afi.sees("Vous avez retiré votre demande.")
    assert people.agent("records2").has_nothing_to_do()
    assert people.supervisor().figures(CRIMINAL_RECORD)[:5] == ["1", "0", "0", "0", "1"]
