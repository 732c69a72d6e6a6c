"""How often a receipt was printed at a cash desk: the first is the original, the others say so."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from payments.cash.tables import receipt_prints
from payments.tables import receipts


def prints_of(connection: Connection, intent_id: str) -> int:
    """Count how often the receipt of a payment was printed."""
    mine = select(func.count()).where(receipt_prints.c.intent_id == intent_id)
    return int(connection.execute(mine).scalar_one())


def note_print(connection: Connection, intent_id: str, *, by: int, at: datetime) -> int:
    """Note that a receipt is printed now, and count its prints with this one.

    Two printed at once are counted one after the other: only one of them is the first.
    """
    receipt = select(receipts.c.intent_id).where(receipts.c.intent_id == intent_id)
    connection.execute(receipt.with_for_update())
    printed = {"intent_id": intent_id, "account_id": by, "at": at}
    connection.execute(insert(receipt_prints).values(printed))
    return prints_of(connection, intent_id)
