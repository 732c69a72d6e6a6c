"""A representative and the person represented: two links, one case, and a journal that tells."""

from typing import Any

import pytest

from eservices.definition.publish import publish
from tests.builders.files import a_pdf
from tests.builders.portal import Site, a_thorough_eservice
from tests.builders.visitor import Visitor, upload
from tests.eservices.portal.test_case import ask_correction, case_at, pay
from workflows.cases import Case, applicant_of
from workflows.journal import history
from workflows.representatives import representative_of

SERVICE = "school-place"
MAIL = "parent@example.org"


def _text(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def _field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": _text(name, name), **more}


CHILD = [
    _field("child", "person-name"),
    _field("mail", "mail"),
    _field("minor", "boolean"),
]
ACTING = [
    _field("parent", "person-name"),
    _field("parent_mail", "mail"),
    _field("filiation", "file", accept=["pdf"]),
]
REPRESENTATIVE = {
    "representative": "parent",
    "label": _text("le parent", "the parent"),
    "when": "answers.minor == true",
    "name": ["parent"],
    "mail": "parent_mail",
    "proof": "filiation",
}


def form(**changes: Any) -> dict[str, Any]:
    """Declare a form in which a parent acts for a child under age."""
    pages = [
        {"page": "child", "title": _text("L’enfant", "The child"), "fields": CHILD},
        {
            "page": "parent",
            "title": _text("Le parent", "The parent"),
            "when": "answers.minor == true",
            "fields": ACTING,
        },
    ]
    return {
        "pages": pages,
        "contact": {"name": ["child"], "mail": "mail"},
        "representatives": [{**REPRESENTATIVE, **changes}],
    }


def offer(site: Site, **changes: Any) -> None:
    service = a_thorough_eservice(eservice=SERVICE, form=form(**changes), reasons=REASONS)
    with site.services.engine.begin() as connection:
        publish(connection, service)


REASONS = {"unreadable": _text("Illisible.", "Unreadable.")}


def applied_by_parent(visitor: Visitor) -> str:
    """Apply for a child, and give the parent's own address of the case."""
    visitor.start(SERVICE)
    visitor.press({"child": "Sika Dossou", "mail": "sika@example.org", "minor": "yes"})
    visitor.press(
        {"parent": "Afi Dossou", "parent_mail": MAIL, "filiation": upload(a_pdf(), "acte.pdf")}
    )
    return visitor.press().at.removesuffix("/payment")


def address_of_child(site: Site, case: Case) -> str:
    with site.services.engine.begin() as connection:
        link = site.services.links.link(case, applicant_of(connection, case.id))
    return link.removeprefix(site.services.links.public_url)


def acted(site: Site, case: Case) -> list[tuple[str, bool]]:
    with site.services.engine.begin() as connection:
        entries = history(connection, case.id)
    return [(one.trigger, one.on_behalf) for one in entries if one.role == "applicant"]


@pytest.fixture
def parent(site: Site, visitor: Visitor) -> str:
    offer(site)
    return applied_by_parent(visitor)


def test_both_see_the_whole_case_by_links_of_their_own(
    site: Site, visitor: Visitor, parent: str
) -> None:
    case = case_at(site, parent)
    child = address_of_child(site, case)

    visitor.get(parent)
    assert "Vous agissez dans cette démarche pour Sika Dossou" in visitor.text
    assert "acte.pdf" in visitor.text
    visitor.get(child)
    assert "Afi Dossou (le parent) agit pour vous" in visitor.text
    assert "acte.pdf" in visitor.text
    assert parent != child
    with site.services.engine.begin() as connection:
        found = representative_of(connection, case.id)
        assert applicant_of(connection, case.id).name == "Sika Dossou"
    assert found is not None
    assert (found.kind, found.name, found.mail) == ("parent", "Afi Dossou", MAIL)
    assert acted(site, case) == [("lodge", True)]


def test_coming_back_to_the_draft_shows_its_author_their_own_link_and_no_other(
    site: Site, visitor: Visitor
) -> None:
    offer(site)
    visitor.start(SERVICE)
    draft = visitor.at
    visitor.press({"child": "Sika", "mail": "sika@example.org", "minor": "yes"})
    files = {"filiation": upload(a_pdf(), "acte.pdf")}
    visitor.press({"parent": "Afi", "parent_mail": MAIL, **files})
    parent = visitor.press().at.removesuffix("/payment")

    visitor.get(draft)

    assert visitor.at == f"{parent}/confirmation"
    assert address_of_child(site, case_at(site, parent)) not in visitor.text


def test_nobody_acts_for_whom_the_condition_does_not_hold(site: Site, visitor: Visitor) -> None:
    offer(site)
    visitor.start(SERVICE)
    visitor.press({"child": "Sika Dossou", "mail": "sika@example.org", "minor": "no"})
    own = visitor.press().at.removesuffix("/payment")

    case = case_at(site, own)
    with site.services.engine.begin() as connection:
        assert representative_of(connection, case.id) is None
    assert own == address_of_child(site, case)
    assert acted(site, case) == [("lodge", False)]


@pytest.mark.parametrize("by_parent", [True, False])
def test_either_answers_a_request_for_correction_and_the_journal_says_who(
    site: Site, visitor: Visitor, parent: str, by_parent: bool
) -> None:
    pay(site, visitor, parent)
    case = ask_correction(site, "child")
    address = parent if by_parent else address_of_child(site, case)

    visitor.get(f"{address}/correction").press({"child": "Sika Aline Dossou"})

    corrected = case_at(site, parent)
    assert corrected.answers["child"] == "Sika Aline Dossou"
    assert acted(site, corrected)[-1] == ("answer", by_parent)
    visitor.get(parent)
    assert ("Le représentant a répondu." in visitor.text) is by_parent


@pytest.mark.parametrize("withdraws", [True, False])
def test_a_representative_withdraws_only_where_the_definition_says_so(
    site: Site, visitor: Visitor, withdraws: bool
) -> None:
    offer(site, withdraws=withdraws)
    parent = applied_by_parent(visitor)
    child = address_of_child(site, case_at(site, parent))

    opened = visitor.get(f"{parent}/withdraw").last.status_code
    assert opened == (200 if withdraws else 404)
    token = visitor.get(child).get(f"{child}/withdraw").token
    visitor.post(f"{parent}/withdraw", token)

    case = case_at(site, parent)
    assert case.is_closed is withdraws
    assert (("withdraw", True) in acted(site, case)) is withdraws


def test_links_of_other_cases_open_nothing(site: Site, visitor: Visitor, parent: str) -> None:
    other = applied_by_parent(Visitor(site.app))
    stem, own = parent.rsplit("/", 1)

    assert visitor.get(f"{stem}/{other.rsplit('/', 1)[1]}").last.status_code == 404
    assert visitor.get(f"{other.rsplit('/', 1)[0]}/{own}").last.status_code == 404
