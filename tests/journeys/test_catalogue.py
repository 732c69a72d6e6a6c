"""Finding the right sheet on a telephone, with and without scripts, and saying what is wrong."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_phone import NARROWEST, PHONE, fits

#: Each way that the catalogue offers, and what one reads there.
WAYS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "/?q=kazier judisiere": "casier",
        "/categories/housing": "Permis de construire",
        "/life-events/build": "Déclaration d’ouverture de chantier",
        "/for/diaspora": "Certificat de nationalité",
        "/offices": "Mairie de Cotonou",
        "/offices/mairie-cotonou": "Lundi",
        "/find/need": "Que vous faut-il ?",
        "/procedures/document-again": "toujours valable",
        "/services/nationality-certificate?profile=marriage": "béninois par mariage",
        "/sheets/eservice/criminal-record/remark": "Qu’est-ce qui est faux",
    },
    "en": {
        "/?q=bilding permit": "Building permit",
        "/categories/housing": "Building permit",
        "/life-events/build": "Declaration of the opening of works",
        "/for/diaspora": "Nationality certificate",
        "/offices": "Cotonou city hall",
        "/offices/mairie-cotonou": "Monday",
        "/find/need": "What do you need?",
        "/procedures/document-again": "still valid",
        "/services/nationality-certificate?profile=marriage": "Beninese by marriage",
        "/sheets/eservice/criminal-record/remark": "What is wrong on this sheet?",
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_way_fits_a_telephone_and_is_accessible(people: People, language: str) -> None:
    reader = people.citizen(language, **PHONE)
    for address, words in WAYS[language].items():
        assert reader.opens(address) == 200, address
        reader.sees(words)
        fits(reader)
        is_accessible(reader)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("device", [PHONE, NARROWEST], ids=["phone", "narrowest"])
def test_somebody_finds_the_documents_of_their_own_case(
    people: People, *, scripts: bool, device: Mapping[str, Any]
) -> None:
    reader = people.citizen(scripts=scripts, **device)
    # By the first questions
    reader.opens("/")
    reader.follows("Vous hésitez ?")
    reader.follows("Prouver ma nationalité")
    reader.follows("Par le mariage")
    reader.sees("Pièces pour ce cas", "par mariage")
    fits(reader)
    # By everyday words, misspelt
    reader.opens("/")
    reader.fills_in({"Que cherchez-vous ?": "permi pour construir ma maison"})
    reader.presses("Rechercher")
    reader.follows("Permis de construire")
    reader.sees("Pour tout le monde", "Observé : pas encore assez de dossiers")
    fits(reader)


def test_a_remark_reaches_the_administrator_and_its_answer_the_reader(people: People) -> None:
    # Given somebody who finds a sheet wrong
    reader = people.citizen(scripts=False, **PHONE)
    reader.opens("/services/criminal-record")
    reader.follows("Une erreur sur cette fiche ?")
    reader.presses("Envoyer")
    reader.sees("Écrivez ce qui est faux.")
    reader.fills_in({"Votre remarque": "Le bulletin coûte 1 919 F par MoMo."})
    reader.presses("Envoyer")
    reader.sees("Gardez l’adresse de cette page")
    fits(reader)
    kept = reader.page.url

    # When the administrator answers and certifies the sheet
    administrator = people.newcomer()
    administrator.signs_in("administrator")
    administrator.opens("/sheets")
    is_accessible(administrator)
    administrator.follows("Remarques des lecteurs")
    is_accessible(administrator)
    administrator.sees("1 919 F par MoMo")
    administrator.fills_in({"Votre réponse": "Le tarif est 1 900 F ; le reste va à l’opérateur."})
    administrator.presses("Répondre et clore")
    administrator.sees("Aucune remarque n’attend de réponse.")
    administrator.opens("/sheets")
    administrator.presses("Certifier Casier judiciaire")

    # Then the reader reads the answer, and the sheet says who vouches for it
    reader.opens(kept)
    reader.sees("L’administration répond", "le reste va à l’opérateur")
    reader.opens("/services/criminal-record")
    reader.sees("Certifiée par")
