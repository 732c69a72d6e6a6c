"""The counter: filing with a code, filing on paper, handing an act over, and the weekly batch."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.at_the_counter import (
    OWN_PHONE,
    PHONE,
    REACHED,
    begins,
    fetched,
    for_somebody,
    goes_on,
    keeps_a_picture,
    reference_on,
)
from tests.journeys.beforehand import delivered
from tests.journeys.citizen import Citizen
from tests.journeys.navigator import Navigator
from tests.journeys.papers import a_scan, text_of
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_phone import NARROWEST, fits
from tests.journeys.town import Town


def is_fit_to_be_read(reader: Navigator, name: str) -> None:
    """Judge a page, wide and narrow, and keep a picture of it where pictures are wanted."""
    is_accessible(reader)
    keeps_a_picture(reader.page, f"{name}-dark")
    reader.page.emulate_media(color_scheme="light")
    keeps_a_picture(reader.page, name)
    wide = reader.page.viewport_size
    reader.page.set_viewport_size(NARROWEST["viewport"])
    keeps_a_picture(reader.page, f"{name}-narrow")
    fits(reader)
    assert wide is not None
    reader.page.set_viewport_size(wide)


def the_link_in(town: Town, address: str) -> str:
    """Read the short link in the latest message to an address."""
    bodies = (letter.body for letter in town.letters_to(address))
    found = next(
        link for link in (re.search(r"https?://\S+/s/\S+", body) for body in bodies) if link
    )
    return found[0]


def test_a_citizen_without_a_computer_is_helped_and_follows_alone(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given somebody at the counter of a city hall, and a person before them
    agent = people.agent("counter-cotonou")
    agent.sees("Guichet · Mairie de Cotonou")
    form = begins(agent, town)
    form.sees("Vous remplissez pour une personne présente au guichet de Mairie de Cotonou.")

    # When the network fails half-way, they go on from their list
    form.goes_on(for_somebody()[0])
    left = form.page.url
    form.page.close()
    form = goes_on(agent, town)
    form.fills_in_pages(for_somebody(phone=OWN_PHONE)[1:])
    is_fit_to_be_read(form, "check")
    form.follows("Continuer : la personne consent")

    # Then only the person's own code lodges it, and the agent has a receipt and no file
    lodges_with_the_right_code_only(town, form)
    reference = reference_on(form)
    has_a_receipt_without_secrets(town, form, reference, tmp_path)
    form.opens(left)
    assert urlsplit(form.page.url).path.endswith("/lodged")
    assert people.citizen().opens(left) == 410
    agent.opens("/counter")
    agent.sees(reference, "par un code", "1 900 F")
    is_fit_to_be_read(agent, "counter")

    # And the citizen follows with the link on their own telephone, and reads who helped
    town.does_its_jobs()
    citizen = people.citizen()
    citizen.opens(the_link_in(town, REACHED))
    citizen.sees("Déposée avec l’aide du guichet de Mairie de Cotonou", "par un code")
    is_fit_to_be_read(citizen, "case")
    citizen.opens(f"/track?reference={reference}")
    expect(citizen.page.locator("input[name=reference]").first).to_have_value(reference)


def lodges_with_the_right_code_only(town: Town, form: Citizen) -> None:
    """Try the agent's own telephone and a wrong code, then what the person reads out."""
    form.presses("Envoyer un code")
    form.sees("Cette adresse est celle d’une personne qui travaille à un guichet.")
    gives_the_telephone(form, PHONE)
    form.presses("Envoyer un code à")
    town.does_its_jobs()
    code = town.code_for(REACHED)
    form.box("Code").fill("000000" if code != "000000" else "111111")
    form.presses("Déposer la demande")
    form.sees("Ce n’est pas le code envoyé.")
    is_fit_to_be_read(form, "consent")
    form.box("Code").fill(code)
    form.presses("Déposer la demande")
    form.sees("La demande est déposée", "À payer : 1 900 F")
    is_fit_to_be_read(form, "lodged")


def has_a_receipt_without_secrets(town: Town, form: Citizen, reference: str, folder: Path) -> None:
    """Read the receipt: where, what is due, how to follow, and nothing that opens the case."""
    there = form.page.get_by_role("link", name="Imprimer le récépissé").get_attribute("href")
    said = text_of(fetched(form.page, f"{town.portal}{there}", "receipt.pdf"), folder)
    follow = f"track?reference={reference}"
    for words in (reference, "Mairie de Cotonou", "1 900", "Où payer", follow):
        assert words in said, said
    assert "/track/BJ" not in said


