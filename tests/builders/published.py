"""Everything that the packs publish, as sheets for machines."""

from datetime import date

from eservices.open_catalogue.linked_data import Publisher
from eservices.open_catalogue.sheets import Known, Sheet, of_eservice, of_procedure
from eservices.packs import read_pack, read_procedures
from eservices.packs.reading import read_eservices
from workflows.life_cycle import Publication

TODAY = date(2026, 7, 1)
ADDRESS = "https://portal.example"


def publisher_of(pack_name: str) -> Publisher:
    """Name who publishes the catalogue of a pack."""
    pack = read_pack(pack_name)
    return Publisher(ADDRESS, pack.branding.title, pack.country)


def sheets_of(pack_name: str) -> tuple[Sheet, ...]:
    """Read every e-service of a pack as if it were live, and every procedure at its desks."""
    pack = read_pack(pack_name)
    known = Known(
        {one.slug: one.name for one in pack.organisations},
        {one.slug: one.name for one in pack.offices},
        {one.slug: one.name for one in pack.categories},
        {one.slug: one.name for one in pack.life_events},
    )
    online = (
        of_eservice(one, Publication(one.eservice, live="0" * 64), known, TODAY)
        for one in read_eservices(pack)
    )
    return (*online, *(of_procedure(one, known) for one in read_procedures(pack)))
