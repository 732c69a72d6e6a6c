"""What applicants meet when an e-service is tried out, suspended or withdrawn."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eservices.definition.model import EService
from eservices.definition.publish import content_of, stage
from eservices.drafts import delete_expired
from eservices.lifecycle import take
from eservices.offering import is_drawn
from tests.builders.files import a_pdf
from tests.builders.kernel import OFFICE
from tests.builders.portal import TYPED, Site, a_thorough_eservice
from tests.builders.visitor import Visitor, upload
from workflows.life_cycle import Author, Order, Publication, Step
from workflows.tables import cases

OPERATOR = Author(operator="koffi")
SAID = {
    "reason": {"fr": "Une panne du fichier national.", "en": "A fault of the register."},
    "advice": {"fr": "Revenez lundi.", "en": "Come back on Monday."},
}
SHEET = "/services/criminal-record"


def step(site: Site, step: Step, **more: Any) -> Publication:
    with site.services.engine.begin() as connection:
        order = Order(eservice="criminal-record", step=step, author=OPERATOR, reason="x", **more)
        return take(connection, order, now=site.clock.now(connection))


def another_version(site: Site, **changes: Any) -> str:
    with site.services.engine.begin() as connection:
        return stage(connection, a_thorough_eservice(**changes), OPERATOR, "a trial")


def lodged(site: Site) -> list[str]:
    with site.services.engine.begin() as connection:
        return list(connection.execute(select(cases.c.definition)).scalars())


def test_a_suspended_service_says_why_and_takes_no_application(
    visitor: Visitor, site: Site
) -> None:
    token = visitor.get(SHEET).token
    step(site, Step.SUSPEND, said=SAID)

    visitor.get(SHEET)

    assert visitor.last.status_code == 200
    assert "Une panne du fichier national." in visitor.text
    assert "Revenez lundi." in visitor.text
    assert not visitor.page.select("form[action$=start]")
    visitor.get("/")
    assert visitor.page.select(f'a[href="{SHEET}"]')
    visitor.post(f"{SHEET}/start", token)
    assert (visitor.last.status_code, "Revenez lundi." in visitor.text) == (403, True)


def test_a_suspension_at_the_last_moment_stops_lodging_and_keeps_the_draft(
    visitor: Visitor, site: Site
) -> None:
    visitor.fill_in()
    check, token = visitor.at, visitor.token
    step(site, Step.SUSPEND, said=SAID)

    visitor.post(check.replace("/check", "/lodge"), token)
    assert (visitor.last.status_code, lodged(site)) == (403, [])
    assert "Ce que vous avez rempli est conservé." in visitor.text

    step(site, Step.RESUME)
    visitor.get(check).press()
    assert len(lodged(site)) == 1


def test_a_draft_outlives_a_suspension(visitor: Visitor, site: Site) -> None:
    visitor.fill_in()
    check = visitor.at
    step(site, Step.SUSPEND, said=SAID)
    site.clock.advance(timedelta(days=45))
    with site.services.engine.begin() as connection:
        assert delete_expired(connection, now=site.clock.now(connection)) == 0
    step(site, Step.RESUME)

    assert visitor.get(check).last.status_code == 200
    site.clock.advance(timedelta(days=31))
    with site.services.engine.begin() as connection:
        assert delete_expired(connection, now=site.clock.now(connection)) == 1


def test_a_withdrawn_service_is_gone_from_the_catalogue_and_its_page_says_why(
    visitor: Visitor, site: Site
) -> None:
    step(site, Step.WITHDRAW, said=SAID)

    visitor.get(SHEET)
    assert (visitor.last.status_code, "Une panne du fichier national." in visitor.text) == (
        410,
        True,
    )
    visitor.get("/")
    assert not visitor.page.select(f'a[href="{SHEET}"]')


def test_a_case_goes_on_after_its_service_is_withdrawn(visitor: Visitor, site: Site) -> None:
    visitor.fill_in()
    draft = visitor.at
    visitor.press()
    case = visitor.at.removesuffix("/payment")
    step(site, Step.WITHDRAW, said=SAID)

    assert visitor.get(case).last.status_code == 200
    visitor.get(draft)
    assert visitor.at.startswith(case)


def test_a_share_of_applicants_tries_a_version_out(visitor: Visitor, site: Site) -> None:
    trial = another_version(site, code="PS99999")
    offered = step(site, Step.PILOT, checksum=trial, share=50)
    visitor.fill_in()
    draft = visitor.at.split("/")[2]
    drawn = is_drawn(offered, draft, site.services.desk.workflow.ordering_key)

    visitor.press()
    assert (visitor.last.status_code == 409) is drawn
    if drawn:
        visitor.press()
    assert (lodged(site) == [trial]) is drawn


def test_the_share_is_what_was_asked_for_and_whoever_was_in_it_stays_in_a_larger_one() -> None:
    drafts = [f"draft-{number}" for number in range(4_000)]
    ten, thirty = (Publication("permit", pilot="v2", pilot_share=share) for share in (10, 30))

    few, more = ({d for d in drafts if is_drawn(one, d, b"k" * 32)} for one in (ten, thirty))

    assert (300 < len(few) < 500, 1_050 < len(more) < 1_350) == (True, True)
    assert few < more
    assert {d for d in drafts if is_drawn(ten, d, b"another" * 8)} != few


def on_trial_alone(site: Site, **more: Any) -> str:
    """Put an e-service on trial that was never live; the applicant's town names its office."""
    content = content_of(a_thorough_eservice(eservice="new-service"))
    content["procedure"]["states"]["verification"]["office"] = (
        f'answers.town == "Cotonou" ? "{OFFICE}" : "elsewhere"'
    )
    with site.services.engine.begin() as connection:
        trial = stage(connection, EService.model_validate(content), OPERATOR, "a trial")
        order = Order(
            eservice="new-service",
            step=Step.PILOT,
            author=OPERATOR,
            reason="x",
            checksum=trial,
            **more,
        )
        take(connection, order, now=site.clock.now(connection))
    return trial


def test_a_new_service_on_trial_is_listed_nowhere_and_serves_its_offices(
    visitor: Visitor, site: Site
) -> None:
    trial = on_trial_alone(site, offices=(OFFICE,))
    visitor.get("/")
    assert not visitor.page.select('a[href="/services/new-service"]')
    visitor.get("/services/new-service")
    assert "à l’essai" in visitor.text

    visitor.start("new-service").press(TYPED["identity"])
    visitor.press({**TYPED["purpose"], "town": "Parakou"})
    visitor.press({"birth_certificate": upload(a_pdf())})
    visitor.press()
    assert (visitor.last.status_code, lodged(site)) == (403, [])
    assert "à certains bureaux" in visitor.text

    purpose = visitor.at.replace("/lodge", "/pages/purpose")
    visitor.get(purpose).press({"town": "Cotonou"})
    visitor.get(purpose.replace("/pages/purpose", "/check")).press()
    assert lodged(site) == [trial]


def test_a_new_service_on_trial_with_a_share_says_so_to_the_others(
    visitor: Visitor, site: Site
) -> None:
    on_trial_alone(site, share=1)
    answers = {visitor.start("new-service").last.status_code for _ in range(12)}

    assert 403 in answers
    assert answers <= {200, 403}


def test_chosen_offices_try_a_version_out(visitor: Visitor, site: Site) -> None:
    trial = another_version(site, code="PS99999")
    step(site, Step.PILOT, checksum=trial, offices=(OFFICE,))
    visitor.fill_in()

    visitor.press()
    assert (visitor.last.status_code, lodged(site)) == (409, [])
    visitor.press()
    assert lodged(site) == [trial]
