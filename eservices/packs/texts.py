"""Drafts of translations that come with a pack: for a native reader to approve, or to correct."""

from datetime import datetime

from sqlalchemy import Connection

from eservices.definition.publish import INSTALLATION
from eservices.packs.model import Pack
from eservices.packs.shelf import pack_folder
from eservices.translating.keeping import all_of, write
from eservices.translating.po import from_po

TEXTS = "texts"


def load_drafts(connection: Connection, pack: Pack, *, at: datetime) -> int:
    """Keep the pack's drafts where nobody wrote anything yet; tells how many.

    Raises TranslationRefused, or UnreadablePo, for a file that the product should not have.
    """
    return sum(_load(connection, pack, one.code, at=at) for one in pack.national_languages)


def _load(connection: Connection, pack: Pack, language: str, *, at: datetime) -> int:
    path = pack_folder(pack.pack) / TEXTS / f"{language}.po"
    if not path.is_file():
        return 0
    present = all_of(connection, language)
    drafts = (one for one in from_po(language, path.read_bytes()) if one.source not in present)
    return sum(write(connection, draft, INSTALLATION, at=at) for draft in drafts)
