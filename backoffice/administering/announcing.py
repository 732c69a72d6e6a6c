"""What forms share by which administrators tell citizens of days and hours: read, or refused."""

from collections.abc import Collection
from datetime import date

from flask import request
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.exchange import services
from backoffice.languages import LANGUAGES
from workflows.outbox import Outbox

LONGEST_WORDS = 200


class Incomplete(Exception):
    """The form cannot be read; the words say why."""


def today(connection: Connection) -> date:
    """Give the day that it is in the country."""
    return services().clock.now(connection).astimezone(services().zone).date()


def outbox() -> Outbox:
    """Give the outbox by which clocks come to be moved."""
    return services().workflow.outbox


def offices_ticked(known: Collection[str]) -> list[str]:
    """Read the offices that were chosen; raises Incomplete where there are none."""
    chosen = [slug for slug in request.form.getlist("offices") if slug in known]
    if not chosen:
        raise Incomplete(gettext("Choose the offices."))
    return chosen


def reasons_typed() -> dict[str, str]:
    """Read why, in each language; raises Incomplete where one is missing."""
    reason = {code: request.form.get(f"reason_{code}", "").strip() for code in LANGUAGES}
    if not all(reason.values()):
        raise Incomplete(gettext("Say why in each language: citizens read it."))
    return {code: words[:LONGEST_WORDS] for code, words in reason.items()}


def day_typed(name: str) -> date | None:
    """Read a day; None where none was typed that can be read."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None
