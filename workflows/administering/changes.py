"""Changes to accounts, decided purely: what is refused, and what takes a second administrator."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflows.accounts import RolesTogether, check_roles
from workflows.actors import Role
from workflows.errors import WorkflowError

#: Roles that sign, take money, steer, inspect or administer: one administrator alone gives none.
POWER = frozenset(
    {Role.SIGNATORY, Role.CASHIER, Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR}
)
#: Roles that belong to a person; the others are the applicant's and the system's.
STAFF = tuple(role for role in Role if role not in {Role.APPLICANT, Role.SYSTEM})
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
LONGEST_NAME = 120


class Kind(StrEnum):
    """What may be done to an account."""

    OPEN = "open"
    CHANGE = "change"
    CLOSE = "close"
    REOPEN = "reopen"
    #: A new link by which the person chooses a password; the former one opens nothing any more.
    INVITE = "invite"


#: What ends in a link by which the person chooses a password.
INVITING = frozenset({Kind.OPEN, Kind.REOPEN, Kind.INVITE})


class Obstacle(StrEnum):
    """Why a change cannot be made."""

    NO_REASON = "no_reason"
    BAD_LOGIN = "bad_login"
    NO_NAME = "no_name"
    NO_ROLE = "no_role"
    APART = "apart"
    UNKNOWN_PLACE = "unknown_place"
    TAKEN = "taken"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    NOT_CLOSED = "not_closed"
    ONESELF = "oneself"
    NOTHING = "nothing"
    LAST_ADMINISTRATOR = "last_administrator"
    WAITING = "waiting"
    SAME_PERSON = "same_person"
    STALE = "stale"
    SETTLED = "settled"
    NOT_ADMINISTRATOR = "not_administrator"


class ChangeRefused(WorkflowError):
    """The account cannot be changed so; `roles` are those that nobody may hold together."""

    def __init__(self, obstacle: Obstacle, roles: tuple[str, ...] = ()) -> None:
        self.obstacle = obstacle
        self.roles = roles
        super().__init__(obstacle)


@dataclass(frozen=True, slots=True)
class Access:
    """Who somebody is to the administration: their roles, their office, and what they treat."""

    name: str
    language: str
    roles: frozenset[Role]
    office: str | None
    #: By slug; those to which they are lent for a time are not among them.
    pools: frozenset[str]

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Access":
        """Read what `written` wrote."""
        roles = frozenset(Role(role) for role in written["roles"])
        pools = frozenset(written["pools"])
        return cls(written["name"], written["language"], roles, written["office"], pools)

    def written(self) -> dict[str, Any]:
        """Write it as the journal keeps it."""
        lists = {"roles": sorted(self.roles), "pools": sorted(self.pools)}
        return {"name": self.name, "language": self.language, "office": self.office, **lists}


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as it stands, open or closed."""

    id: int
    active: bool
    access: Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A change as an administrator asks for it."""

    kind: Kind
    login: str
    #: The account of the administrator; None for the operator of the command.
    by: int | None
    reason: str
    #: How the account shall be; None where that is not what changes.
    access: Access | None = None
    #: Whether the second factors go too.
    resets_factors: bool = False


def needs_second(order: Order, present: Kept | None) -> bool:
    """Tell whether a second administrator has to confirm: where somebody would gain power.

    Whoever makes a link for an account that has power could use it: that takes two as well.
    """
    held = present.access.roles if present is not None else frozenset[Role]()
    if order.kind is Kind.CLOSE:
        return False
    if order.kind is Kind.CHANGE:
        wanted = order.access.roles if order.access else held
        return bool((wanted - held) & POWER)
    return bool((order.access.roles if order.access else held) & POWER)


def check(order: Order, present: Kept | None) -> None:
    """Refuse what no administrator may do to an account as it stands; raises ChangeRefused."""
    _check_standing(order, present)
    if order.access is not None:
        _check_access(order.access)
    if not order.reason.strip():
        raise ChangeRefused(Obstacle.NO_REASON)
    if order.kind is Kind.CHANGE and present is not None and order.access == present.access:
        raise ChangeRefused(Obstacle.NOTHING)


def _check_standing(order: Order, present: Kept | None) -> None:
    if order.kind is Kind.OPEN:
        if not LOGIN.fullmatch(order.login):
            raise ChangeRefused(Obstacle.BAD_LOGIN)
        if present is not None:
            raise ChangeRefused(Obstacle.TAKEN)
        return
    if present is None:
        raise ChangeRefused(Obstacle.UNKNOWN)
    if present.id == order.by:
        raise ChangeRefused(Obstacle.ONESELF)
    if present.active == (order.kind is Kind.REOPEN):
        raise ChangeRefused(Obstacle.NOT_CLOSED if present.active else Obstacle.CLOSED)


def _check_access(access: Access) -> None:
    if not access.name.strip():
        raise ChangeRefused(Obstacle.NO_NAME)
    if not access.roles:
        raise ChangeRefused(Obstacle.NO_ROLE)
    try:
        check_roles(access.roles)
    except RolesTogether as refused:
        raise ChangeRefused(Obstacle.APART, refused.args) from refused


def loses_administrator(order: Order, present: Kept | None) -> bool:
    """Tell whether an administrator would be one no longer."""
    if present is None or not present.active or Role.ADMINISTRATOR not in present.access.roles:
        return False
    if order.kind is Kind.CLOSE:
        return True
    return order.access is not None and Role.ADMINISTRATOR not in order.access.roles
