"""axe-core finds nothing grave on the main pages of both faces, in any language or light."""

from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

from tests.journeys.applications import FOR_A_RECORD, IN_ENGLISH
from tests.journeys.beforehand import consulted, paid
from tests.journeys.navigator import Navigator, Paper
from tests.journeys.people import People
from tests.journeys.staff import Agent
from tests.journeys.town import Town

GRAVE = {"serious", "critical"}
AXE = Axe()
EVERY_RULE: Mapping[str, Any] = {"resultTypes": ["violations"]}
#: Between light and dark nothing but the colours differs.
COLOURS = {**EVERY_RULE, "runOnly": {"type": "rule", "values": ["color-contrast"]}}

APPLICATIONS = {"fr": FOR_A_RECORD, "en": IN_ENGLISH}
SERVICES = {"fr": "Casier judiciaire", "en": "Criminal record"}
SUBMIT = {"fr": "Proposer à la signature", "en": "Submit for signature"}
REFUSE = {"fr": "Refuser la demande", "en": "Refuse the application"}
CORRECT = {"fr": "Demander une correction", "en": "Ask for a correction"}
SIGN = {"fr": "Signer le bulletin", "en": "Sign the bulletin"}
GIVE = {"fr": "Rendre cet avis", "en": "Give this opinion"}
NAME = {"fr": "Nom", "en": "Surname"}
REASON = {
    "fr": "Une pièce ou une réponse manque.",
    "en": "A document or an answer is missing.",
}

#: The pages of those who supervise.
OVERSEEN = (
    "/reports",
    "/problems",
    "/board",
    "/board/people",
    "/demand",
    "/parked-steps",
    "/messages",
    "/disputes",
    "/out-of-turn",
    "/levers",
    "/nowhere",
)
both_languages = pytest.mark.parametrize("language", ["fr", "en"])


def is_accessible(reader: Navigator) -> None:
    page = reader.page
    for frame in page.frames:
        # Chromium's own PDF viewer is a frame too, and not ours to judge.
        if frame.url.startswith(reader.home) and not frame.url.endswith("/content"):
            _has_nothing_grave(page, frame)


