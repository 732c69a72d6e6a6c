"""Stripe's own ways: keys that replay failures, lost answers, modes, accounts, currencies."""

import secrets
from dataclasses import replace

import pytest

from payments.errors import ProviderRefused, ProviderUnavailable
from payments.gateway import (
    RefundState,
)
from payments.money import EXPONENTS, Money
from payments.stripe_checkout import StripeAccount, stripe_gateway
from payments.stripe_words import STRIPE_EXPONENTS, told_by_session
from tests.builders.payments import FEE, Till, a_payable_case, wall_clock
from tests.payments.other_side import StripeSide
from tests.payments.stripe_books import WEBHOOK_SECRET
from tests.payments.stripe_orders import a_checkout, a_paid_order
from tests.payments.stripe_server import API_KEY, Fault, StripeAccountServer


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [("1900 XOF", 1900, "xof"), ("35000 BIF", 35_000, "bif"), ("12.50 EUR", 1250, "eur")],
)
def test_amounts_travel_in_the_units_that_stripe_counts(
    stripe: StripeSide, written: str, amount: int, currency: str
) -> None:
    money = Money.of(written)

    reference = stripe.gateway.open(a_checkout(money, money=money)).provider_reference

    session = stripe.server.books.session(reference)
    assert (session["amount_total"], session["currency"]) == (amount, currency)


def test_stripe_and_iso_count_the_digits_of_our_currencies_alike() -> None:
    assert STRIPE_EXPONENTS == EXPONENTS


def test_each_line_is_shown_to_the_payer(stripe: StripeSide) -> None:
    moneys = Money.of("1500 XOF"), Money.of("400 XOF")

    reference = stripe.gateway.open(a_checkout(*moneys)).provider_reference

    assert stripe.server.books.session(reference)["amount_total"] == FEE.minor


def test_a_lost_answer_is_recovered_by_the_library_under_the_same_key(stripe: StripeSide) -> None:
    stripe.server.lose_answers = 1

    opened = stripe.gateway.open(a_checkout())

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


@pytest.mark.parametrize("forgotten", [False, True])
def test_an_answer_lost_for_good_is_looked_up_before_asking_again(
    stripe: StripeSide, *, forgotten: bool
) -> None:
    checkout = a_checkout()
    stripe.server.lose_answers = 2
    with pytest.raises(ProviderUnavailable):
        stripe.gateway.open(checkout)
    if forgotten:
        stripe.server.keys.clear()

    opened = stripe.gateway.open(replace(checkout, attempt=2))

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


def test_a_stored_failure_does_not_lock_the_applicant_out(stripe: StripeSide) -> None:
    stripe.server.faults.append(Fault.STORED_FAILURE)

    opened = stripe.gateway.open(a_checkout())

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


def test_a_second_stored_failure_is_overcome_by_the_next_attempt(stripe: StripeSide) -> None:
    checkout = a_checkout()
    stripe.server.faults.extend([Fault.STORED_FAILURE] * 2)
    with pytest.raises(ProviderUnavailable):
        stripe.gateway.open(checkout)

    opened = stripe.gateway.open(replace(checkout, attempt=2))

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


@pytest.mark.parametrize("fault", [Fault.KEY_IN_USE, Fault.OUT_OF_SERVICE, Fault.LOST_CALL])
def test_a_passing_fault_is_said_to_be_passing(stripe: StripeSide, fault: Fault) -> None:
    checkout = a_checkout()
    stripe.server.faults.extend([fault] * 2)

    with pytest.raises(ProviderUnavailable):
        stripe.gateway.open(checkout)

    assert stripe.gateway.open(replace(checkout, attempt=2)).url


def test_another_language_on_a_second_attempt_is_no_obstacle(stripe: StripeSide) -> None:
    checkout = a_checkout()
    stripe.gateway.open(checkout)

    opened = stripe.gateway.open(replace(checkout, language="en"))

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


def test_a_session_is_found_among_many_pages_of_others(stripe: StripeSide) -> None:
    checkout = a_checkout()
    opened = stripe.gateway.open(checkout)
    for _ in range(120):
        session = stripe.server.books.session(opened.provider_reference)
        other = session | {"id": f"cs_{secrets.token_hex(8)}", "client_reference_id": "other"}
        stripe.server.books.sessions[other["id"]] = other

    assert stripe.gateway.find(checkout) == opened


def test_a_wrong_key_is_refused_for_good(stripe_account: StripeAccountServer) -> None:
    account = StripeAccount("sk_test_wrong", (WEBHOOK_SECRET,), stripe_account.url)
    gateway = stripe_gateway(account, wall_clock=wall_clock)

    with pytest.raises(ProviderRefused):
        gateway.open(a_checkout())


def test_a_refund_whose_answer_is_lost_is_made_once(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    stripe.server.lose_answers = 2
    with pytest.raises(ProviderUnavailable):
        stripe.gateway.refund(order)
    stripe.server.keys.clear()

    result = stripe.gateway.refund(order)

    assert [result.provider_reference] == list(stripe.server.books.refunds)
    assert result.state is RefundState.DONE


def test_a_refund_is_not_stopped_by_a_stored_failure(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    stripe.server.faults.append(Fault.STORED_FAILURE)

    assert stripe.gateway.refund(order).state is RefundState.DONE


def test_a_failed_refund_can_be_made_again(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    first = stripe.gateway.refund(order)
    stripe.server.books.refunds[first.provider_reference]["status"] = "failed"
    stripe.server.books.charge_of(order.provider_reference)["amount_refunded"] = 0

    second = stripe.gateway.refund(order)

    assert second.provider_reference != first.provider_reference


def test_a_session_that_is_not_ours_tells_nothing(stripe: StripeSide) -> None:
    reference = stripe.gateway.open(a_checkout()).provider_reference
    foreign = stripe.server.books.session(reference)
    foreign["metadata"] = {}

    assert told_by_session(foreign) is None
    with pytest.raises(ProviderRefused):
        stripe.gateway.status(reference)


def test_nothing_that_identifies_the_applicant_is_sent(till: Till, stripe: StripeSide) -> None:
    till.pay_for(a_payable_case(till), provider="stripe")

    sent = "".join(stored.asked[1] for stored in stripe.server.keys.values())
    assert "CJ" in sent
    assert not any(word in sent for word in ("Afi", "Dossou", "afi%40example", "example.org"))


def test_secrets_are_not_shown_by_accident(stripe: StripeSide) -> None:
    shown = repr(stripe.gateway.account)

    assert API_KEY not in shown
    assert WEBHOOK_SECRET not in shown
