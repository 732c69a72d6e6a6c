"""A receipt is printed as an original once, and then as duplicates."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from payments.cash.prints import note_print, prints_of
from tests.builders.cash import CashOffice

PRINTERS = 4


def test_of_several_printed_at_once_one_alone_is_the_first(office: CashOffice) -> None:
    cashier = office.at_work()
    intent_id, start = office.takes(cashier), Barrier(PRINTERS)

    def printed(_printer: int) -> int:
        with office.engine.begin() as connection:
            at = office.clock.now(connection)
            start.wait()
            return note_print(connection, intent_id, by=cashier.id, at=at)

    with ThreadPoolExecutor(PRINTERS) as printers:
        counted = list(printers.map(printed, range(PRINTERS)))

    assert sorted(counted) == [1, 2, 3, 4]
    with office.engine.begin() as connection:
        assert prints_of(connection, intent_id) == PRINTERS
