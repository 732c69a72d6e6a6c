"""What the pages of the cash desk are given to work with."""

from collections.abc import Callable
from dataclasses import dataclass

from payments.cash.desk import CashDesk
from payments.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CashTrade:
    """The desk, the paper that it hands over, and how much may wait for its deposit."""

    desk: CashDesk
    #: Gives the receipt of a payment, and a duplicate that says that it is one.
    original: Callable[[str], bytes]
    duplicate: Callable[[str], bytes]
    #: What an office may hold; None where the pack names no ceiling.
    ceiling: Money | None
    #: Days for which money may lie there.
    longest: int
