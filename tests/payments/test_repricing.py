"""Prices after corrections: nothing owed twice, nothing forgotten, payments given back whole."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from payments.charges import charges_of, is_fully_cleared, settle
from payments.gateway import ProviderState, ProviderStatus
from payments.intents import (
    Intent,
    IntentStatus,
    NewIntent,
    add_intent,
    change_intent,
    find_intent,
)
from payments.money import Money
from payments.repricing import Prices, Repriced, price_changes, reprice
from payments.tariff import AssessedLine
from payments.waivers import reject_waivers, waivers_of
from tests.builders.payments import Till, a_line, a_payable_case
from tests.examples import ON_ONE_FIXTURE
from workflows.cases import Case
from workflows.language.values import Text

FREE = Text({"fr": "Élève", "en": "Pupil"})


def priced(amount: int) -> tuple[AssessedLine, ...]:
    """Assess a price; nothing is no line, as the tariff has it."""
    return (a_line(money=Money(amount, "XOF")),) if amount else ()


def half(amount: int) -> AssessedLine:
    """Assess a price of which a pupil pays half."""
    label = a_line().label
    return AssessedLine("issue", label, Money(amount // 2, "XOF"), Money(amount, "XOF"), FREE)


def begun(connection: Connection, case: Case) -> Intent:
    """Begin to pay all that is due."""
    due = tuple(charge for charge in charges_of(connection, case.id) if charge.is_due)
    new = NewIntent(case.id, "sandbox", due, "fr", "https://portal.example/back")
    return add_intent(connection, new, at=case.lodged_at)


def paid(connection: Connection, till: Till, intent: Intent) -> IntentStatus:
    """Let the money of an intent come."""
    told = ProviderStatus(intent.id, f"page-{intent.id}", ProviderState.PAID, intent.money)
    till.collection.settlement.apply(connection, told)
    return find_intent(connection, intent.id).status


def corrected(
    connection: Connection, till: Till, case: Case, before: Sequence[AssessedLine], *, to: int
) -> Repriced:
    """Let a correction set another price, and give back what it says."""
    found = reprice(connection, case.id, Prices(before, priced(to)))
    for intent in found.returned:
        till.collection.settlement.give_back(connection, intent, reason="repriced")
    return found


def owed_and_paid(connection: Connection, case: Case) -> tuple[int, int]:
    """Add up what stands: still due, and paid."""
    standing = charges_of(connection, case.id)
    due = sum(charge.money.minor for charge in standing if charge.is_due)
    return due, sum(charge.money.minor for charge in standing) - due


@settings(max_examples=40, suppress_health_check=ON_ONE_FIXTURE)
@given(
    first=st.integers(0, 9),
    steps=st.lists(st.one_of(st.integers(0, 9), st.just("pay")), max_size=7),
)
def test_what_is_owed_is_always_the_rest_of_the_last_price(
    till: Till, first: int, steps: list[int | str]
) -> None:
    case = a_payable_case(till, lines=priced(first))
    with till.engine.begin() as connection:
        price, kept = first, 0
        for step in steps:
            if isinstance(step, int):
                corrected(connection, till, case, priced(price), to=step)
                standing = charges_of(connection, case.id)
                reprice(connection, case.id, Prices(priced(price), priced(step)))
                assert charges_of(connection, case.id) == standing
                price, kept = step, kept if step else 0
            elif owed_and_paid(connection, case)[0]:
                assert paid(connection, till, begun(connection, case)) is IntentStatus.SETTLED
                kept = max(kept, price)
            assert owed_and_paid(connection, case) == (max(price - kept, 0), kept)
            assert is_fully_cleared(connection, case.id) is (price <= kept)


def test_money_that_comes_for_a_former_price_goes_back(till: Till) -> None:
    case = a_payable_case(till, lines=priced(100))
    with till.engine.begin() as connection:
        old = begun(connection, case)

        corrected(connection, till, case, priced(100), to=150)

        assert paid(connection, till, old) is IntentStatus.SURPLUS
        assert owed_and_paid(connection, case) == (150, 0)


def test_a_payment_for_something_else_too_stays_whole(till: Till) -> None:
    stamp = a_line("stamp", Money(20, "XOF"))
    case = a_payable_case(till, lines=[*priced(100), stamp])
    with till.engine.begin() as connection:
        both = [charge.id for charge in charges_of(connection, case.id)]
        intent = begun(connection, case)
        settle(connection, both, intent_id=intent.id, at=case.lodged_at)
        change_intent(connection, intent.id, status=IntentStatus.SETTLED)
        prices = Prices([*priced(100), stamp], [stamp])
        foreseen = price_changes(connection, case.id, prices)

        done = reprice(connection, case.id, prices)

        (change,) = done.changes
        assert foreseen == done
        assert (done.returned, change.goes_back) == ((), False)
        assert (change.paid.minor, change.now.minor, change.to_pay.minor) == (100, 0, 0)
        assert owed_and_paid(connection, case) == (0, 120)


def test_a_correction_of_something_else_touches_nothing(till: Till) -> None:
    case = a_payable_case(till, lines=[half(100)])
    with till.engine.begin() as connection:
        before = charges_of(connection, case.id)

        assert reprice(connection, case.id, Prices([half(100)], [half(100)])) == Repriced(())

        assert charges_of(connection, case.id) == before


def test_an_exemption_follows_the_price_unless_it_was_rejected(till: Till) -> None:
    prices = Prices([half(100)], [half(300)])
    granted, rejected = (a_payable_case(till, lines=[half(100)]) for _ in range(2))
    with till.engine.begin() as connection:
        reject_waivers(connection, rejected.id)

        reprice(connection, granted.id, prices)
        reprice(connection, rejected.id, prices)

        (waiver,) = waivers_of(connection, granted.id)
        assert (waiver.full.minor, waiver.paid.minor) == (300, 150)
        assert owed_and_paid(connection, granted) == (150, 0)
        assert waivers_of(connection, rejected.id) == ()
        assert owed_and_paid(connection, rejected) == (300, 0)
