"""A citizen who makes every mistake at once is told of all of them and loses nothing."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.builders.files import a_pdf, an_encrypted_pdf, an_image, with_action
from tests.journeys.applications import BIRTH, CONTACT, CRIMINAL_RECORD, IDENTITY, PURPOSE
from tests.journeys.navigator import Paper
from tests.journeys.papers import a_photograph, a_scan
from tests.journeys.people import People


def test_every_mistake_of_a_page_is_named_at_once_and_what_was_typed_stays(
    people: People,
) -> None:
    citizen = people.citizen()
    citizen.begins(CRIMINAL_RECORD)

    citizen.goes_on({"Vous êtes": "un étranger qui a vécu au Bénin", "Nom": "D0ssou"})
    citizen.fills_in({"Prénoms": "Afi <b>", "Date de naissance": date(2999, 2, 1)})
    citizen.box("Jour").fill("31")
    citizen.presses("Enregistrer et continuer")

    summary = citizen.page.get_by_role("alert")
    expect(summary).to_contain_text("Il y a quelque chose à corriger")
    assert summary.get_by_role("link").count() == 4
    assert citizen.page.title().startswith("Erreur")
    expect(citizen.box("Nom")).to_have_value("D0ssou")
    expect(citizen.box("Prénoms")).to_have_value("Afi <b>")
    expect(citizen.box("Jour")).to_have_value("31")
    expect(citizen.page.get_by_label("un étranger qui a vécu au Bénin")).to_be_checked()

    for link in summary.get_by_role("link").all():
        link.click()
        anchor = (link.get_attribute("href") or "")[1:]
        expect(citizen.page.locator(f"[id='{anchor}']")).to_be_in_viewport()

    citizen.goes_on(IDENTITY)
    citizen.sees("Votre naissance")


def test_answers_wait_for_who_comes_back_by_the_address_of_the_page(people: People) -> None:
    citizen = people.citizen()
    citizen.begins(CRIMINAL_RECORD)
    citizen.goes_on(IDENTITY)
    citizen.goes_on({"Lieu de naissance": "Lomé, Togo"})
    kept = citizen.page.url

    later = people.citizen()
    later.opens(kept)
    expect(later.box("Lieu de naissance")).to_have_value("Lomé, Togo")
    later.follows("Retour")
    expect(later.box("Nom")).to_have_value("Dossou")


WRONG_FILES = {
    "programme.pdf": (b"MZ" + bytes(4000), "ni un PDF, ni une image"),
    "protege.pdf": (an_encrypted_pdf("secret"), "protégé par un mot de passe"),
    "actif.pdf": (a_pdf(with_action("JavaScript")), "un programme ou une action automatique"),
    "coupee.jpg": (an_image("JPEG")[:3000], "abîmé ou incomplet"),
    "lourd.pdf": (b"%PDF-1.7" + bytes(5 * 1024 * 1024), "dépasse 5 Mo"),
    "vide.pdf": (b"", "vide"),
}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_each_wrong_file_is_refused_by_name_and_the_good_one_stays(
    people: People, *, scripts: bool
) -> None:
    citizen = people.citizen(scripts=scripts)
    citizen.begins(CRIMINAL_RECORD)
    citizen.fills_in_pages((IDENTITY, BIRTH, PURPOSE, CONTACT))
    citizen.fills_in({"Pièce d’identité": a_photograph("bonne.jpg")})
    if not scripts:
        citizen.presses("Ajouter")

    for name, (content, said) in WRONG_FILES.items():
        citizen.box("Pièce d’identité").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )
        if not scripts:
            citizen.presses("Ajouter")
        expect(citizen.page.locator("main")).to_contain_text(f"{name} – ")
        citizen.sees(name, said, "bonne.jpg")

    citizen.goes_on({"Preuve de résidence au Bénin": a_scan("quittance.pdf")})
    citizen.sees("Vérifiez vos réponses", "bonne.jpg", "quittance.pdf")


def test_an_answer_can_be_changed_from_the_check_page_and_opens_what_it_calls_for(
    people: People,
) -> None:
    citizen = people.citizen()
    citizen.begins(CRIMINAL_RECORD)
    proof: Paper = a_scan("quittance.pdf")
    documents = {"Pièce d’identité": a_photograph(), "Preuve de résidence au Bénin": proof}
    citizen.fills_in_pages((IDENTITY, BIRTH, PURPOSE, CONTACT, documents))

    citizen.follows("Modifier Votre identité")
    citizen.goes_on({"Vous êtes": "de nationalité béninoise"})
    citizen.sees("Elles appellent quelques questions de plus", "Numéro personnel")
    citizen.goes_on({"Numéro personnel d’identification (NPI)": "1234567890"})

    citizen.sees("Vérifiez vos réponses", "1234567890")
    citizen.does_not_see("Preuve de résidence au Bénin")
