"""The search finds what citizens look for, as they type it, among five thousand other sheets."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from eservices.catalogue.index import write_entry
from eservices.catalogue.search import search
from eservices.catalogue.words import asked_words, folded, sound_of, trigrams
from eservices.packs import describe, known_packs, load_pack, read_pack, read_procedures
from tests.builders.other_sheets import other_sheets
from tests.eservices.catalogue.phrasings import HELD_OUT, PHRASINGS, SEEN, Phrasing

OTHERS = 5_000


def missed(connection: Connection, asked: tuple[Phrasing, ...]) -> list[str]:
    """Tell what was not found among the first three, with what was found instead."""
    told = []
    for one in asked:
        first = [sheet.slug for sheet in search(connection, one.typed).sheets[:3]]
        if not set(first) & set(one.right):
            told.append(f"{one.pack}: {one.typed} -> {first}")
    return told
