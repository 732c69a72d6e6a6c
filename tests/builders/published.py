"""Everything that the packs publish, as sheets for machines."""

from datetime import date

from eservices.catalogue.opening import OpenOffice, open_office
from eservices.open_catalogue.linked_data import Publisher
from eservices.open_catalogue.sheets import Known, Sheet, of_eservice, of_procedure
from eservices.packs import read_pack, read_procedures
from eservices.packs.closed_days import calendar_content
from eservices.packs.reading import read_eservices
from workflows.life_cycle import Publication

TODAY = date(2026, 7, 1)
#: Christmas and the New Year lie ahead.
HOLIDAYS = date(2026, 12, 20)
ADDRESS = "https://portal.example"


def publisher_of(pack_name: str) -> Publisher:
    """Name who publishes the catalogue of a pack."""
    pack = read_pack(pack_name)
    return Publisher(ADDRESS, pack.branding.title, pack.country)


def offices_of(pack_name: str) -> tuple[OpenOffice, ...]:
    """Read every office of a pack, as it is on a day with closures ahead."""
    pack = read_pack(pack_name)
    calendars = {one.slug: calendar_content(one, pack) for one in pack.calendars}
    rows = (
        {
            "slug": one.slug,
            "organisation": one.organisation,
            "name": one.name.root,
            "content": one.model_dump(mode="json", include={"place", "address", "counter"}),
            "calendar": calendars[one.calendar],
        }
        for one in pack.offices
    )
    return tuple(open_office(row, {}, HOLIDAYS) for row in rows)


def sheets_of(pack_name: str) -> tuple[Sheet, ...]:
    """Read every e-service of a pack as if it were live, and every procedure at its desks."""
    pack = read_pack(pack_name)
    known = Known(
        {one.slug: one.name for one in pack.organisations},
        {one.slug: one.name for one in pack.offices},
        {one.slug: one.name for one in pack.categories},
        {one.slug: one.name for one in pack.life_events},
        {one.slug: one for one in offices_of(pack_name)},
    )
    online = (
        of_eservice(one, Publication(one.eservice, live="0" * 64), known, TODAY)
        for one in read_eservices(pack)
    )
    return (*online, *(of_procedure(one, known) for one in read_procedures(pack)))
