"""A decision begun and kept, an approved text, a note, and what changed at the next visit."""

from playwright.sync_api import expect

from tests.journeys.beforehand import paid
from tests.journeys.papers import a_photograph
from tests.journeys.people import People
from tests.journeys.staff import Agent
from tests.journeys.test_handing_on import is_told
from tests.journeys.town import Town

CORRECTION = "Demander une correction"
BLOCK = "Votre pièce est illisible : photographiez-la à plat, à la lumière du jour."
NOTE = "La pièce a été comparée avec celle de l’an dernier."


def two_supervisors_agree_on_a_text(people: People) -> None:
    """Let one supervisor write a text block and another approve it."""
    author = people.supervisor()
    author.opens("/text-blocks")
    author.page.get_by_label("Titre, tel que les agents le choisissent").fill("Pièce illisible")
    author.page.get_by_label("Texte en : Français").fill(BLOCK)
    author.page.get_by_role("button", name="Écrire", exact=True).click()
    is_told(author, "Un autre superviseur l’approuve")
    other = people.agent("supervisor2")
    other.opens("/text-blocks")
    other.page.get_by_role("button", name="Approuver : Pièce illisible").click()
    is_told(other, "Approuvé.")


def begins_a_correction(agent: Agent) -> None:
    """Tick an answer, begin a message, put the approved text in, and keep it all as a draft."""
    offer = agent.opens_action(CORRECTION)
    offer.get_by_label("Nom", exact=True).check()
    offer.locator("textarea[name=message]").fill("Bonjour.")
    offer.get_by_label("Texte type").select_option(label="Pièce illisible")
    offer.get_by_role("button", name="Insérer").click()
    message = agent.opens_action(CORRECTION).locator("textarea[name=message]")
    expect(message).to_have_value(f"Bonjour.\n\n{BLOCK}")
    agent.opens_action(CORRECTION).get_by_role("button", name="Garder comme brouillon").click()
    is_told(agent, "Gardé comme brouillon.")


def ends_the_correction(agent: Agent) -> None:
    """Find the draft as it was left, complete it and send it."""
    offer = agent.opens_action(CORRECTION)
    expect(offer.get_by_label("Nom", exact=True)).to_be_checked()
    offer.locator("select[name=reason]").select_option(
        label="Une pièce est illisible ou mal numérisée."
    )
    offer.get_by_label("Pièce d’identité", exact=True).check()
    with agent.page.expect_navigation():
        offer.get_by_role("button", name=CORRECTION).click()


def test_what_is_begun_is_kept_and_the_next_visit_says_what_changed(
    town: Town, people: People
) -> None:
    two_supervisors_agree_on_a_text(people)
    afi = people.holder_of(paid(town))
    agent = people.agent("records1")
    assert agent.takes_next_case() == afi.reference
    assert not agent.page.locator(".since, .since-nothing").count()

    begins_a_correction(agent)
    agent.page.locator("summary", has_text="Ajouter une note").click()
    agent.page.get_by_label("Pour qui traitera ce dossier plus tard").fill(NOTE)
    agent.presses("Ajouter cette note")
    agent.sees(NOTE, "brouillon")
    agent.presses("Rendre à la file")
    assert agent.takes_next_case() == afi.reference
    agent.sees("Rien n’a changé depuis que vous avez eu ce dossier")
    ends_the_correction(agent)
    town.does_its_jobs()

    afi.looks_again()
    afi.sees(BLOCK)
    assert NOTE not in afi.page.content()
    afi.follows("Répondre")
    afi.fills_in({"Nom": "Dossou-Yovo"})
    afi.answers("Pièce d’identité", a_photograph("net.jpg"))
    afi.presses("Envoyer ma réponse")
    town.does_its_jobs()

    assert agent.takes_next_case() == afi.reference
    changed = agent.page.locator("details.since")
    expect(changed).to_contain_text("Dossou → Dossou-Yovo")
    expect(changed).to_contain_text("un autre fichier, net.jpg")
    agent.sees(NOTE)
    assert "brouillon" not in agent.page.locator(".offer .flag").all_inner_texts()
    agent.follows("Dossiers antérieurs")
    agent.sees("Aucun que vous puissiez voir.")
