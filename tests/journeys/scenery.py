"""What must have happened before every page of the portal and the back office can be opened."""

from tests.journeys.applications import MAIL
from tests.journeys.beforehand import NATIONALITY, consulted, lodged, paid
from tests.journeys.citizen import Citizen
from tests.journeys.people import People
from tests.journeys.staff import Agent, Staff
from tests.journeys.test_cash_desk import opens_till, proposes, takes
from tests.journeys.test_integrity import asks, put_ahead_and_found, reference_of
from tests.journeys.town import Town

Known = dict[str, str]
SERVICES = {"fr-FR": "Casier judiciaire", "en-GB": "Criminal record"}


def returned(town: Town, people: People) -> str:
    """Let an agent ask for a correction, and give the link of the case."""
    link = paid(town)
    agent = people.agent("records1")
    agent.takes_next_case()
    agent.decides_with(
        "Demander une correction",
        fields_to_correct=["Nom"],
        reason="Une pièce ou une réponse manque.",
        message="Votre nom est illisible.",
    )
    town.does_its_jobs()
    return link


def of_a_citizen(town: Town, people: People, reader: Citizen) -> Known:
    """Let a citizen have one of everything: a draft, cases, an account, a remark, a payment."""
    known = {"returned": returned(town, people), "case": paid(town), "unpaid": lodged(town)}
    reader.begins(SERVICES[reader.words.locale])
    known["draft"] = reader.page.url.partition("/pages/")[0]
    reader.opens("/sheets/eservice/criminal-record/remark")
    reader.page.locator("#said").fill("1 919 F")
    submits(reader)
    known["remark"] = reader.page.url
    known["code"] = asks_for_a_code(reader, "somebody@example.org")
    has_an_account(town, reader)
    known["account"] = "/account"
    reader.opens(known["unpaid"] + "/payment")
    reader.presses(reader.words.pay)
    known["checkout"] = reader.page.url
    return known


def submits(reader: Citizen) -> None:
    """Press the main button of the page."""
    with reader.page.expect_navigation():
        reader.page.locator("main form button:not(.enter)").first.click()


def asks_for_a_code(reader: Citizen, address: str) -> str:
    """Ask for a one-time code, and give the address where it is typed."""
    reader.opens("/account/sign-in")
    reader.page.locator("main input:not([type=hidden])").first.fill(address)
    submits(reader)
    return reader.page.url


def has_an_account(town: Town, reader: Citizen) -> None:
    """Let a citizen sign in."""
    asks_for_a_code(reader, MAIL)
    town.does_its_jobs()
    reader.page.locator("main input:not([type=hidden])").first.fill(town.code_for(MAIL))
    submits(reader)


def at_work(town: Town, people: People, login: str) -> tuple[Staff, Known]:
    """Let somebody of the administration sign in, with something to look at."""
    prepared = PREPARED.get(login)
    return prepared(town, people) if prepared else (people.agent(login), VERSION)


VERSION: Known = {"version": "/e-services/criminal-record/versions/1"}


def treats(town: Town, people: People) -> tuple[Agent, Known]:
    """Hold a case."""
    paid(town)
    agent = people.agent("records1")
    agent.takes_next_case()
    return agent, {"held": agent.page.url}


def advises(town: Town, people: People) -> tuple[Agent, Known]:
    """Hold a request for an opinion."""
    consulted(town)
    agent = people.agent("commission-cotonou")
    agent.takes_next_case()
    return agent, {"opinion": agent.page.url}


def supervises(town: Town, people: People) -> tuple[Staff, Known]:
    """Have asked to let a case go out of turn."""
    paid(town)
    young = reference_of(paid(town))
    town.does_its_jobs()
    boss = people.agent("supervisor")
    asks(boss, young)
    boss.opens("/out-of-turn")
    boss.follows(young)
    return boss, {"turn": boss.page.url}


def takes_money(town: Town, people: People) -> tuple[Staff, Known]:
    """Have taken the fee of a case in an open till, and know of another that is not paid."""
    cashier = people.agent("cashier-cotonou")
    opens_till(cashier, "10 000")
    unpaid = reference_of(lodged(town, NATIONALITY))
    payment = takes(cashier, reference_of(lodged(town, NATIONALITY)))
    town.does_its_jobs()
    proposes(cashier)
    return cashier, {"unpaid": unpaid, "payment": payment}


def looks_at_tills(town: Town, people: People) -> tuple[Staff, Known]:
    """Have an open till to look at, and money that should go back."""
    takes_money(town, people)
    boss = people.agent("supervisor2")
    boss.opens("/tills")
    boss.follows("Caisse 1 du greffe")
    return boss, {"session": boss.page.url}


def inspects(town: Town, people: People) -> tuple[Staff, Known]:
    """Have opened an inspection on something that the watch found."""
    put_ahead_and_found(town)
    inspector = people.agent("inspector")
    inspector.opens("/watch")
    inspector.follows("Place dans la file modifiée")
    flag = inspector.page.url
    inspector.page.get_by_label("Première note").fill("Qui avait accès à la base ?")
    inspector.presses("Ouvrir une inspection")
    return inspector, {"flag": flag, "inspection": inspector.page.url}


PREPARED = {
    "records1": treats,
    "commission-cotonou": advises,
    "supervisor": supervises,
    "supervisor2": looks_at_tills,
    "cashier-cotonou": takes_money,
    "inspector": inspects,
}