def gives_the_telephone(form: Citizen, phone: str) -> None:
    """Change the telephone on its page, and come back to the consent."""
    form.follows("Retour")
    form.page.locator("a[href*='/pages/contact'], a[href*='/pages/reach']").first.click()
    form.goes_on({"Téléphone": phone})
    form.follows("Continuer : la personne consent")


def test_a_citizen_without_a_telephone_signs_and_the_paper_travels_by_the_week(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given a person who can be reached by nothing, and who signs
    agent = people.agent("counter-cotonou")
    form = begins(agent, town)
    form.fills_in_pages(for_somebody())
    form.follows("Continuer : la personne consent")
    form.sees("Ni téléphone ni adresse électronique n’ont été donnés")
    is_fit_to_be_read(form, "paper")
    lodges_with_a_signature(town, form, tmp_path)
    reference = reference_on(form)

    # When the paper is put into the batch of the week, which has a slip and a clock
    agent.opens("/counter/batches")
    agent.sees("Formulaires signés dans aucun lot", reference)
    agent.presses("Mettre dans le lot")
    agent.sees("Lot ouvert vers Centre national du casier judiciaire")
    is_fit_to_be_read(agent, "batches")
    agent.presses("Clore ce lot de 1 dossier")
    agent.sees("BT-", "en chemin")
    slip = agent.page.get_by_role("link", name="Imprimer").first.get_attribute("href")
    listed = text_of(fetched(agent.page, f"{town.backoffice}{slip}", "slip.pdf"), tmp_path)
    for words in ("Bordereau de transmission", reference, "Formulaire signé", "Nombre de dossiers"):
        assert words in listed, listed

    # Then the office that treats the case says of each file whether it was there
    records = people.agent("records1")
    records.opens("/batches")
    is_fit_to_be_read(records, "arriving")
    records.follows("BT-")
    is_fit_to_be_read(records, "arrived")
    records.page.get_by_role("radio", name="présent").check()
    records.presses("Enregistrer le constat")
    records.sees("présent")
    agent.opens("/counter/batches")
    agent.sees("pointé")


def lodges_with_a_signature(town: Town, form: Citizen, folder: Path) -> None:
    """Print the form, let it be signed, and add a scan of it."""
    there = form.page.get_by_role("link", name="Formulaire à signer").get_attribute("href")
    said = text_of(fetched(form.page, f"{town.portal}{there}", "form.pdf"), folder)
    for words in ("Consentement", "Dossou", "Mairie de Cotonou", "Signature ou empreinte"):
        assert words in said, said
    scan = a_scan("signed.pdf")
    form.page.get_by_label("Le formulaire signé").set_input_files(
        {"name": scan.name, "mimeType": scan.media_type, "buffer": scan.content}
    )
    form.presses("Déposer avec le formulaire signé")


def test_a_printed_act_is_handed_over_to_whom_it_belongs(town: Town, people: People) -> None:
    # Given an act that is ready, and a person who shows its reference
    link = delivered(town)
    reference = link.split("/")[-2]
    agent = people.agent("counter-cotonou")
    agent.opens("/counter/documents")
    is_fit_to_be_read(agent, "hand-over-ask")
    agent.page.get_by_label("Référence du dossier").fill(
        f"{town.portal}/track?reference={reference}"
    )
    agent.presses("Chercher")
    agent.sees("D••• A•••")
    agent.does_not_see("Dossou")
    is_fit_to_be_read(agent, "hand-over")

    # When the identity document is somebody else's, nothing is handed over
    proves(agent, "Mensah Koffi")
    agent.sees("Ce n’est pas le nom auquel le dossier a été déposé.")
    proves(agent, "DOSSOU Afi")

    # Then the right one prints the sealed act, once, and the citizen is told
    agent.sees("C’est inscrit au journal")
    is_fit_to_be_read(agent, "handed-over")
    printed = agent.page.url
    with agent.page.context.expect_page() as opened:
        agent.page.get_by_role("button", name="Imprimer le document").click()
    opened.value.close()
    agent.opens(printed)
    agent.sees("Imprimé à")
    town.does_its_jobs()
    assert "a été remis" in town.letters_to("afi.dossou@example.org")[0].subject
    afi = people.holder_of(link)
    afi.sees("Votre document imprimé a été remis à un guichet")


def proves(agent: Navigator, name: str) -> None:
    """Show an identity document with this name."""
    agent.page.get_by_label("Type de pièce").select_option(label="Passeport")
    agent.page.get_by_label("Nom, comme").fill(name)
    agent.page.get_by_label("Derniers caractères").fill("12345")
    agent.presses("Je l’ai vue : remettre")
