"""A case passed on, another withdrawn from, people away, and an act signed by delegation."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders.portal import ZONE
from tests.journeys.beforehand import paid
from tests.journeys.looking_ahead import POOL
from tests.journeys.papers import text_of
from tests.journeys.people import People
from tests.journeys.staff import PASSWORD, Agent, Staff
from tests.journeys.test_overflow import reference_of
from tests.journeys.town import Town
from workflows import accounts
from workflows.actors import Role

DEPUTY = "deputy"

PASS_ON, WITHDRAW = "D’autres doivent le traiter", "Je ne peux pas le traiter"


def is_told(person: Staff, words: str) -> None:
    """Make sure that the last action is answered with these words."""
    person.page.locator(".said").filter(has_text=words).wait_for()


def passes_on(agent: Agent, note: str) -> None:
    """Pass the case in hand on to the national pool."""
    offer = agent.opens_action(PASS_ON)
    offer.get_by_label("Vers quelle équipe").select_option(index=1)
    offer.get_by_label("Motif").select_option(label="Un autre service est compétent")
    offer.get_by_label("Ce que la personne suivante doit savoir").fill(note)
    offer.get_by_role("button", name="Transmettre").click()


def withdraws(agent: Agent, note: str) -> None:
    """Withdraw from the case in hand."""
    offer = agent.opens_action(WITHDRAW)
    offer.get_by_label("Motif").select_option(label="Famille, par le sang ou par alliance")
    offer.get_by_label("En quelques mots, pour votre superviseur").fill(note)
    offer.get_by_role("button", name="Me déporter de ce dossier").click()


def test_a_case_is_passed_on_and_another_withdrawn_from(town: Town, people: People) -> None:
    first, second = paid(town), paid(town)
    agent = people.agent("records1")
    taken = agent.takes_next_case()
    other = reference_of(second if reference_of(first) == taken else first)

    passes_on(agent, "Demande liée à celle que traite le pôle.")
    is_told(agent, f"{taken} a été transmis. Il garde son ancienneté.")
    relief = people.agent("reinforcement")
    assert relief.takes_next_case() == taken
    relief.sees("Un autre service est compétent", "Demande liée à celle que traite le pôle.")
    citizen = people.holder_of(first if reference_of(first) == taken else second)
    citizen.sees("Un autre service a pris votre demande en charge", POOL, "qui a constaté")

    assert agent.takes_next_case() == other
    withdraws(agent, "C’est ma cousine.")
    is_told(agent, f"{other} ne vous sera plus jamais confié.")
    assert agent.has_nothing_to_do()
    colleague = people.agent("records2")
    assert colleague.takes_next_case() == other
    colleague.sees("S’est déporté du dossier", "Famille, par le sang ou par alliance")
    assert "C’est ma cousine." not in colleague.page.content()
    boss = people.supervisor()
    boss.opens("/handed-on")
    boss.sees("C’est ma cousine.", "Demande liée à celle que traite le pôle.", POOL)
    boss.presses("Je l’ai examiné")
    is_told(boss, "Noté.")


@pytest.fixture
def deputy(town: Town) -> str:
    """Hire somebody of the Centre who may sign and has no pool, and give their login."""
    with town.installation.database.begin() as connection:
        accounts.create(
            connection,
            login=DEPUTY,
            name="Suppléante de démonstration",
            password_hash=accounts.hash_published(PASSWORD),
            roles=(Role.SIGNATORY,),
            office="cncj",
        )
    return DEPUTY


def fills_in_days(person: Staff, prefix: str, days: int) -> None:
    """Write a period that begins today."""
    today = datetime.now(ZONE).date()
    person.page.locator(f"#{prefix}-first").fill(today.isoformat())
    person.page.locator(f"#{prefix}-last").fill((today + timedelta(days=days)).isoformat())


def names_a_substitute(people: People, magistrate: Agent) -> None:
    """Let a signatory name who signs for them, and an administrator confirm it."""
    magistrate.opens("/my-absence")
    magistrate.page.get_by_label("Qui", exact=True).select_option("Suppléante de démonstration")
    fills_in_days(magistrate, "named", 7)
    magistrate.page.get_by_label("Numéro de l’acte de délégation").fill("12/MJL/2026")
    magistrate.presses("Désigner")
    is_told(magistrate, "Un administrateur le confirme")
    magistrate.sees("attend une deuxième personne")
    administrator = people.agent("administrator")
    administrator.opens("/delegations")
    administrator.page.get_by_role("button", name="Confirmer que Suppléante").click()


def goes_on_leave(magistrate: Agent) -> None:
    """Let a signatory who holds a case declare a leave that begins now."""
    magistrate.opens("/my-absence")
    fills_in_days(magistrate, "away", 2)
    magistrate.page.get_by_label("Motif").select_option(label="Congé")
    magistrate.presses("Déclarer")
    is_told(magistrate, "Ce qui était en main a repris sa place dans la file.")
    magistrate.goes_to_the_desk()
    magistrate.sees("Vous êtes déclaré absent")


def test_a_signatory_goes_away_and_a_substitute_signs_by_delegation(
    town: Town, people: People, deputy: str, tmp_path: Path
) -> None:
    link = paid(town)
    agent = people.agent("records1")
    agent.treats_next("Proposer à la signature")
    town.does_its_jobs()
    magistrate, substitute = people.signatory("magistrate"), people.signatory(deputy)
    assert substitute.has_nothing_to_do()

    names_a_substitute(people, magistrate)
    assert substitute.has_nothing_to_do()

    assert magistrate.takes_next_case() == reference_of(link)
    goes_on_leave(magistrate)
    boss = people.supervisor()
    boss.opens("/presence")
    boss.page.get_by_role("link", name="Magistrats signataires du Centre").click()
    boss.sees("Magistrat de démonstration", "Congé")

    assert substitute.takes_next_case() == reference_of(link)
    substitute.decides("Signer le bulletin")
    town.does_its_jobs()
    citizen = people.holder_of(link)
    bulletin = text_of(citizen.takes("Télécharger mon acte"), tmp_path)
    assert "Pour : Le magistrat" in bulletin
    assert "par délégation, acte 12/MJL/2026" in bulletin
    assert "Suppléante de démonstration" in bulletin
    magistrate.goes_to_the_desk()
    magistrate.presses("Je suis de retour")
    is_told(magistrate, "Bon retour.")
    assert substitute.has_nothing_to_do()
