"""What the pages of the cash desk are given to work with."""

from collections.abc import Callable
from dataclasses import dataclass

from payments.cash.desk import CashDesk
from payments.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CashTrade:
    """The desk, the paper that it hands over, and how much may wait for its deposit."""

    desk: CashDesk
    #: Typesets the receipt of a payment; the second argument marks it as a duplicate.
    paper: Callable[[str, bool], bytes]
    #: What an office may hold; None where the pack names no ceiling.
    ceiling: Money | None
    #: Days for which money may lie there.
    longest: int
