"""Accounts: a code proves an address, opens what was lodged with it, and gives nobody else away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eservices.citizens import IDLE
from eservices.one_time_codes import GOOD_FOR, TRIES
from eservices.tables import citizen_sessions, one_time_codes
from tests.builders.delivery import use_up_the_texts
from tests.builders.portal import TYPED, Site
from tests.builders.visitor import Visitor

MAIL, STRANGER = "afi@example.org", "koffi@example.org"


def the_code(site: Site) -> str:
    """Read the latest code as the job that sends it does."""
    with site.services.engine.begin() as connection:
        latest = select(one_time_codes.c.id).order_by(one_time_codes.c.asked_at.desc()).limit(1)
        identifier = connection.execute(latest).scalar_one()
        now = site.clock.now(connection)
        message = site.services.codes.message(connection, identifier, now=now)
    assert message is not None
    return message.code


def signed_in(site: Site, address: str = MAIL) -> Visitor:
    visitor = Visitor(site.app).get("/account/sign-in")
    visitor.press({"address": address})
    return visitor.press({"code": the_code(site)})


def test_whoever_types_the_code_sees_what_was_lodged_without_an_account(
    site: Site, visitor: Visitor
) -> None:
    address = visitor.apply()
    reference = address.split("/")[2]

    own = signed_in(site, " AFI@Example.org ")

    assert own.at == "/account"
    assert reference in own.text
    assert own.get(address).last.status_code == 200
    assert reference not in signed_in(site, STRANGER).text


def test_a_number_written_either_way_is_the_same(site: Site, visitor: Visitor) -> None:
    reference = visitor.apply().split("/")[2]

    assert reference in signed_in(site, "01 97 00 00 00").text
    assert reference in signed_in(site, "00229 01 97 00 00 00").text


def test_the_answer_is_the_same_for_an_address_that_nobody_gave(
    site: Site, visitor: Visitor
) -> None:
    visitor.apply()

    pages = [
        Visitor(site.app).get("/account/sign-in").press({"address": one})
        for one in (MAIL, STRANGER)
    ]

    assert pages[0].text == pages[1].text
    assert {page.last.status_code for page in pages} == {200}


@pytest.mark.parametrize(
    "typed", ["", "afi", "afi@", "12", "+229 12", "a" * 5000, "\x00@example.org"]
)
def test_what_is_no_address_is_said_to_be_none(site: Site, typed: str) -> None:
    visitor = Visitor(site.app).get("/account/sign-in").press({"address": typed})

    assert visitor.last.status_code == 422
    assert "adresse électronique complète" in visitor.text


def test_who_asks_for_a_short_message_when_no_more_go_is_told_to_use_mail(site: Site) -> None:
    use_up_the_texts(site.services.engine, site.clock)

    texted = Visitor(site.app).get("/account/sign-in").press({"address": "01 97 00 00 00"})

    assert texted.last.status_code == 429
    assert "Plus aucun SMS ne peut partir aujourd’hui. Donnez une adresse" in texted.text
    assert texted.press({"address": MAIL}).last.status_code == 200


def test_a_wrong_code_may_be_tried_a_few_times_and_the_right_one_then_comes_too_late(
    site: Site,
) -> None:
    visitor = Visitor(site.app).get("/account/sign-in").press({"address": MAIL})
    code, page = the_code(site), visitor.at
    wrong = f"{(int(code) + 1) % 10**6:06}"

    for _ in range(TRIES):
        visitor.get(page).press({"code": wrong})
        assert visitor.last.status_code == 422

    assert "Ce code ne vaut plus" in visitor.text
    assert "Ce code ne vaut plus" in visitor.get(page).text
    assert visitor.get("/account").at == "/account/sign-in"


def test_a_code_is_good_once_and_for_a_time(site: Site) -> None:
    visitor = Visitor(site.app).get("/account/sign-in").press({"address": MAIL})
    code, page = the_code(site), visitor.at
    other = Visitor(site.app).get("/account/sign-in").press({"address": MAIL})
    late, its_code = other.at, the_code(site)

    assert visitor.press({"code": f" {code[:3]} {code[3:]} "}).at == "/account"
    assert "Ce code ne vaut plus" in Visitor(site.app).get(page).text
    site.clock.advance(GOOD_FOR)
    assert "Ce code ne vaut plus" in other.get(late).text
    assert its_code.isdecimal()


def test_another_browser_cannot_type_the_code(site: Site) -> None:
    Visitor(site.app).get("/account/sign-in").press({"address": MAIL})
    code = the_code(site)
    thief = Visitor(site.app).get("/account/sign-in").press({"address": STRANGER})

    thief.press({"code": code})

    assert thief.last.status_code == 422


def test_codes_may_not_be_asked_for_without_end(site: Site) -> None:
    statuses = [
        Visitor(site.app).get("/account/sign-in").press({"address": MAIL}).last.status_code
        for _ in range(4)
    ]
    others = [
        Visitor(site.app)
        .get("/account/sign-in")
        .press({"address": f"{number}@example.org"})
        .last.status_code
        for number in range(8)
    ]

    assert statuses == [200, 200, 200, 429]
    assert others == [*[200] * 7, 429]


def test_a_session_ends_when_it_is_idle_and_when_its_owner_says_so(site: Site) -> None:
    first, second = signed_in(site), signed_in(site)
    assert first.get("/account").text.count("Connecté le") == 2

    first.press(form=1)
    assert second.get("/account").at == "/account/sign-in"
    assert first.get("/account").press().at == "/"
    assert first.get("/account").at == "/account/sign-in"

    third = signed_in(site)
    site.clock.advance(IDLE + timedelta(seconds=1))
    assert third.get("/account").at == "/account/sign-in"


def test_somebody_elses_session_cannot_be_ended(site: Site) -> None:
    own, other = signed_in(site), signed_in(site, STRANGER)
    with site.services.engine.begin() as connection:
        ids = connection.execute(select(citizen_sessions.c.id)).scalars().all()

    for one in ids:
        token = other.get("/account/sign-in").get("/account").token
        other.post(f"/account/sessions/{one}", token)

    assert own.get("/account").at == "/account"


def test_a_draft_begun_by_who_is_signed_in_is_in_their_account(site: Site) -> None:
    own = signed_in(site)
    own.start().press(TYPED["identity"])
    page = own.at

    elsewhere = signed_in(site)
    links = [str(link["href"]) for link in elsewhere.page.select("h3 a")]

    assert [elsewhere.get(link).at for link in links] == [page]


def test_a_draft_is_kept_by_signing_in_from_it(site: Site, visitor: Visitor) -> None:
    visitor.start().press(TYPED["identity"])
    page = visitor.at
    visitor.get(page.split("/pages")[0] + "/elsewhere").press(form=1)
    visitor.press({"address": MAIL})
    visitor.press({"code": the_code(site)})

    (link,) = visitor.page.select("h3 a")
    assert visitor.get(str(link["href"])).at == page


def test_who_is_not_signed_in_pays_nothing_for_accounts(site: Site, visitor: Visitor) -> None:
    visitor.apply()

    with site.services.engine.begin() as connection:
        assert connection.execute(select(func.count(citizen_sessions.c.id))).scalar_one() == 0
    assert not any("citizen" in cookie for cookie in str(visitor.last.headers).split(";"))


def test_without_a_provider_nobody_is_asked_for_a_number(site: Site) -> None:
    site.app.extensions["portal"] = replace(site.services, sms={})
    visitor = Visitor(site.app).get("/account/sign-in")

    assert "téléphone" not in visitor.page.select_one("label[for=address]").text  # type: ignore[union-attr]  # the page has one
    assert visitor.press({"address": "01 97 00 00 00"}).last.status_code == 422
