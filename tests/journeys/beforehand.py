"""What happened before a story begins: the same pages, driven over plain HTTP, in no time."""

from config.demo import citizen
from config.demo.answers import Citizen
from config.demo.browser import Browser
from config.demo.staff import desks
from config.demo.story import today
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from tests.journeys.applications import MAIL
from tests.journeys.town import Town
from workflows.definitions import live_definition

RECORD = "criminal-record"
PERMIT = "building-permit"
NATIONALITY = "nationality-certificate"
AFI = Citizen("Dossou", "Afi Sènan", MAIL, "Cotonou")


def lodged(town: Town, eservice: str = RECORD) -> str:
    """Let a citizen apply, and give the link of the case, which waits to be paid for."""
    with Browser(town.portal) as browser:
        return citizen.case_of(citizen.apply(browser, _service(town, eservice), AFI, today())).link


def paid(town: Town, eservice: str = RECORD) -> str:
    """Let a citizen apply and pay, so that the case waits for an agent."""
    with Browser(town.portal) as browser:
        page = citizen.apply(browser, _service(town, eservice), AFI, today())
        citizen.pay(browser, page)
    town.does_its_jobs()
    return citizen.case_of(page).link


def delivered(town: Town) -> str:
    """Let a citizen apply and pay, and let the case come to its act."""
    link = paid(town)
    grant(town)
    return link


def consulted(town: Town) -> str:
    """Let a citizen apply for a permit and pay, and its desk ask the services for opinions."""
    link = paid(town, PERMIT)
    _treat(town, "permits-cotonou", PERMIT)
    return link


def grant(town: Town) -> None:
    """Let the case that waits be examined and signed."""
    for login in ("records1", "magistrate"):
        _treat(town, login)


def certify(town: Town) -> None:
    """Let the certificate of nationality that waits be checked, examined and signed."""
    for login in ("registry-cotonou", "nationality", "nationality-signatory"):
        _treat(town, login, NATIONALITY)


def _treat(town: Town, login: str, eservice: str = RECORD) -> None:
    accounts = [one for one in town.installation.pack.accounts if one.login == login]
    (desk,) = desks(accounts, town.backoffice)
    with desk.browser:
        assert desk.treat_next((_service(town, eservice),)) is not None
    town.does_its_jobs()


def _service(town: Town, eservice: str = RECORD) -> EService:
    with town.installation.database.begin() as connection:
        return eservice_of(live_definition(connection, eservice))
