"""A lost link, once asked for on the portal, becomes a letter to the applicant's own address."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from config.handlers.drafting import Drafting
from config.reactions import REACTIONS, Job
from delivery.notices import NoticeDraft, queue
from eservices.lost_links import LINK_ASKED
from eservices.packs.reading import read_pack
from tests.builders.portal import Site, a_stocked_site
from tests.builders.visitor import Visitor
from workflows.outbox import Outbox, claim


def drafted(site: Site) -> list[NoticeDraft]:
    """Write the letters of what was asked for, as the job that tells applicants does."""
    drafting = Drafting(
        read_pack("benin"), site.services.links, site.services.short_links, site.clock
    )
    with site.services.engine.begin() as connection:
        rows = claim(connection, Job.NOTIFY, limit=10, lease=timedelta(minutes=1))
        asked = [held for held in rows if held.event == LINK_ASKED]
        return [letter for held in asked for letter in drafting(connection, held)]


def test_a_link_asked_for_twice_is_one_letter_to_the_applicant(
    engine: Engine, tmp_path: Path
) -> None:
    site = a_stocked_site(engine, tmp_path, outbox=Outbox(REACTIONS))
    visitor = Visitor(site.app)
    address = visitor.apply()
    for _ in range(2):
        visitor.get("/track").press({"reference": address.split("/")[2]})

    letters = drafted(site)

    assert {letter.recipient for letter in letters} == {"afi@example.org"}
    assert f"https://portal.example{address}" in letters[0].body
    with engine.begin() as connection:
        now = site.clock.now(connection)
        notices = {queue(connection, letter, now=now).id for letter in letters}
    assert (len(letters), len(notices)) == (2, 1)
