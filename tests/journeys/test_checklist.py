"""What a step asks to be checked: ticked, kept, refused without; and an opinion begun and kept."""

from playwright.sync_api import expect

from tests.journeys.beforehand import PERMIT, paid
from tests.journeys.people import People
from tests.journeys.staff import Agent
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_handing_on import is_told
from tests.journeys.town import Town

COMPLETE = "Déclarer le dossier complet"
PROPOSE = "Proposer à la décision"
TITLE = "Le titre de propriété porte la référence et le propriétaire déclarés"
PLANS = "Plan de situation, plan de masse et plans du projet sont lisibles, à l’échelle demandée"
OPINIONS = "Chaque avis rendu a été lu, et ses réserves sont reprises"
NOTE = "Conforme, sous la réserve des pompiers."
BEGUN = "L’escalier de secours manque"


def ticks(agent: Agent) -> list[str]:
    """Name what is ticked."""
    ticked = agent.page.locator(".checklist .tick:has(:checked)")
    return [words.strip() for words in ticked.all_inner_texts()]


def is_refused_until_it_is_checked(agent: Agent) -> None:
    """Try to go on at once, then follow each thing that is missing by keyboard and tick it."""
    agent.page.get_by_label(TITLE).check()
    agent.presses(COMPLETE)
    problems = agent.page.get_by_role("alert")
    expect(problems).to_contain_text("Rien n’est encore décidé")
    expect(problems).not_to_contain_text(TITLE)
    is_accessible(agent)
    problems.get_by_role("link", name=PLANS).focus()
    agent.page.keyboard.press("Enter")
    expect(agent.page.get_by_label(PLANS)).to_be_focused()
    agent.page.keyboard.press("Space")


def leaves_and_finds_its_ticks_again(agent: Agent) -> None:
    """Keep the ticks, give the case back, and take it again."""
    agent.presses("Garder mes coches")
    is_told(agent, "Vos coches sont gardées.")
    agent.presses("Rendre à la file")
    agent.takes_next_case()
    assert ticks(agent) == [TITLE, PLANS]


def begins_an_opinion_and_ends_it_later(agent: Agent) -> None:
    """Write half of an opinion, keep it, give it back, and find it as it was left."""
    agent.takes_next_case()
    agent.page.get_by_label("Favorable avec réserves", exact=True).check()
    agent.page.locator("textarea[name=opinion]").fill(BEGUN)
    agent.presses("Garder comme brouillon")
    is_told(agent, "rien n’est envoyé")
    is_accessible(agent)
    agent.presses("Rendre à la file")
    agent.takes_next_case()
    expect(agent.page.get_by_label("Favorable avec réserves", exact=True)).to_be_checked()
    expect(agent.page.locator("textarea[name=opinion]")).to_have_value(BEGUN)
    agent.presses("Rendre cet avis")


def proposes_with_a_note_that_a_refusal_does_not_lose(agent: Agent) -> None:
    """Write a note with an unticked list: it is refused, and the note stays."""
    agent.takes_next_case()
    assert ticks(agent) == []
    offer = agent.opens_action(PROPOSE)
    offer.locator("textarea").fill(NOTE)
    offer.get_by_role("button", name=PROPOSE).click()
    expect(agent.page.get_by_role("alert")).to_contain_text(OPINIONS)
    offer = agent.opens_action(PROPOSE)
    expect(offer.locator("textarea")).to_have_value(NOTE)
    agent.ticks_all()
    with agent.page.expect_navigation():
        offer.get_by_role("button", name=PROPOSE).click()


def test_each_step_is_checked_by_who_treats_it_and_an_opinion_waits_for_its_author(
    town: Town, people: People
) -> None:
    # Given a permit that was paid for, and the desk that is to look whether its file is whole
    builder = people.holder_of(paid(town, PERMIT))
    desk = people.agent("permits-cotonou")
    assert desk.takes_next_case() == builder.reference
    desk.sees("À vérifier ici")
    assert ticks(desk) == []

    # When it checks, leaves and comes back, and the commission begins its opinion and ends it later
    is_refused_until_it_is_checked(desk)
    leaves_and_finds_its_ticks_again(desk)
    desk.decides(COMPLETE)
    town.does_its_jobs()
    begins_an_opinion_and_ends_it_later(people.agent("commission-cotonou"))
    people.agent("fire-safety").gives_opinion("Favorable", "Deux issues par niveau.")
    town.does_its_jobs()
    proposes_with_a_note_that_a_refusal_does_not_lose(desk)
    town.does_its_jobs()

    # Then whoever signs reads who checked what, and the applicant reads nothing of it
    secretary = people.signatory("secretary-cotonou")
    assert secretary.takes_next_case() == builder.reference
    history = secretary.page.locator(".history")
    expect(history).to_contain_text("Coché :")
    expect(history).to_contain_text(OPINIONS)
    expect(history).to_contain_text(TITLE)
    secretary.sees(BEGUN, NOTE)
    builder.looks_again()
    builder.does_not_see(OPINIONS)
