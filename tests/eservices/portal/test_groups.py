"""Repeating groups at the portal, without JavaScript: add, remove, check, send, correct."""

import pytest

from eservices.definition.publish import publish
from tests.builders.files import a_pdf
from tests.builders.groups import PARENT, grouped_content
from tests.builders.portal import Site, a_thorough_eservice
from tests.builders.visitor import Visitor, upload
from tests.eservices.portal.test_case import ask_correction, case_at, pay
from workflows.attachments import attachments_of_case

SERVICE = "family-allowance"


@pytest.fixture
def family(site: Site, visitor: Visitor) -> Visitor:
    """Bring a citizen to the page about their children."""
    service = a_thorough_eservice(eservice=SERVICE, form=grouped_content(with_proof=True))
    with site.services.engine.begin() as connection:
        publish(connection, service)
    return visitor.start(SERVICE).press(PARENT)


def child(number: int, name: str, *, proof: str | None = None) -> dict[str, object]:
    """Fill in one child."""
    stem = f"children.{number}"
    file = {f"{stem}.proof": upload(a_pdf(), proof)} if proof else {}
    return {f"{stem}.name": name, f"{stem}.minor": "no", **file}


def with_two(family: Visitor) -> Visitor:
    family.press({"add_item": "children"})
    family.press({**child(1, "Afi", proof="afi.pdf"), "add_item": "children"})
    return family.press(child(2, "Koffi", proof="koffi.pdf"))


def legends(visitor: Visitor) -> list[str]:
    return [one.get_text().strip() for one in visitor.page.select("fieldset.item > legend")]


def test_items_are_added_up_to_the_most_and_keep_what_was_typed(family: Visitor) -> None:
    assert legends(family) == []
    for _more in range(4):
        family.press({"add_item": "children"})
    family.press({"children.2.name": "Koffi", "add_item": "children"})

    assert legends(family) == ["Enfant 1", "Enfant 2", "Enfant 3", "Enfant 4"]
    assert family.held("children.2.name") == "Koffi"
    assert family.page.select_one('button[name="add_item"]') is None
    assert family.last.status_code == 200


def test_an_item_that_is_removed_takes_its_files_and_leaves_those_of_the_others(
    family: Visitor,
) -> None:
    with_two(family).get("/".join([*family.at.split("/")[:3], "pages", "family"]))

    family.press({"remove_item": "children.1"})

    assert legends(family) == ["Enfant 1"]
    assert family.held("children.1.name") == "Koffi"
    assert [one.get_text() for one in family.page.select(".held a")] == ["koffi.pdf"]


def test_mistakes_name_their_item_and_link_to_it(family: Visitor) -> None:
    family.press({"add_item": "children"}).press({"children.1.name": "4"})

    assert family.last.status_code == 422
    assert family.mistakes() == {
        "children.1.name": "Enfant 1 – Nom – N’utilisez que des lettres, des espaces, des "
        "traits d’union et des apostrophes. Retirez : 4",
        "children.1.minor-yes": "Enfant 1 – Mineur – Choisissez une réponse.",
        "children.1.proof": "Enfant 1 – Acte – Ajoutez cette pièce.",
    }


def test_a_check_across_pages_is_said_before_sending_and_on_its_pages(family: Visitor) -> None:
    with_two(family).get("/".join([*family.at.split("/")[:3], "pages", "parent"]))

    family.press({"share": "80"})

    family.get("/".join([*family.at.split("/")[:3], "check"]))
    assert "Cinquante au plus pour deux enfants." in family.text
    family.get("/".join([*family.at.split("/")[:3], "pages", "parent"])).press()
    assert family.last.status_code == 422
    assert family.mistakes()["share"] == "Part – Cinquante au plus pour deux enfants."


def test_items_are_shown_before_sending_and_lodged_with_their_files(
    site: Site, family: Visitor
) -> None:
    with_two(family)
    assert "Enfant 2 – Nom Koffi" in family.text
    assert "koffi.pdf" in family.text

    family.press()

    case = case_at(site, family.at.removesuffix("/payment"))
    with site.services.engine.begin() as connection:
        files = {file.field: file.id for file in attachments_of_case(connection, case.id)}
    assert case.answers["children"] == [
        {"name": "Afi", "minor": False, "proof": [files["children.1.proof"]]},
        {"name": "Koffi", "minor": False, "proof": [files["children.2.proof"]]},
    ]
    family.get(family.at.removesuffix("/payment"))
    assert "Enfant 1 – Nom Afi" in family.text
    assert "Enfant 2 – Acte koffi.pdf" in family.text


def test_only_the_item_named_is_open_to_correction_and_keeps_its_document(
    site: Site, family: Visitor
) -> None:
    with_two(family).press()
    address = family.at.removesuffix("/payment")
    pay(site, family, address)
    before = case_at(site, address).answers["children"]
    ask_correction(site, "children.2")

    family.get(f"{address}/correction")
    assert legends(family) == ["Enfant 2"]
    family.press({"children.2.name": "Kossi", "children.1.name": "Intrus"})

    after = case_at(site, address).answers["children"]
    assert after == [before[0], {**before[1], "name": "Kossi"}]


def test_a_group_named_as_a_whole_lets_an_item_be_added(site: Site, family: Visitor) -> None:
    with_two(family).press()
    address = family.at.removesuffix("/payment")
    pay(site, family, address)
    ask_correction(site, "children")

    family.get(f"{address}/correction").press({"add_item": "children"})
    family.press({"add_item": "children"}).press({"remove_item": "children.3"})
    assert legends(family) == ["Enfant 3"]
    family.press(child(3, "Sika", proof="sika.pdf"))

    children = case_at(site, address).answers["children"]
    assert [one["name"] for one in children] == ["Afi", "Koffi", "Sika"]
    assert len(children[2]["proof"]) == 1
