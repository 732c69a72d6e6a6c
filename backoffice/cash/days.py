"""The cash report of an office's day, as a page and as a table to keep."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.cash.asking import day_typed
from backoffice.cash.words import KINDS
from backoffice.exchange import services
from backoffice.languages import words_of
from payments.cash.deposits import Deposit, deposited_between
from payments.cash.statements import (
    SUMS,
    Movement,
    Standing,
    movements_of,
    receipt_number,
    sessions_between,
)
from payments.cash.tills import all_tills
from payments.money import Money
from workflows.board import office_names

HEADS: tuple[LazyString, ...] = (
    _("Moment"),
    _("Office"),
    _("Till"),
    _("Session"),
    _("Cashier"),
    _("Movement"),
    _("Amount"),
    _("Currency"),
    _("Case"),
    _("E-service"),
    _("Receipt"),
)
#: What spreadsheets would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Day:
    """An office's day: the sessions opened on it, all that moved in them, and the deposits."""

    office: str
    day: date
    sessions: tuple[Standing, ...]
    movements: tuple[Movement, ...]
    deposits: tuple[Deposit, ...]

    @property
    def currency(self) -> str | None:
        """Name the currency of its tills; None where none was open."""
        return self.sessions[0].session.currency if self.sessions else None

    def total(self, name: str) -> Money | None:
        """Add up a sum of the sessions, or None where there is nothing to add."""
        if self.currency is None or name not in SUMS:
            return None
        return Money(sum(getattr(one, name) for one in self.sessions), self.currency)


def report() -> ResponseReturnValue:
    """Show the cash of an office's day."""
    with services().engine.begin() as connection:
        offices = _offices(connection)
        found = _day(connection, offices)
        today = _today(connection)
    return render_template("cash/day.html", found=found, offices=offices, today=today)


def table() -> ResponseReturnValue:
    """Give the movements of an office's day as a table."""
    with services().engine.begin() as connection:
        offices = _offices(connection)
        found = _day(connection, offices)
        rows = list(_rows(connection, found, offices))
    name = f"caisse-{found.office}-{found.day}.csv"
    answer = Response(written(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _today(connection: Connection) -> date:
    return services().clock.now(connection).astimezone(services().zone).date()


def _offices(connection: Connection) -> Mapping[str, str]:
    names = office_names(connection)
    return {till.office: words_of(names[till.office]) for till in all_tills(connection)}


def _day(connection: Connection, offices: Mapping[str, str]) -> Day:
    day = day_typed(request.args.get("day", "")) or _today(connection)
    wanted = request.args.get("office", "")
    office = wanted if wanted in offices else next(iter(offices), "")
    start = datetime.combine(day, time(), services().zone)
    sessions = sessions_between(connection, office, start=start, stop=start + timedelta(days=1))
    return Day(
        office=office,
        day=day,
        sessions=sessions,
        movements=movements_of(connection, [one.session.id for one in sessions]),
        deposits=deposited_between(connection, office, first=day, last=day),
    )


def _rows(connection: Connection, found: Day, offices: Mapping[str, str]) -> Iterator[list[str]]:
    yield [str(head) for head in HEADS]
    by_id = {one.session.id: one for one in found.sessions}
    for one in reversed(found.movements):
        of = by_id[one.entry.session_id]
        yield [
            one.entry.at.astimezone(services().zone).isoformat(timespec="seconds"),
            offices[found.office],
            words_of(of.till.name),
            str(of.session.id),
            of.cashier,
            str(KINDS[one.entry.kind]),
            str(one.entry.amount),
            one.currency,
            one.reference or "",
            one.eservice or "",
            receipt_number(connection, one.entry.intent_id),
        ]


def written(rows: list[list[str]]) -> str:
    """Write rows so that no spreadsheet runs what somebody typed."""
    file = StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return file.getvalue()


def _harmless(cell: str) -> str:
    is_sum = cell.removeprefix("-").isdigit()
    return f"'{cell}" if cell.startswith(FORMULA) and not is_sum else cell
