"""A second click, a stale tab: what was done once is done once, and nothing written is lost."""

import pytest

from tests.journeys.applications import CRIMINAL_RECORD, FOR_A_RECORD
from tests.journeys.beforehand import paid
from tests.journeys.citizen import Citizen
from tests.journeys.people import People
from tests.journeys.staff import Agent
from tests.journeys.town import Town


def test_an_application_sent_by_a_double_click_is_lodged_once(town: Town, people: People) -> None:
    citizen = people.citizen()
    citizen.begins(CRIMINAL_RECORD)
    citizen.fills_in_pages(FOR_A_RECORD)
    check = citizen.page.url

    citizen.page.get_by_role("button", name="Envoyer ma demande").dblclick()
    citizen.page.wait_for_url("**/payment")
    citizen.keeps_link()

    citizen.opens(check)
    citizen.sees("Votre demande est déposée", citizen.reference)
    town.does_its_jobs()
    assert people.supervisor().figures(CRIMINAL_RECORD)[0] == "1"


@pytest.fixture
def afi(town: Town, people: People) -> Citizen:
    """Give a citizen whose application is paid and waits for an agent."""
    return people.holder_of(paid(town))


@pytest.fixture
def agent(people: People, afi: Citizen) -> Agent:
    """Give an agent who has that case on the screen."""
    agent = people.agent("records1")
    assert agent.takes_next_case() == afi.reference
    return agent


def test_a_stale_tab_decides_nothing_and_gives_back_what_was_written(
    town: Town, afi: Citizen, agent: Agent
) -> None:
    stale = Agent(agent.page.context.new_page(), agent.home, agent.words)
    stale.opens(agent.page.url)
    agent.decides("Proposer à la signature")

    stale.decides_with(
        "Refuser la demande",
        reason="Une pièce est fausse ou falsifiée.",
        message="Le cachet ne correspond pas.",
    )

    stale.sees("Ce dossier n’est plus entre vos mains", "n’a pas été fait")
    assert stale.page.locator("textarea").input_value() == "Le cachet ne correspond pas."
    town.does_its_jobs()
    afi.looks_again()
    afi.does_not_see("Demande refusée")
    assert afi.steps()[-1] == "Signature"


def test_a_decision_by_a_double_click_is_made_once_and_said_to_be_done(
    afi: Citizen, agent: Agent
) -> None:
    agent.ticks_all()
    agent.page.get_by_role("button", name="Proposer à la signature").dblclick()
    agent.page.wait_for_url(f"{agent.home}/")

    agent.page.locator(".said").filter(has_text=f"C’est fait. {afi.reference}").wait_for()
    afi.looks_again()
    assert afi.steps()[-1] == "Signature"


def test_a_tab_left_open_by_a_citizen_shows_where_the_case_stands_now(
    people: People, afi: Citizen
) -> None:
    stale = people.citizen()
    stale.opens(f"{afi.link}/withdraw")

    stale.sees("Cette page n’existe pas")
