"""An account without a password, and an application that goes on on another device."""

from datetime import date

import pytest

from tests.journeys.applications import CRIMINAL_RECORD, FOR_A_RECORD, IDENTITY, MAIL
from tests.journeys.citizen import Citizen
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_phone import NARROWEST, PHONE, fits
from tests.journeys.town import Town

NUMBER = "+2290197000000"
BORN = date(1990, 3, 27)


def is_sound(citizen: Citizen) -> None:
    """Judge a page: on a telephone's width, and by axe, which is a script itself."""
    fits(citizen)
    if citizen.scripts:
        is_accessible(citizen)


def signs_in(town: Town, citizen: Citizen, typed: str, address: str) -> None:
    """Ask for a code in French and type it."""
    citizen.opens("/account")
    citizen.fills_in({"Adresse électronique ou numéro de téléphone": typed})
    is_sound(citizen)
    citizen.presses("Envoyez-moi un code")
    town.does_its_jobs()
    citizen.fills_in({"Code": town.code_for(address)})
    is_sound(citizen)
    citizen.presses("Me connecter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize(("typed", "address"), [(MAIL, MAIL), ("01 97 00 00 00", NUMBER)])
def test_who_proves_the_address_finds_what_was_lodged_without_an_account(
    town: Town, people: People, typed: str, address: str, *, scripts: bool
) -> None:
    afi = people.citizen()
    afi.applies_for(CRIMINAL_RECORD, FOR_A_RECORD)
    afi.pays()
    town.does_its_jobs()

    elsewhere = people.citizen(scripts=scripts, **NARROWEST)
    signs_in(town, elsewhere, typed, address)

    elsewhere.sees("Mon compte", CRIMINAL_RECORD, afi.reference, "Quittance", "Où je suis connecté")
    is_sound(elsewhere)
    assert elsewhere.takes("Quittance").content.startswith(b"%PDF")
    elsewhere.follows(CRIMINAL_RECORD)
    elsewhere.sees(afi.reference, "Étapes")
    elsewhere.opens("/account")
    elsewhere.presses("Me déconnecter")
    elsewhere.opens("/account")
    elsewhere.sees("Il n’y a pas de mot de passe")


def test_a_wrong_code_is_told_and_a_stranger_sees_nothing(town: Town, people: People) -> None:
    afi = people.citizen("en", **PHONE)
    afi.opens("/account")
    afi.fills_in({"Mail address or telephone number": "nobody"})
    afi.presses("Send me a code")
    afi.sees("Write a complete mail address")
    is_sound(afi)
    afi.fills_in({"Mail address or telephone number": "stranger@example.org"})
    afi.presses("Send me a code")
    town.does_its_jobs()
    code = town.code_for("stranger@example.org")
    afi.fills_in({"Code": f"{(int(code) + 1) % 10**6:06}"})
    afi.presses("Sign in")
    afi.sees("This is not the code that we sent")
    is_sound(afi)
    afi.fills_in({"Code": code})
    afi.presses("Sign in")
    afi.sees("Nothing was sent with this address")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_application_goes_on_on_another_device_by_a_short_code(
    people: People, *, scripts: bool
) -> None:
    afi = people.citizen(scripts=scripts)
    afi.begins(CRIMINAL_RECORD)
    afi.goes_on(IDENTITY)
    left = afi.page.url
    afi.follows("Continuer plus tard ou sur un autre appareil")
    is_sound(afi)
    afi.fills_in({"Date de naissance": BORN})
    afi.presses("Donnez-moi un code")
    code = afi.page.locator(".panel .reference").inner_text()
    is_sound(afi)

    phone = people.citizen(scripts=scripts, **PHONE)
    phone.opens("/")
    phone.follows("Reprendre une demande")
    phone.fills_in({"Code": code, "Date de naissance": date(1991, 3, 27)})
    phone.presses("Continuer")
    phone.sees("Aucune demande ne va avec ce code et cette date")
    phone.does_not_see("Dossou")
    is_sound(phone)
    phone.fills_in({"Date de naissance": BORN})
    phone.presses("Continuer")
    assert phone.page.url == left


def test_an_application_is_kept_in_the_account(town: Town, people: People) -> None:
    afi = people.citizen()
    afi.begins(CRIMINAL_RECORD)
    afi.goes_on(IDENTITY)
    left = afi.page.url
    afi.follows("Continuer plus tard ou sur un autre appareil")
    afi.presses("La garder dans mon compte")
    afi.fills_in({"Adresse électronique ou numéro de téléphone": MAIL})
    afi.presses("Envoyez-moi un code")
    town.does_its_jobs()
    afi.fills_in({"Code": town.code_for(MAIL)})
    afi.presses("Me connecter")

    phone = people.citizen(**PHONE)
    signs_in(town, phone, MAIL, MAIL)
    phone.sees("À compléter")
    phone.follows(CRIMINAL_RECORD)
    assert phone.page.url == left
