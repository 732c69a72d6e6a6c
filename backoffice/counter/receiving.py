"""Files on paper that arrive: acknowledged one by one, the missing and the unlisted included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from backoffice.counter.sending import PAPERS, names_of_offices
from backoffice.exchange import services, staff
from eservices.counter import batches, transmitting
from eservices.counter.batches import Batch, BatchRefused, Found
from eservices.counter.references import read_references
from eservices.counter.transmitting import Judged
from workflows.accounts import Account
from workflows.actors import Role

NOT_THERE = _("No such batch was sent to your office.")


@dataclass(frozen=True, slots=True)
class Arriving:
    """A batch as it is listed: how many files it has, and whether it is late."""

    batch: Batch
    count: int
    missing: int
    is_late: bool


def listed() -> ResponseReturnValue:
    """List the batches sent to the office; whoever steers the queues sees those of every office."""
    account = staff()
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        found = batches.batches_for(connection, _whose(account)) if _has_some(account) else ()
        arriving = []
        for one in found:
            files = batches.files_in(connection, one.id)
            missing = sum(1 for file in files if file.standing is Found.MISSING)
            arriving.append(Arriving(one, len(files), missing, one.is_late(now)))
        names = names_of_offices(connection)
    return render_template("arriving.html", arriving=arriving, names=names)


def _whose(account: Account) -> str | None:
    return None if Role.SUPERVISOR in account.roles else account.office


def _has_some(account: Account) -> bool:
    return account.office is not None or Role.SUPERVISOR in account.roles


def _may_see(batch: Batch | None, account: Account) -> bool:
    if batch is None or batch.number is None:
        return False
    return Role.SUPERVISOR in account.roles or batch.towards == account.office


def show(batch: int) -> ResponseReturnValue:
    """Show a batch, with its files to be acknowledged by the office to which it was sent."""
    with services().engine.begin() as connection:
        found = batches.find(connection, batch)
        if found is None or not _may_see(found, staff()):
            return _elsewhere()
        now: datetime = services().clock.now(connection)
        return render_template(
            "arrived.html",
            batch=found,
            files=batches.files_in(connection, batch),
            surplus=batches.surplus_in(connection, batch),
            names=names_of_offices(connection),
            papers=PAPERS,
            is_mine=found.towards == staff().office,
            is_late=found.is_late(now),
        )


def _elsewhere() -> ResponseReturnValue:
    flash(str(NOT_THERE))
    return redirect(address_of("receiving.listed"), 303)


def acknowledge(batch: int) -> ResponseReturnValue:
    """Write what was found in a batch."""
    judged = Judged(dict(_found()), read_references(request.form.get("surplus", "")))
    try:
        with services().engine.begin() as connection:
            after = transmitting.acknowledge(
                connection, services().workflow, batch, judged, staff()
            )
    except BatchRefused:
        return _elsewhere()
    done = gettext("Every file of this batch is acknowledged.")
    flash(done if after.settled_at else gettext("Kept. Some files are not acknowledged yet."))
    return redirect(address_of("receiving.show", batch=batch), 303)


def _found() -> Iterator[tuple[int, Found]]:
    for name, value in request.form.items():
        kind, _sign, number = name.partition("-")
        if kind == "file" and number.isdecimal() and value in set(Found):
            yield int(number), Found(value)
