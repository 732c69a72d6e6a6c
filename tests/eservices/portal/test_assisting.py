"""Filling a form in for somebody at a counter: the one-use link, their consent, and its end."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from eservices.counter.model import Consent
from eservices.counter.tables import assistances
from tests.builders.counter import OWN_PHONE, AtCounter, a_counter_agent, code_sent
from tests.builders.delivery import use_up_the_texts
from tests.builders.files import a_pdf
from tests.builders.portal import ZONE, Site
from tests.builders.visitor import Visitor, upload
from workflows.attachments import attachments_of_case
from workflows.cases import Case, applicant_of, find_case
from workflows.journal import history
from workflows.openings import openings_of
from workflows.tables import accounts, cases

UNREACHABLE = {"mail": "", "phone": ""}


@pytest.fixture
def counter(site: Site) -> AtCounter:
    """Sit down on a morning: a draft at a counter, and a count of the day, end with the day."""
    with site.services.engine.begin() as connection:
        now = site.clock.now(connection).astimezone(ZONE)
        site.clock.advance(now.replace(hour=8) + timedelta(days=1) - now)
        return AtCounter(site, a_counter_agent(connection))


def the_case(site: Site) -> Case | None:
    with site.services.engine.begin() as connection:
        found = connection.execute(select(cases.c.id)).scalar_one_or_none()
        return None if found is None else find_case(connection, found)


def code_for(site: Site) -> str:
    return code_sent(site.services.engine, site.services.codes, site.clock)


def agreed_by_code(site: Site, counter: AtCounter, **changes: str) -> Visitor:
    """File with a code that the person reads out."""
    visitor = counter.fills_in(counter.begins(), **changes).press({"channel": "sms"})
    return visitor.press({"code": code_for(site)})


def test_a_citizen_agrees_with_a_code_and_the_case_says_by_whom_it_was_filed(
    site: Site, counter: AtCounter
) -> None:
    visitor = counter.fills_in(counter.begins())
    assert "You fill this in for a person who is present at the counter of CNCJ, Cotonou." in (
        visitor.text
    )
    visitor.press({"channel": "sms"})
    assert "Six figures were sent to +2290197000000." in visitor.text

    visitor.press({"code": code_for(site)})

    case = the_case(site)
    assert case is not None
    assert visitor.at.endswith("/lodged")
    assert case.reference in visitor.text
    assert "/track/" not in str(visitor.page.find("main"))
    with site.services.engine.begin() as connection:
        first, person = history(connection, case.id)[0], applicant_of(connection, case.id)
        looks = openings_of(connection, case.id)
    assert (first.role, first.account_id) == ("counter_agent", counter.account.id)
    assert first.data == {"channel": "counter", "office": "cncj-cotonou", "consent": "code"}
    assert (case.filed_by, person.phone) == (counter.account.id, "+2290197000000")
    assert [(look.account_id, look.purpose) for look in looks] == [(counter.account.id, "counter")]


def test_the_citizen_reads_on_their_own_page_where_they_were_helped(
    site: Site, counter: AtCounter
) -> None:
    agreed_by_code(site, counter)
    case = the_case(site)
    assert case is not None
    with site.services.engine.begin() as connection:
        link = site.services.links.link(case, applicant_of(connection, case.id))

    page = Visitor(site.app, language="en").get(link.removeprefix("https://portal.example"))

    assert "Lodged with the help of the counter of CNCJ, Cotonou on" in page.text
    assert "to fill your application in with you, at a counter" in page.text


def test_whoever_has_neither_telephone_nor_mail_signs_on_paper(
    site: Site, counter: AtCounter
) -> None:
    visitor = counter.fills_in(counter.begins(), **UNREACHABLE)
    assert "No telephone and no mail address was given" in visitor.text
    here = visitor.at
    form = visitor.client.get(f"{here}/form")
    visitor.press()
    assert visitor.mistakes() == {"scan": "Add the form that the person signed."}

    visitor.press({"counter_consent": upload(a_pdf(), "signed.pdf")})

    case = the_case(site)
    assert case is not None
    assert (form.mimetype, form.data[:5]) == ("application/pdf", b"%PDF-")
    with site.services.engine.begin() as connection:
        scans = [one.field for one in attachments_of_case(connection, case.id)]
        told = history(connection, case.id)[0].data["consent"]
    assert (sorted(scans), told) == (["birth_certificate", "counter_consent"], Consent.PAPER)


def test_the_receipt_is_printed_at_once_and_holds_no_secret(site: Site, counter: AtCounter) -> None:
    visitor = agreed_by_code(site, counter)

    receipt = visitor.client.get(visitor.at.replace("/lodged", "/receipt"))

    assert (receipt.status_code, receipt.mimetype) == (200, "application/pdf")
    assert "inline" in receipt.headers["Content-Disposition"]


def test_a_link_opens_once_within_a_minute_and_in_its_own_browser(
    site: Site, counter: AtCounter
) -> None:
    one = counter.begins()
    foreign = Visitor(site.app).get(counter.link(one, browser="Another/1.0"))
    link = counter.link(one)
    first, second = Visitor(site.app).get(link), Visitor(site.app).get(link)
    late = counter.link(one)
    site.clock.advance(timedelta(seconds=61))

    assert first.last.status_code == 200
    assert [page.last.status_code for page in (foreign, second)] == [410, 410]
    assert Visitor(site.app).get(late).last.status_code == 410
    # Another link took the former browser's way in.
    assert first.get(first.at).last.status_code == 410


def test_the_address_of_the_draft_alone_opens_nothing(site: Site, counter: AtCounter) -> None:
    visitor = counter.fills_in(counter.begins())
    stranger = Visitor(site.app)

    for page in ("/pages/identity", "/check", "/consent", "/elsewhere", ""):
        address = visitor.at.replace("/consent", page)
        assert stranger.get(address).last.status_code == 410, page


def test_nothing_is_lodged_past_the_consent(site: Site, counter: AtCounter) -> None:
    visitor = counter.fills_in(counter.begins())
    token, draft = visitor.token, visitor.at.removesuffix("/consent")

    direct = visitor.post(f"{draft}/lodge", token).last.status_code
    elsewhere = visitor.get(f"{draft}/elsewhere").last.status_code
    kept = visitor.post(f"{draft}/keep", token).last.status_code

    assert (direct, elsewhere, kept, the_case(site)) == (404, 404, 404, None)


def test_wrong_codes_lodge_nothing_and_end_the_code(site: Site, counter: AtCounter) -> None:
    visitor = counter.fills_in(counter.begins()).press({"channel": "sms"})
    right = code_for(site)
    wrong = "000000" if right != "000000" else "111111"

    for _ in range(4):
        visitor.press({"code": wrong})
        assert "This is not the code that was sent" in visitor.mistakes()["code"]
    visitor.press({"code": wrong})
    assert "This code has ended" in visitor.mistakes()["code"]
    visitor.press({"code": right})

    assert (visitor.last.status_code, the_case(site)) == (422, None)


def test_a_code_for_the_counter_signs_nobody_in_and_the_other_way_round(
    site: Site, counter: AtCounter
) -> None:
    visitor = counter.fills_in(counter.begins()).press({"channel": "sms"})
    asked, code = visitor.held("asked"), code_for(site)
    account = Visitor(site.app).get("/account/sign-in")
    signed_in = account.post(f"/account/codes/{asked}", {**account.token, "code": code})
    own = Visitor(site.app).get("/account/sign-in").press({"address": "01 97 00 00 00"})
    of_account, his_code = own.at.rsplit("/", 1)[-1], code_for(site)

    visitor.press({"asked": of_account, "code": his_code})

    assert signed_in.last.status_code == 422
    assert (visitor.last.status_code, the_case(site)) == (422, None)


@pytest.mark.parametrize(
    ("page", "changed"),
    [("purpose", {"phone": "01 97 00 00 07"}), ("identity", {"surname": "Tokpanou"})],
)
def test_a_code_sent_before_an_answer_was_changed_lodges_nothing(
    site: Site, counter: AtCounter, page: str, changed: dict[str, str]
) -> None:
    visitor = counter.fills_in(counter.begins()).press({"channel": "sms"})
    consent, code = visitor.at, code_for(site)
    visitor.get(consent.split("?")[0].replace("/consent", f"/pages/{page}"))
    visitor.press(changed)

    visitor.get(consent).press({"code": code})

    assert (visitor.last.status_code, the_case(site)) == (422, None)
    assert "What was filled in was changed since the code was sent." in visitor.text


def test_when_no_short_message_goes_any_more_the_form_is_signed(
    site: Site, counter: AtCounter
) -> None:
    use_up_the_texts(site.services.engine, site.clock)

    visitor = counter.fills_in(counter.begins()).press({"channel": "sms"})

    assert visitor.last.status_code == 429
    assert "No short message can be sent any more today." in visitor.text


@pytest.mark.parametrize("way", ["code", "paper"])
def test_an_agents_own_telephone_is_refused(site: Site, counter: AtCounter, way: str) -> None:
    visitor = counter.fills_in(counter.begins(), phone=OWN_PHONE, mail="")

    if way == "code":
        visitor.press({"channel": "sms"})
    else:
        visitor.press({"counter_consent": upload(a_pdf(), "signed.pdf")}, form=1)

    assert visitor.last.status_code == 422
    assert "belongs to somebody who works at a counter" in visitor.mistakes()["on-paper"]
    assert the_case(site) is None


def test_an_address_given_often_in_a_day_is_pointed_at(site: Site, counter: AtCounter) -> None:
    for _ in range(3):
        agreed_by_code(site, counter)
        site.clock.advance(timedelta(minutes=16))

    visitor = counter.fills_in(counter.begins())

    assert "+2290197000000 was given for 3 applications at counters today." in visitor.text


def test_a_second_click_finds_the_same_case(site: Site, counter: AtCounter) -> None:
    visitor = counter.fills_in(counter.begins()).press({"channel": "sms"})
    form = {"asked": visitor.held("asked"), "by": "sms", "code": code_for(site)}
    address, token = visitor.at.split("?")[0], visitor.token

    for _ in range(2):
        visitor.post(address, {**form, **token})

        assert visitor.at.endswith("/lodged")
    with site.services.engine.begin() as connection:
        assert connection.execute(select(func.count()).select_from(cases)).scalar_one() == 1


def test_whoever_loses_the_account_or_the_hour_loses_the_way_in(
    site: Site, counter: AtCounter
) -> None:
    visitor, other = counter.fills_in(counter.begins()), counter.fills_in(counter.begins())
    here, there = visitor.at, other.at
    site.clock.advance(timedelta(minutes=61))
    after_the_hour = visitor.get(here).last.status_code
    site.clock.advance(-timedelta(minutes=61))
    mine = accounts.c.id == counter.account.id
    with site.services.engine.begin() as connection:
        connection.execute(update(accounts).where(mine).values(active=False))

    assert (after_the_hour, other.get(there).last.status_code) == (410, 410)


def test_a_draft_at_a_counter_waits_until_midnight_whatever_is_saved(
    site: Site, counter: AtCounter
) -> None:
    one = counter.begins()
    counter.fills_in(one)
    site.clock.advance(timedelta(days=1))

    with pytest.raises(Exception, match=str(one.id)):
        counter.link(one)
    with site.services.engine.begin() as connection:
        left = connection.execute(select(assistances.c.case_id)).scalars().all()
    assert left == [None]
