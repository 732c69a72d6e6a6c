"""Both the person represented and whoever acts for them get every notice, with their own link."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.handlers.drafting import Drafting
from delivery.notices import NoticeDraft, Party
from eservices.definition.publish import publish
from eservices.lost_links import LINK_ASKED
from eservices.packs.reading import read_pack
from tests.builders.portal import Site, a_stocked_site, a_thorough_eservice
from tests.builders.visitor import Visitor
from tests.eservices.portal.test_representatives import MAIL, SERVICE, applied_by_parent, form
from workflows.engine import entered
from workflows.language.procedure import Stage
from workflows.outbox import claim

NOTICES = {
    "payment": {
        "subject": {"fr": "{case.reference}", "en": "{case.reference}"},
        "body": {"fr": "Bonjour {applicant.name}, {case.link}", "en": "{applicant.name}"},
    }
}


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Site:
    site = a_stocked_site(engine, tmp_path)
    service = a_thorough_eservice(eservice=SERVICE, form=form(), notices=NOTICES)
    with engine.begin() as connection:
        publish(connection, service)
    return site


def drafted(site: Site, job: str) -> dict[Party, NoticeDraft]:
    """Write what the job that tells people writes about what waits for it."""
    drafting = Drafting(
        read_pack("benin"), site.services.links, site.services.short_links, site.clock
    )
    with site.services.engine.begin() as connection:
        rows = claim(connection, job, limit=10, lease=timedelta(minutes=1))
        told = [one for held in rows for one in drafting(connection, held)]
    return {one.party: one for one in told}


def test_each_gets_every_notice_with_their_own_link_and_learns_of_the_other(site: Site) -> None:
    parent = applied_by_parent(Visitor(site.app))

    told = drafted(site, entered(Stage.PAYMENT))

    child, acting = told[Party.APPLICANT], told[Party.REPRESENTATIVE]
    assert (child.recipient, acting.recipient) == ("sika@example.org", MAIL)
    assert acting.body.startswith(f"Bonjour Afi Dossou, https://portal.example{parent}")
    assert child.body.startswith("Bonjour Sika Dossou, https://portal.example/track/")
    assert parent not in child.body
    assert "Afi Dossou (le parent) agit pour vous" in child.body
    assert "Vous agissez dans cette démarche pour Sika Dossou" in acting.body


def test_a_lost_link_goes_back_to_each_by_their_own_address(site: Site) -> None:
    visitor = Visitor(site.app)
    parent = applied_by_parent(visitor)
    visitor.get("/track").press({"reference": parent.split("/")[2]})

    told = drafted(site, LINK_ASKED)

    assert told[Party.REPRESENTATIVE].recipient == MAIL
    assert f"https://portal.example{parent}" in told[Party.REPRESENTATIVE].body
    assert parent not in told[Party.APPLICANT].body
