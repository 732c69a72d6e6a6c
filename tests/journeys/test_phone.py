"""A telephone's screen: everything fits its width, and what is pressed is large enough."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.journeys.applications import CRIMINAL_RECORD, FOR_A_RECORD
from tests.journeys.beforehand import grant, paid
from tests.journeys.navigator import Navigator
from tests.journeys.people import People
from tests.journeys.town import Town

PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
#: The narrowest screen that pages must fit (WCAG 2.2, 1.4.10).
NARROWEST: Mapping[str, Any] = {"viewport": {"width": 320, "height": 640}}

#: The smallest side of what is pressed, in pixels (WCAG 2.2, 2.5.8); a tick has its label too.
SMALLEST = 24

TOO_SMALL = """smallest => [...document.querySelectorAll('button, main input, nav a, .btn')]
  .filter(it => it.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .filter(it => !['hidden', 'radio', 'checkbox'].includes(it.type))
  .filter(it => it.ariaHidden !== 'true')
  .map(it => [it, it.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < smallest && box.width > 0)
  .map(([it]) => it.outerHTML.slice(0, 120))"""

TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(it => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(it => !it.closest('.visually-hidden, .table-frame, .tabs, .skip'))
  .map(it => it.outerHTML.slice(0, 120))"""


def fits(reader: Navigator) -> None:
    page = reader.page
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0, (page.url, page.evaluate(TOO_WIDE))
    assert page.evaluate(TOO_SMALL, SMALLEST) == [], page.url


@pytest.mark.parametrize("device", [PHONE, NARROWEST], ids=["phone", "narrowest"])
def test_a_criminal_record_is_asked_for_and_received_on_a_telephone(
    town: Town, people: People, device: Mapping[str, Any]
) -> None:
    afi = people.citizen(**device)
    afi.opens("/")
    fits(afi)
    afi.follows(CRIMINAL_RECORD)
    fits(afi)
    afi.presses("Faire ma demande")
    for answers in FOR_A_RECORD:
        afi.presses("Enregistrer et continuer")
        fits(afi)
        afi.goes_on(answers)
        fits(afi)
    afi.sends()
    fits(afi)
    afi.pays()
    fits(afi)
    town.does_its_jobs()
    afi.looks_again()
    fits(afi)

    grant(town)
    afi.looks_again()
    fits(afi)
    afi.verifies(afi.takes("Télécharger mon acte"))
    afi.sees("Cet acte est authentique et valable")
    fits(afi)


@pytest.mark.parametrize("device", [PHONE, NARROWEST], ids=["phone", "narrowest"])
def test_an_agent_away_from_the_office_can_still_treat_a_case(
    town: Town, people: People, device: Mapping[str, Any]
) -> None:
    paid(town)
    agent = people.agent("records1", **device)
    fits(agent)
    agent.takes_next_case()
    fits(agent)
    agent.opens_action("Refuser la demande")
    fits(agent)
    agent.decides("Proposer à la signature")
    supervisor = people.supervisor(**device)
    supervisor.opens("/board")
    fits(supervisor)
