"""Whatever is done in whatever order, the books balance and no money is lost or made."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from payments.cash.book import EntryKind, balance
from payments.cash.counting import MOST, Count, CountRefused, Miscounted, number_in, read_count
from payments.cash.errors import CashRefused
from payments.cash.holdings import differences, holdings
from payments.cash.sessions import Reason, explain, open_session_of
from payments.cash.tables import cash_deposits, till_entries
from tests.builders.cash import COINS, FLOAT, ZONE, CashOffice
from tests.builders.kernel import OFFICE
from tests.examples import ON_ONE_FIXTURE
from workflows.accounts import Account

FEE = 1_900
#: What happens at a till, more takings than anything else.
STEPS = st.lists(
    st.sampled_from(["take", "take", "take", "give_back", "from_till", "from_safe", "close"]),
    min_size=1,
    max_size=12,
)


@dataclass
class Model:
    """What a person with a pencil would write down."""

    takings: int = 0
    returned: int = 0
    deposited: int = 0
    differing: int = 0
    #: Of the session that is open.
    expected: int = FLOAT
    payments: list[str] = field(default_factory=list)


def lives(office: CashOffice, cashier: Account, model: Model, step: str, off: int) -> None:
    """Do one step at the till, and note it."""
    match step:
        case "take":
            model.payments.append(office.takes(cashier))
            model.takings += FEE
            model.expected += FEE
        case "give_back" if model.payments and model.expected >= FEE:
            office.gives_back(cashier, model.payments.pop())
            model.returned += FEE
            model.expected -= FEE
        case "from_till" | "from_safe":
            deposits(office, cashier, model, out_of_till=step == "from_till")
        case "close":
            closes(office, cashier, model, off)


def deposits(office: CashOffice, cashier: Account, model: Model, *, out_of_till: bool) -> None:
    """Deposit a little, which is refused where it is not there."""
    try:
        office.deposits(cashier, 1_000, out_of_till=out_of_till)
    except CashRefused:
        return
    model.deposited += 1_000
    model.expected -= 1_000 if out_of_till else 0


def closes(office: CashOffice, cashier: Account, model: Model, off: int) -> None:
    """Count wrongly by a little, explain it, and open the till again."""
    counted = max(model.expected + off, 0)
    session = office.counts(cashier, counted)
    assert session.expected == model.expected
    model.differing += counted - model.expected
    if session.closed_at is None:
        with office.engine.begin() as connection:
            at = office.clock.now(connection)
            reason = Reason.UNKNOWN
            explain(connection, cashier=cashier.id, reason=reason, note="?", at=at)
    office.opens(cashier)
    model.expected = FLOAT


@settings(max_examples=15, suppress_health_check=ON_ONE_FIXTURE)
@given(steps=STEPS, off=st.sampled_from([0, 0, -25, 5, 100]))
def test_the_books_balance_after_every_step(office: CashOffice, steps: list[str], off: int) -> None:
    cashier, model, before = office.hire(), Model(), books(office)
    office.opens(cashier)
    for step in steps:
        lives(office, cashier, model, step, off)

        with office.engine.begin() as connection:
            session = open_session_of(connection, cashier.id)
            assert session is not None
            assert balance(connection, session.id) == model.expected
        takings, returned, deposited, differing, held = (
            now - then for now, then in zip(books(office), before, strict=True)
        )
        assert (takings, returned, deposited) == (model.takings, model.returned, model.deposited)
        assert differing == model.differing
        assert held == takings - returned - deposited + differing
    closes(office, cashier, model, 0)
    office.counts(cashier, FLOAT)


def books(office: CashOffice) -> tuple[int, int, int, int, int]:
    """Read takings, returns, deposits, differences, and what the office holds."""
    with office.engine.begin() as connection:
        amount = func.sum(till_entries.c.amount).label("amount")
        rows = connection.execute(select(till_entries.c.kind, amount).group_by(till_entries.c.kind))
        sums = {row.kind: int(row.amount) for row in rows}
        deposited = connection.execute(select(func.sum(cash_deposits.c.amount))).scalar_one()
        held = sum(one.money.minor for one in holdings(connection, zone=ZONE))
        differing = differences(connection, OFFICE, "XOF")
    returned = sums.get(EntryKind.REVERSAL, 0) + sums.get(EntryKind.REFUND, 0)
    takings = sums.get(EntryKind.TAKING, 0)
    return takings, -returned, int(deposited or 0), differing, held


@given(st.integers(min_value=0, max_value=10**7))
def test_change_is_laid_out_in_pieces_that_make_it(steps: int) -> None:
    amount = steps * COINS.smallest

    laid = COINS.laid_out(amount)

    assert sum(piece * number for piece, number in laid) == amount
    assert all(number > 0 for _piece, number in laid)


@given(st.dictionaries(st.sampled_from(COINS.pieces), st.integers(0, 100_000), min_size=1))
def test_pieces_that_are_counted_add_up_and_a_total_must_agree(pieces: dict[int, int]) -> None:
    total = sum(piece * number for piece, number in pieces.items())
    typed = {piece: f"{number:,}".replace(",", " ") for piece, number in pieces.items()}

    assert read_count(str(total), typed, COINS) == Count(total, pieces)
    assert read_count("", typed, COINS).total == total
    with pytest.raises(CountRefused) as refusal:
        read_count(str(total + 5), typed, COINS)
    assert refusal.value.why is Miscounted.DISAGREES


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_refused(typed: str) -> None:
    try:
        number = number_in(typed)
    except CountRefused:
        number = 0

    assert 0 <= number <= MOST


@pytest.mark.parametrize("typed", ["", "-5", "1e3", "٣", "12 F", "9" * 14])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(CountRefused):
        number_in(typed)


def test_a_count_of_nothing_is_none_and_a_total_must_be_made_of_coins() -> None:
    for total, why in (("", Miscounted.MISSING), ("1 003", Miscounted.NO_COIN)):
        with pytest.raises(CountRefused) as refusal:
            read_count(total, {}, COINS)
        assert refusal.value.why is why
    assert read_count("12 500", {}, COINS) == Count(12_500)
