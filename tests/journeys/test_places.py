"""Administrators keep the country's offices: one is added with its pool, another renamed."""

from config.prepare import prepare_pack
from tests.journeys.administrators import Administrator
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_administration import administrator
from tests.journeys.test_succession import said_to
from tests.journeys.town import Town

ADDED, RENAMED = "Mairie d’Allada", "Hôtel de ville de Cotonou"
FORMER = "Mairie de Cotonou"


def fills_in(person: Administrator, **given: str) -> None:
    for field, words in given.items():
        person.page.locator(f"#{field}").first.fill(words)


def adds_an_office(boss: Administrator) -> None:
    boss.opens("/offices")
    boss.follows("Ajouter un service")
    is_accessible(boss)
    boss.page.locator("#organisation").select_option("communes")
    fills_in(boss, name_fr=ADDED, place_fr="Allada", place_en="Allada", reason="Loi 2021-14")
    boss.presses("Ajouter un service")
    boss.sees("Écrivez le nom dans chaque langue.")
    is_accessible(boss)
    fills_in(boss, name_en="Allada city hall")
    boss.presses("Ajouter un service")
    assert "C’est ajouté" in said_to(boss)
    boss.sees("mairie-d-allada", "Tenu ici depuis")
    is_accessible(boss)


def opens_its_pool(boss: Administrator) -> None:
    boss.follows("Ouvrir une équipe ici")
    is_accessible(boss)
    boss.page.locator("#queue").select_option("permit_desk")
    fills_in(boss, name_fr="Guichet d’Allada", name_en="Allada desk", reason="Loi 2021-14")
    boss.presses("Ouvrir une équipe")
    boss.sees("Mairie d’Allada – Guichet d’Allada")
    boss.page.locator("#login").select_option(index=1)
    boss.page.locator("#add + form #reason").fill("Premier agent")
    boss.presses("Mettre dans l’équipe")
    boss.follows("Renommer")
    is_accessible(boss)


def renames(person: Administrator, name: str) -> None:
    fills_in(person, name_fr=name, reason="Délibération 7")
    person.presses("Enregistrer")


def test_an_office_is_added_and_another_renamed_for_good(town: Town, people: People) -> None:
    boss, other = administrator(people), administrator(people, "administrator2")
    citizen = people.citizen()
    adds_an_office(boss)
    opens_its_pool(boss)

    # Two administrators rename the same office: the second is told, and may have their way.
    boss.opens("/offices/mairie-cotonou")
    other.opens("/offices/mairie-cotonou")
    renames(other, "Mairie centrale")
    renames(boss, RENAMED)
    boss.sees("Quelqu’un d’autre l’a modifié entre-temps", "Nom (Français) : Mairie centrale")
    is_accessible(boss)
    fills_in(boss, reason="Délibération 8")
    boss.presses("Enregistrer")
    assert "C’est enregistré" in said_to(boss)

    # The pack is loaded again: citizens go on reading what administrators saved.
    prepare_pack(town.installation.database, town.installation.settings, town.installation.pack)
    citizen.opens("/offices")
    citizen.sees(ADDED, RENAMED)
    citizen.does_not_see(FORMER)
    citizen.opens("/offices/mairie-d-allada")
    citizen.sees(ADDED, "Allada", "Lundi")
    boss.opens("/organisations")
    boss.sees("Tenus ici", "dit autre chose", "n’en dit rien")
    is_accessible(boss)

    # Handed back, it is as the file says, and everything is told.
    boss.opens("/offices/mairie-cotonou")
    boss.page.locator("details.offer summary").click()
    boss.page.locator("#reason-back").fill("Annulée")
    boss.presses("Rendre au fichier du paquet")
    boss.sees(FORMER, "Comme le dit le fichier du paquet.", "Délibération 8")
    citizen.opens("/offices")
    citizen.sees(FORMER)
    inspector = administrator(people, "inspector")
    inspector.opens("/deeds?area=places")
    inspector.sees("Service rendu au fichier du paquet", f"Nom (Français) : {RENAMED} → {FORMER}")
