"""A draft goes on elsewhere by a short code and a date of birth; a code found opens nothing."""

from datetime import timedelta

import pytest

from eservices.draft_codes import GOOD_FOR, TRIES
from tests.builders.portal import TYPED, Site
from tests.builders.visitor import Visitor

BORN = {"day": "1", "month": "3", "year": "1994"}
OTHER = BORN | {"day": "2"}


def coded(visitor: Visitor) -> tuple[str, str]:
    """Fill a page in, ask for a code, and give it with the page that comes next."""
    visitor.start().press(TYPED["identity"])
    page = visitor.at
    visitor.get(page.split("/pages")[0] + "/elsewhere").press(BORN)
    shown = visitor.page.select_one(".panel .reference")
    assert shown is not None
    return shown.text, page


def resumes(site: Site, code: str, born: dict[str, str]) -> Visitor:
    return Visitor(site.app).get("/resume").press({"code": code, **born})


@pytest.mark.parametrize("written", [str.lower, str, lambda code: code.replace("-", " ")])
def test_code_and_date_open_the_draft_where_it_was_left(
    site: Site, visitor: Visitor, written: object
) -> None:
    code, page = coded(visitor)

    assert resumes(site, written(code), BORN).at == page  # type: ignore[operator]  # one of the above


def test_a_code_that_was_found_shows_nothing_and_ends_after_a_few_dates(
    site: Site, visitor: Visitor
) -> None:
    code, _page = coded(visitor)

    for _ in range(TRIES):
        thief = resumes(site, code, OTHER)
        assert (thief.at, thief.last.status_code) == ("/resume", 422)
        assert "Dossou" not in thief.text
    assert resumes(site, code, BORN).last.status_code == 422


def test_a_wrong_code_and_a_wrong_date_are_answered_alike(site: Site, visitor: Visitor) -> None:
    code, _page = coded(visitor)

    unknown, found = resumes(site, "AAAA-AAAA", BORN), resumes(site, code, OTHER)

    assert [p.get_text() for p in unknown.page.select(".problems")] == [
        p.get_text() for p in found.page.select(".problems")
    ]


def test_a_new_code_takes_the_place_of_the_former_one(site: Site, visitor: Visitor) -> None:
    first, page = coded(visitor)
    visitor.press(BORN)
    shown = visitor.page.select_one(".panel .reference")
    assert shown is not None

    assert resumes(site, first, BORN).last.status_code == 422
    assert resumes(site, shown.text, BORN).at == page


def test_a_code_ends_with_its_draft(site: Site, visitor: Visitor) -> None:
    code, _page = coded(visitor)
    site.clock.advance(GOOD_FOR + timedelta(seconds=1))

    assert resumes(site, code, BORN).last.status_code == 422


@pytest.mark.parametrize(
    "typed",
    [{}, {"day": "31", "month": "2", "year": "1990"}, {"day": "1", "month": "1", "year": "3000"}],
)
def test_a_date_that_is_none_is_asked_for_again(visitor: Visitor, typed: dict[str, str]) -> None:
    visitor.start()
    visitor.get(visitor.at.split("/pages")[0] + "/elsewhere").press(typed)

    assert visitor.last.status_code == 422
    assert "le jour, le mois et l’année" in visitor.text
