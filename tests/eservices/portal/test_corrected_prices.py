"""A correction that changes the price: told before it is sent, done with it, journalled."""

import pytest

from eservices.definition.publish import publish
from payments.charges import charges_of
from tests.builders.groups import PARENT, grouped_content
from tests.builders.portal import Site, a_thorough_eservice
from tests.builders.visitor import Visitor
from tests.eservices.portal.test_case import ask_correction, case_at, pay
from workflows.journal import Happening, history

SERVICE = "land-share"
BY_SHARE = {
    "item": "issue",
    "label": {"fr": "Délivrance", "en": "Issue"},
    "amount": "100 XOF",
    "per": "answers.share",
    "from": "2020-07-29",
}


@pytest.fixture
def asked(site: Site, visitor: Visitor) -> str:
    """Let an application of 1,000 XOF be paid for, and its share be asked to be corrected."""
    form = grouped_content()
    service = a_thorough_eservice(eservice=SERVICE, form=form, tariff=[BY_SHARE])
    with site.services.engine.begin() as connection:
        publish(connection, service)
    visitor.start(SERVICE).press(PARENT)
    while not visitor.at.startswith("/track/"):
        visitor.press()
    address = visitor.at.removesuffix("/payment")
    pay(site, visitor, address)
    ask_correction(site, "share")
    return address


def standing(site: Site, address: str) -> list[tuple[int, bool]]:
    """List what is owed or paid: the amount, and whether it is still due."""
    with site.services.engine.begin() as connection:
        owed = charges_of(connection, case_at(site, address).id)
    return [(charge.money.minor, charge.is_due) for charge in owed]


def test_a_higher_price_is_told_first_and_its_rest_owed_once_sent(
    site: Site, visitor: Visitor, asked: str
) -> None:
    visitor.get(f"{asked}/correction").press({"share": "15"})
    assert "le prix passe de 1 000 F CFA à 1 500 F CFA" in visitor.text
    assert "Rien n’est encore envoyé." in visitor.text
    assert case_at(site, asked).stage == "applicant"
    assert standing(site, asked) == [(1000, False)]

    visitor.press({"share": "16"})
    assert "1 600" in visitor.text
    visitor.press()

    assert visitor.at == asked
    assert standing(site, asked) == [(1000, False), (600, True)]
    assert "Le prix suit vos réponses corrigées" in visitor.text
    with site.services.engine.begin() as connection:
        entries = history(connection, case_at(site, asked).id)
    told = [entry.data["prices"] for entry in entries if entry.trigger == Happening.PRICE_CHANGED]
    assert [(one["was"], one["now"]) for (one,) in told] == [("1000 XOF", "1600 XOF")]


def test_of_a_lower_price_no_part_of_a_payment_is_given_back(
    site: Site, visitor: Visitor, asked: str
) -> None:
    visitor.get(f"{asked}/correction").press({"share": "4"})
    assert "Un paiement ne se rend pas en partie" in visitor.text

    visitor.press()

    assert standing(site, asked) == [(1000, False)]
    assert case_at(site, asked).answers["share"] == 4


def test_a_price_that_stays_asks_for_nothing_more(site: Site, visitor: Visitor, asked: str) -> None:
    visitor.get(f"{asked}/correction").press({"share": "15"}).press({"share": "10"})

    assert visitor.at == asked
    assert standing(site, asked) == [(1000, False)]
