"""Procedures at desks in the catalogue's index: what their files say, and nothing else."""

from collections.abc import Iterable

from sqlalchemy import Connection

from eservices.catalogue.entries import MENTIONED, TITLE, Entry, SheetKind, told_of
from eservices.catalogue.index import keep_procedures
from eservices.packs.procedures import DeskProcedure
from workflows.definitions import checksum_of


def describe(connection: Connection, procedures: Iterable[DeskProcedure]) -> None:
    """Make the index hold exactly these procedures; repeating is harmless."""
    keep_procedures(connection, [entry_of_procedure(one) for one in procedures])


def digest_of(procedure: DeskProcedure) -> str:
    """Give the checksum of what a procedure's file says."""
    content = procedure.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return checksum_of(content)


def entry_of_procedure(procedure: DeskProcedure) -> Entry:
    """Take from a procedure what the catalogue keeps of it."""
    places = (step.place for step in procedure.steps if step.place is not None)
    at_desks = (step.office for step in procedure.steps if step.office is not None)
    return Entry(
        kind=SheetKind.PROCEDURE,
        slug=procedure.procedure,
        digest=digest_of(procedure),
        title=procedure.title,
        summary=procedure.summary,
        authority=procedure.authority,
        category=procedure.category,
        life_events=procedure.life_events,
        audience=tuple(procedure.audience),
        offices=tuple(dict.fromkeys((*procedure.offices, *at_desks))),
        checked_on=procedure.checked_on,
        said=(
            (TITLE, procedure.title),
            *told_of(procedure),
            *((MENTIONED, place) for place in places),
        ),
    )
