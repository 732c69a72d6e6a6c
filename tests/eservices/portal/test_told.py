"""Applicants choose how they are told, see whether it arrived, and cut links that strayed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from delivery.notices import Channel, NoticeDraft, Party, mark_sent, notices_of, queue
from eservices.reaching import other_channel, preferred_channel
from eservices.short_links import GOOD_FOR
from tests.builders.portal import TYPED, Site
from tests.builders.visitor import Visitor
from workflows.cases import Applicant, applicant_of, case_by_reference
from workflows.tables import applicants, outbox_events

BOTH = frozenset(Channel)


def person(mail: str | None, phone: str | None, channel: str | None = None) -> Applicant:
    return Applicant("Afi", mail, phone, "fr", b"n" * 16, channel)


@pytest.mark.parametrize(
    ("who", "told", "otherwise"),
    [
        (person("a@b.org", "+229"), Channel.MAIL, Channel.SMS),
        (person("a@b.org", "+229", "sms"), Channel.SMS, Channel.MAIL),
        (person(None, "+229", "mail"), Channel.SMS, None),
        (person("a@b.org", None, "sms"), Channel.MAIL, None),
        (person("a@b.org", "97000000", "sms"), Channel.MAIL, None),
        (person(None, None), None, None),
    ],
)
def test_everybody_is_told_as_they_can_be(
    who: Applicant, told: Channel | None, otherwise: Channel | None
) -> None:
    assert preferred_channel(who, BOTH) is told
    assert told is None or other_channel(who, told, BOTH) is otherwise


def case_of(site: Site, address: str) -> tuple[int, Applicant]:
    with site.services.engine.begin() as connection:
        case = case_by_reference(connection, address.split("/")[2])
        return case.id, applicant_of(connection, case.id)


def a_notice(site: Site, address: str) -> str:
    """Queue a short message about a case and give the path of its link."""
    with site.services.engine.begin() as connection:
        case = case_by_reference(connection, address.split("/")[2])
        now, owner = site.clock.now(connection), applicant_of(connection, case.id)
        link, again = (
            site.services.short_links.make(
                connection, case, owner, party=Party.APPLICANT, position=1, now=now
            )
            for _time in range(2)
        )
        assert link == again
        draft = NoticeDraft(case.id, 1, Channel.SMS, owner.phone or "", "fr", "", link)
        mark_sent(connection, queue(connection, draft, now=now).id, now=now)
    return link.removeprefix("https://portal.example")


def test_the_channel_chosen_when_sending_is_kept_and_may_be_changed(
    site: Site, visitor: Visitor
) -> None:
    visitor.fill_in().press({"channel": "sms"})
    address = visitor.at.removesuffix("/payment")

    assert case_of(site, address)[1].channel == "sms"
    visitor.get(address)
    visitor.post(f"{address}/channel", {**visitor.token, "channel": "mail"})
    assert case_of(site, address)[1].channel == "mail"
    visitor.post(f"{address}/channel", {**visitor.get(address).token, "channel": "pigeon"})
    assert case_of(site, address)[1].channel == "mail"


def test_a_number_that_no_network_gives_is_refused(visitor: Visitor) -> None:
    visitor.start().press(TYPED["identity"])
    visitor.press({**TYPED["purpose"], "phone": "97 00 00 00"})

    assert visitor.last.status_code == 422
    assert "n’existe pas" in visitor.text


def test_a_short_link_opens_the_case_and_ends(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    short = a_notice(site, address)

    assert len(short) == len("/s/") + 22
    assert Visitor(site.app).get(short).at == address
    assert Visitor(site.app).get(short[:-1] + "!").last.status_code == 404
    site.clock.advance(GOOD_FOR + timedelta(seconds=1))
    ended = Visitor(site.app).get(short)
    assert ended.last.status_code == 410
    assert "Faire renvoyer le lien" in ended.text


def test_links_that_strayed_are_cut_at_once(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    short = a_notice(site, address)

    visitor.get(f"{address}/new-link").press()

    renewed = visitor.at.removesuffix("/confirmation")
    assert renewed != address
    assert Visitor(site.app).get(short).last.status_code == 410
    assert Visitor(site.app).get(address).last.status_code == 404
    assert Visitor(site.app).get(renewed).last.status_code == 200


def test_what_became_of_a_message_stands_on_the_page_of_the_case(
    site: Site, visitor: Visitor
) -> None:
    address = visitor.apply()
    a_notice(site, address)
    case_id, _owner = case_of(site, address)
    with site.services.engine.begin() as connection:
        (notice,) = notices_of(connection, case_id)
    assert "envoyé" in visitor.get(address).page.select_one("#messages").text  # type: ignore[union-attr]  # the page has one

    report = {"fate": "failed"}
    where = f"/reports/sms/tray?notice={notice.id}"
    signed = {"Tray-Signature": "tray"}
    assert site.app.test_client().post(where, data=report).status_code == 403
    assert site.app.test_client().post(where, data=report, headers=signed).status_code == 204
    assert site.app.test_client().post(where, data=report, headers=signed).status_code == 204
    assert site.app.test_client().post("/reports/sms/nobody", data=report).status_code == 404

    assert "non arrivé" in visitor.get(address).text
    with site.services.engine.begin() as connection:
        failed = select(outbox_events.c.id).where(outbox_events.c.event == "notice.failed")
        assert len(connection.execute(failed).all()) == 1
        assert connection.execute(select(applicants.c.case_id)).scalars().all() == [case_id]
