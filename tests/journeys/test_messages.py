"""Told by SMS or by mail: chosen, seen to arrive, tried the other way when it does not."""

import re
import time
from collections.abc import Mapping
from typing import Any

import pytest

from tests.journeys.applications import (
    BIRTH,
    CONTACT,
    CRIMINAL_RECORD,
    DOCUMENTS,
    FOR_A_RECORD,
    IDENTITY,
    MAIL,
    PURPOSE,
)
from tests.journeys.citizen import Citizen
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_phone import NARROWEST, fits
from tests.journeys.town import Town

NUMBER, LOST = "+2290197000000", "+2290197009999"
#: Seconds that a report may take to come back from the provider.
PATIENCE = 60.0


def applies(afi: Citizen, contact: Mapping[str, Any], channel: str | None = None) -> None:
    """Apply for a record with this contact, and choose how to be told."""
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in_pages((IDENTITY, BIRTH, PURPOSE, contact, DOCUMENTS))
    if channel is not None:
        afi.page.get_by_label(re.compile(channel)).check()
    afi.sends()


def reads_until(afi: Citizen, words: str) -> None:
    """Look at the case again until it says so."""
    until = time.monotonic() + PATIENCE
    while words not in afi.reads() and time.monotonic() < until:
        afi.looks_again()
    afi.sees(words)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_telephone_without_mail_is_enough_and_the_short_link_opens_the_case(
    town: Town, people: People, *, scripts: bool
) -> None:
    afi = people.citizen(scripts=scripts, **NARROWEST)
    applies(afi, {"Téléphone": "01 97 00 00 00"})
    town.does_its_jobs()

    (sms,) = town.letters_to(NUMBER)
    assert sms.is_short
    assert len(sms.body.strip()) <= 160
    link = re.search(r"http\S+/s/\S+", sms.body)
    assert link is not None
    afi.opens(link[0])
    afi.sees("Messages qui vous sont envoyés", "SMS")
    fits(afi)
    # Axe is a script itself.
    if scripts:
        is_accessible(afi)
    afi.looks_again()
    reads_until(afi, "arrivé")


def test_neither_mail_nor_telephone_is_told_beside_both(people: People) -> None:
    afi = people.citizen()
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in_pages((IDENTITY, BIRTH, PURPOSE))
    afi.presses("Enregistrer et continuer")

    afi.sees("l’un des deux suffit")
    assert afi.page.locator(".field .problem, .problem").count() >= 2
    afi.fills_in({"Téléphone": "97 00 00 00"})
    afi.presses("Enregistrer et continuer")
    afi.sees("Ce numéro n’existe pas")


def test_a_telephone_out_of_reach_is_told_by_mail_and_the_supervisor_sees_it(
    town: Town, people: People
) -> None:
    afi = people.citizen()
    applies(afi, {**CONTACT, "Téléphone": LOST}, "Par SMS")
    town.does_its_jobs()
    afi.looks_again()
    reads_until(afi, "non arrivé")
    town.does_its_jobs()

    assert len(town.letters_to(MAIL)) == 1
    afi.looks_again()
    afi.sees("parce que l’autre message n’est pas arrivé")
    supervisor = people.supervisor()
    supervisor.opens("/messages")
    supervisor.sees("Messages aux usagers", afi.reference, "n’a pas pu être joint")
    assert LOST not in supervisor.page.content()
    is_accessible(supervisor)
    supervisor.presses("Renvoyer")
    supervisor.sees("Tous les messages sont arrivés")


def test_a_link_that_strayed_is_cut(town: Town, people: People) -> None:
    afi = people.citizen()
    applies(afi, CONTACT, "Par SMS")
    town.does_its_jobs()
    (sms,) = town.letters_to(NUMBER)
    short = re.findall(r"http\S+/s/\S+", sms.body)[0]
    old = afi.link
    afi.looks_again()
    afi.follows("Quelqu’un d’autre a mon lien")
    is_accessible(afi)
    afi.presses("Donnez-moi un nouveau lien")
    afi.keeps_link()

    thief = people.citizen("en")
    assert thief.opens(old) == 404
    assert thief.opens(short) == 410
    thief.sees("This link has ended", "Have the link sent again")
    is_accessible(thief)
    afi.looks_again()
    afi.sees("Étapes")
    assert FOR_A_RECORD[3] == CONTACT
