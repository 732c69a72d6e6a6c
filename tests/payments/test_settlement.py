"""Whatever order reports come in, and however often, our books end like the provider's."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from payments.charges import charges_of, is_cleared
from payments.gateway import ProviderState, ProviderStatus
from payments.intents import Intent, IntentStatus, NewIntent, add_intent, find_intent
from payments.settlement import Settlement
from payments.verdict import STATUS_RANK
from tests.builders.payments import FEE, Till, a_payable_case
from tests.examples import ON_ONE_FIXTURE
from tests.payments.other_side import OtherSide
from workflows.cases import Case

LONGEST = 5
MOVES = [("pay",), ("refuse",), ("expire",), ("pay", "give_back")]

PENDING, PAID, FAILED, EXPIRED = (
    ProviderState.PENDING,
    ProviderState.PAID,
    ProviderState.FAILED,
    ProviderState.EXPIRED,
)
PARTLY, REFUNDED, REFUND_FAILED = (
    ProviderState.PARTLY_REFUNDED,
    ProviderState.REFUNDED,
    ProviderState.REFUND_FAILED,
)

#: What may happen to one payment at a provider; our status in the end; is the charge paid?
HISTORIES = [
    ((PENDING,), IntentStatus.CREATED, False),
    ((PENDING, PAID), IntentStatus.SETTLED, True),
    ((PENDING, FAILED), IntentStatus.FAILED, False),
    ((PENDING, EXPIRED), IntentStatus.EXPIRED, False),
    ((FAILED, PAID), IntentStatus.SETTLED, True),
    ((PAID, REFUNDED), IntentStatus.REFUNDED, False),
    ((PAID, PARTLY), IntentStatus.DISPUTED, True),
    ((PAID, PARTLY, REFUNDED), IntentStatus.REFUNDED, False),
]


def orders(history: Sequence[ProviderState]) -> Iterator[tuple[ProviderState, ...]]:
    """Give every order in which all of a history may be told, with repeats, up to five reports."""
    for length in range(len(history), LONGEST + 1):
        yield from (told for told in product(history, repeat=length) if set(told) == set(history))


def a_bare_intent(connection: Connection, case: Case) -> Intent:
    """Write an intent whose provider has not been called."""
    owed = charges_of(connection, case.id)
    new = NewIntent(case.id, "sandbox", owed, "fr", "https://portal.example/back")
    return add_intent(connection, new, at=case.lodged_at)


def tell(
    connection: Connection, settlement: Settlement, intent: Intent, told: Sequence[ProviderState]
) -> list[IntentStatus]:
    """Tell states one after another; give the status after each."""
    statuses = []
    for state in told:
        money = None if state in {PENDING, FAILED, EXPIRED} else FEE
        settlement.apply(connection, ProviderStatus(intent.id, "page", state, money))
        statuses.append(find_intent(connection, intent.id).status)
    return statuses


@pytest.mark.parametrize(("history", "end", "paid"), HISTORIES)
def test_every_order_of_reports_ends_like_the_providers_ledger_and_never_steps_back(
    till: Till, history: tuple[ProviderState, ...], end: IntentStatus, paid: bool
) -> None:
    case = a_payable_case(till)
    settlement = till.collection.settlement

    with till.engine.begin() as connection:
        for told in orders(history):
            undone = connection.begin_nested()
            intent = a_bare_intent(connection, case)
            statuses = tell(connection, settlement, intent, told)
            assert statuses[-1] is end, told
            assert is_cleared(connection, case.id, ["issue"]) is paid, told
            ranks = [STATUS_RANK[status] for status in statuses]
            assert ranks == sorted(ranks), told
            undone.rollback()


def test_a_failed_refund_waits_for_a_person_whatever_else_is_told(till: Till) -> None:
    case = a_payable_case(till)
    history = (PAID, REFUNDED, REFUND_FAILED)

    with till.engine.begin() as connection:
        for told in orders(history):
            undone = connection.begin_nested()
            intent = a_bare_intent(connection, case)
            statuses = tell(connection, till.collection.settlement, intent, told)
            assert statuses[-1] is IntentStatus.DISPUTED, told
            undone.rollback()


@settings(max_examples=30, suppress_health_check=ON_ONE_FIXTURE)
@given(
    moves=st.sampled_from([("pay",), ("refuse",), ("expire",), ("pay", "give_back")]),
    data=st.data(),
)
def test_webhooks_in_any_order_and_number_end_like_asking_the_provider(
    till: Till, other_side: OtherSide, moves: tuple[str, ...], data: st.DataObject
) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case, provider=other_side.gateway.name)
    reference = str(intent.provider_reference)
    webhooks = [getattr(other_side, move)(reference) for move in moves]
    extra = data.draw(st.lists(st.sampled_from(webhooks), max_size=LONGEST - len(webhooks)))

    for webhook in data.draw(st.permutations([*webhooks, *extra])):
        till.collection.receive(
            other_side.gateway.name, body=webhook.body, signature=webhook.signature
        )

    told = other_side.gateway.status(reference)
    with till.engine.begin() as connection:
        heard = find_intent(connection, intent.id).status
        cleared = is_cleared(connection, case.id, ["issue"])
        assert till.collection.settlement.apply(connection, told) is None
    assert str(heard).replace("settled", "paid") == told.state
    assert cleared is (told.state is PAID)
