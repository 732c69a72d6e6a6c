"""Photographs in the form: their owner is warned at once, turns, orders, and may keep them."""

import io

from bs4 import Tag
from PIL import Image
from sqlalchemy import select

from tests.builders.files import a_pdf
from tests.builders.photographs import a_good_scan, blurred, heic, jpeg
from tests.builders.portal import TYPED, Site
from tests.builders.visitor import Visitor, upload
from workflows.tables import attachments

GOOD = jpeg(a_good_scan(1))
BAD = jpeg(blurred(a_good_scan(1), 1))


def at_documents(visitor: Visitor) -> Visitor:
    return visitor.start().press(TYPED["identity"]).press(TYPED["purpose"])


def names(visitor: Visitor) -> list[str]:
    return [link.get_text() for link in visitor.page.select(".held a")]


def button(visitor: Visitor, name: str, position: int = 0) -> dict[str, str]:
    found: Tag = visitor.page.select(f".held button[name={name}]")[position]
    return {name: str(found["value"])}


def test_a_doubtful_photograph_is_told_before_the_next_page_and_kept_by_going_on(
    site: Site, visitor: Visitor
) -> None:
    at_documents(visitor).press({"birth_certificate": upload(BAD, "acte.jpg")})
    assert visitor.at.endswith("look=1")
    assert "Regardez vos photos" in visitor.text
    assert "paraît floue. Reprenez-la plus près d’une fenêtre" in visitor.text

    visitor.press()
    assert visitor.at.endswith("/check")
    assert "difficile à lire : floue" in visitor.text

    visitor.press()
    with site.services.engine.begin() as connection:
        kept = connection.execute(select(attachments.c.case_id, attachments.c.flaws)).one()
    assert kept.case_id is not None
    assert kept.flaws == ["blurred"]


def test_a_good_photograph_goes_on_without_a_word(visitor: Visitor) -> None:
    at_documents(visitor).press({"birth_certificate": upload(GOOD, "acte.jpg")})

    assert visitor.at.endswith("/check")
    assert "difficile à lire" not in visitor.text


def test_a_heic_photograph_is_shown_as_jpeg_with_a_small_picture(visitor: Visitor) -> None:
    photograph = upload(heic(a_good_scan(1)), "IMG_1.HEIC")
    at_documents(visitor).press({"birth_certificate": photograph, "add": "birth_certificate"})

    assert names(visitor) == ["IMG_1.jpg"]
    small = visitor.client.get(str(visitor.page.select(".held img")[0]["src"]))
    assert small.mimetype == "image/jpeg"
    assert len(small.data) < 8_000


def test_a_photograph_is_turned_by_a_button(visitor: Visitor) -> None:
    lying = jpeg(a_good_scan(1).rotate(90, expand=True))
    photograph = upload(lying, "acte.jpg")
    at_documents(visitor).press({"birth_certificate": photograph, "add": "birth_certificate"})

    visitor.press(button(visitor, "turn"))

    shown = visitor.client.get(str(visitor.page.select(".held a")[0]["href"]))
    with Image.open(io.BytesIO(shown.data)) as image:
        assert image.height > image.width


def test_the_pages_of_a_document_are_put_in_order_and_stay_in_it(visitor: Visitor) -> None:
    pages = [upload(GOOD, "verso.jpg"), upload(a_pdf(), "annexe.pdf"), upload(GOOD, "recto.jpg")]
    at_documents(visitor).press({"birth_certificate": pages, "add": "birth_certificate"})

    visitor.press(button(visitor, "earlier", 1))
    assert names(visitor) == ["verso.jpg", "recto.jpg", "annexe.pdf"]
    visitor.press(button(visitor, "later", 0))
    assert names(visitor) == ["recto.jpg", "verso.jpg", "annexe.pdf"]

    visitor.press().press()
    address = visitor.at.removesuffix("/payment")
    visitor.get(address)
    sent = [link.get_text() for link in visitor.page.select(".short-answers a")]
    assert sent == ["recto.jpg", "verso.jpg", "annexe.pdf"]


def test_buttons_that_name_another_draft_s_file_do_nothing(site: Site, visitor: Visitor) -> None:
    other = Visitor(site.app)
    at_documents(other).press(
        {"birth_certificate": upload(GOOD, "autre.jpg"), "add": "birth_certificate"}
    )
    shown = str(other.page.select(".held a")[0]["href"])
    before = other.client.get(shown).data
    theirs = button(other, "remove")["remove"]
    at_documents(visitor)

    for name in ("turn", "earlier", "later"):
        visitor.press({name: theirs})
        assert visitor.last.status_code == 200

    assert other.client.get(shown).data == before


def test_a_script_is_given_the_list_with_its_warnings(visitor: Visitor) -> None:
    at_documents(visitor)
    address = str(visitor.page.select("[data-upload]")[0]["data-upload"])

    photograph = {"birth_certificate": upload(BAD, "acte.jpg"), **visitor.token}
    answer = visitor.client.post(address, data=photograph, headers={"Accept-Language": "en"})

    assert answer.status_code == 200
    held = answer.get_json()["held"]
    assert "looks blurred" in held
    assert 'name="turn"' in held
