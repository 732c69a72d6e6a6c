"""On a slow line and a cheap telephone, the main thing of a page is read in three seconds."""

from tests.journeys.applications import CRIMINAL_RECORD
from tests.journeys.beforehand import paid
from tests.journeys.line import Line
from tests.journeys.people import People
from tests.journeys.test_phone import PHONE
from tests.journeys.town import Town

#: Seconds until the largest thing on the screen is painted, with no file kept from before.
PATIENCE = 3.0


def test_pages_are_there_soon_on_a_slow_line(town: Town, people: People) -> None:
    # Given somebody with a telephone, a draft and a case
    case = paid(town)
    afi = people.citizen(**PHONE)
    afi.begins(CRIMINAL_RECORD)
    pages = ("/", "/services/criminal-record", afi.page.url, case)
    line = Line(afi.page)
    line.is_slow()

    # When each is opened as if the portal had never been seen before
    painted = {}
    for address in pages:
        afi.page.goto("about:blank")
        line.forgets_files()
        afi.opens(address)
        painted[address] = line.largest_paint()

    # Then nobody waits for long
    assert {page: seconds for page, seconds in painted.items() if seconds > PATIENCE} == {}
