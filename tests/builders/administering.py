"""Administrators at work on accounts: what they ask for, and how they are refused."""

from typing import Any

import pytest
from sqlalchemy import Connection

from tests.builders.kernel import OFFICE, an_account
from workflows.accounts import Account
from workflows.actors import Role
from workflows.administering.asking import Answer, ask
from workflows.administering.changes import Access, ChangeRefused, Kind, Obstacle, Order
from workflows.administering.keeping import kept_account
from workflows.clock import DatabaseClock

CLOCK = DatabaseClock()


def access(*roles: Role, **changes: Any) -> Access:
    """Give what an account shall be."""
    values: dict[str, Any] = {
        "name": "Awa Dossou",
        "language": "fr",
        "roles": frozenset(roles),
        "office": OFFICE,
        "pools": frozenset(),
    }
    return Access(**values | changes)


def order(kind: Kind, by: Account, login: str = "a.dossou", **changes: Any) -> Order:
    """Ask for a change, as an administrator."""
    return Order(kind=kind, login=login, by=by.id, reason="note 12", **changes)


def administrator(connection: Connection) -> Account:
    """Hire an administrator."""
    return an_account(connection, roles=(Role.ADMINISTRATOR,))


def asked(connection: Connection, wanted: Order) -> Answer:
    """Ask for a change that is not refused."""
    return ask(connection, wanted, at=CLOCK.now(connection))


def refusal(connection: Connection, wanted: Order) -> Obstacle:
    """Ask for a change that is refused, and tell why."""
    with pytest.raises(ChangeRefused) as refused:
        asked(connection, wanted)
    return refused.value.obstacle


def changed(connection: Connection, who: Account, **changes: Any) -> Access:
    """Give what an account is, but for some parts."""
    present = kept_account(connection, who.login)
    assert present is not None
    written = present.access
    values = {name: getattr(written, name) for name in Access.__dataclass_fields__}
    return Access(**values | changes)
