"""People who go away, come back, and stand in for each other."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from tests.builders.kernel import a_workflow, acting, an_account, claimed_by
from workflows import absences, delegations
from workflows.absences import Declaring, Reason
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.clock import ShiftedClock
from workflows.delegations import Naming
from workflows.presence import COLUMNS, account_at_work
from workflows.routing import route
from workflows.tables import accounts

DAY = timedelta(days=1)


def at_work(connection: Connection, account: Account, clock: ShiftedClock) -> Account:
    """Read an account as its next exchange would: with what it may take now."""
    wanted = select(*COLUMNS).where(accounts.c.id == account.id)
    row = connection.execute(wanted, {"present": clock.now(connection)}).one()
    return account_at_work(row)


def goes_away(
    connection: Connection,
    account: Account,
    clock: ShiftedClock,
    *,
    after: timedelta = timedelta(),
    days: int = 2,
) -> datetime:
    """Declare an absence, and give its end."""
    now = clock.now(connection)
    starts = now + after
    ends = starts + DAY * days
    asked = Declaring(account.id, starts, ends, Reason.LEAVE, account.id)
    absences.declare(connection, asked, at=now)
    return ends


def stands_in(
    connection: Connection, clock: ShiftedClock, *, delegator: Account, substitute: Account
) -> int:
    """Name a substitute for a week, confirmed by a supervisor; gives the delegation."""
    now = clock.now(connection)
    asked = Naming(delegator, substitute.id, now, now + 7 * DAY, "Arrêté no 12/2026")
    number = delegations.name(connection, asked, at=now)
    third = an_account(connection, roles=(Role.SUPERVISOR,))
    delegations.settle(connection, number, confirmed=True, by=third.id, at=now)
    return number


def to_be_signed(connection: Connection, clock: ShiftedClock, case: Case, agent: Account) -> None:
    """Let an agent send the oldest case to the signatories."""
    workflow = a_workflow(clock)
    claimed_by(connection, workflow, agent)
    workflow.fire(connection, case.id, "approve", actor=acting(agent))
    route(connection, workflow, case.id)
