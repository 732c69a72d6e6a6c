"""The search finds what citizens look for, as they type it, among five thousand other sheets."""


from sqlalchemy import Connection

from eservices.catalogue.search import search
from tests.eservices.catalogue.phrasings import Phrasing

OTHERS = 5_000


def missed(connection: Connection, asked: tuple[Phrasing, ...]) -> list[str]:
    """Tell what was not found among the first three, with what was found instead."""
    told = []
    for one in asked:
        first = [sheet.slug for sheet in search(connection, one.typed).sheets[:3]]
        if not set(first) & set(one.right):
            told.append(f"{one.pack}: {one.typed} -> {first}")
    return told