def _has_nothing_grave(page: Page, frame: Frame) -> None:
    for scheme, options in (("light", EVERY_RULE), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
        found = AXE.run(frame, options=dict(options)).response["violations"]
        grave = [
            f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']][:5]}"
            for one in found
            if one["impact"] in GRAVE
        ]
        assert grave == [], "\n".join([f"{frame.url} in {scheme}", *grave])


@both_languages
def test_the_public_pages(people: People, language: str) -> None:
    reader = people.citizen(language)
    for address in (
        "/",
        "/?q=xyzzy",
        "/services/criminal-record",
        "/services/building-permit",
        "/services/nationality-certificate",
        "/track",
        "/verify",
        "/v/ABCD-EFGH",
        "/accessibility",
        "/figures/",
        "/figures/of/criminal-record",
        "/figures/dictionary",
        "/figures/out-of-turn",
        "/nowhere",
    ):
        reader.opens(address)
        is_accessible(reader)
    reader.verifies(Paper("x.pdf", "application/pdf", b"%PDF-1.7"))
    is_accessible(reader)


@both_languages
def test_the_pages_of_an_application(town: Town, people: People, language: str) -> None:
    citizen = people.citizen(language)
    citizen.begins(SERVICES[language])
    for answers in APPLICATIONS[language]:
        is_accessible(citizen)
        citizen.presses(citizen.words.go_on)
        is_accessible(citizen)
        citizen.goes_on(answers)
    is_accessible(citizen)
    citizen.sends()
    is_accessible(citizen)
    citizen.follows(citizen.words.pay_later)
    is_accessible(citizen)
    for part in ("", "/payment/return", "/withdraw"):
        citizen.opens(citizen.link + part)
        is_accessible(citizen)
    citizen.opens(f"{citizen.link}/payment")
    citizen.pays()
    is_accessible(citizen)
    town.does_its_jobs()
    citizen.looks_again()
    is_accessible(citizen)


def is_signed_on_accessible_pages(town: Town, people: People, language: str) -> None:
    """Let a magistrate sign, looking at each page on the way."""
    magistrate = people.signatory("magistrate", language)
    magistrate.presses(language.upper())
    magistrate.takes_next_case()
    magistrate.viewer.locator("article").wait_for()
    is_accessible(magistrate)
    magistrate.decides(SIGN[language])
    town.does_its_jobs()


@both_languages
def test_the_pages_of_those_who_treat_cases(town: Town, people: People, language: str) -> None:
    citizen = people.holder_of(paid(town), language)
    agent = people.agent("records1", language)
    agent.presses(language.upper())
    is_accessible(agent)
    agent.takes_next_case()
    is_accessible(agent)
    agent.decides_with(REFUSE[language])
    is_accessible(agent)
    stale = Agent(agent.page.context.new_page(), agent.home, agent.words)
    stale.opens(agent.page.url)
    agent.decides_with(
        CORRECT[language],
        fields_to_correct=[NAME[language]],
        reason=REASON[language],
        message="…",
    )
    is_accessible(agent)
    stale.decides_with(REFUSE[language], message="Ceci n’est plus possible.")
    is_accessible(stale)

    citizen.looks_again()
    is_accessible(citizen)
    citizen.follows(citizen.words.answer)
    is_accessible(citizen)
    citizen.presses(citizen.words.send_answer)
    town.does_its_jobs()
    agent.treats_next(SUBMIT[language])
    town.does_its_jobs()

    is_signed_on_accessible_pages(town, people, language)
    citizen.looks_again()
    is_accessible(citizen)
    citizen.verifies(citizen.takes(citizen.words.download))
    is_accessible(citizen)


@both_languages
def test_the_pages_of_an_opinion(town: Town, people: People, language: str) -> None:
    citizen = people.holder_of(consulted(town), language)
    is_accessible(citizen)
    adviser = people.agent("commission-cotonou", language)
    adviser.presses(language.upper())
    adviser.takes_next_case()
    is_accessible(adviser)
    adviser.presses(GIVE[language])
    is_accessible(adviser)


@both_languages
def test_the_pages_of_those_who_watch_over(people: People, language: str) -> None:
    newcomer = people.newcomer(language)
    newcomer.opens("/sign-in")
    is_accessible(newcomer)
    newcomer.signs_in("nobody", "wrong-password")
    is_accessible(newcomer)
    newcomer.signs_in("supervisor")
    newcomer.presses(language.upper())
    for address in OVERSEEN:
        newcomer.opens(address)
        is_accessible(newcomer)

    inspector = people.newcomer(language)
    inspector.signs_in("inspector")
    inspector.presses(language.upper())
    for address in ("/watch", "/inspections", "/openings"):
        inspector.opens(address)
        is_accessible(inspector)

    administrator = people.newcomer(language)
    administrator.signs_in("administrator")
    administrator.presses(language.upper())
    version = "/e-services/criminal-record/versions/1"
    for address in (
        "/accounts",
        "/successions",
        "/e-services",
        "/texts",
        "/texts/fon",
        "/e-services/criminal-record",
        "/new-e-service",
        version,
        f"{version}/difference",
        f"{version}/preview",
        f"{version}/documents/sheet",
        f"{version}/documents/guide",
        f"{version}/documents/test-plan",
    ):
        administrator.opens(address)
        is_accessible(administrator)


@both_languages
def test_a_simulation_is_accessible(people: People, language: str) -> None:
    supervisor = people.supervisor(language)
    supervisor.presses(language.upper())
    supervisor.opens("/demand?eservice=criminal-record")
    supervisor.presses({"fr": "Simuler", "en": "Simulate"}[language])
    assert "/demand/what-if/" in supervisor.page.url
    supervisor.follows(
        {"fr": "Ne plus regarder tout seul", "en": "Do not look again by itself"}[language]
    )
    is_accessible(supervisor)
