"""Words: every text that a person may read stands in the French catalogues, and reads."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import eservices

ROOT = Path(eservices.__file__).parent
PORTAL = ROOT / "portal"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "mark": None,
    "mark_counted": (1, 2),
}
#: Their words stand in catalogues of their own.
OTHERS = {"definition", "packs", "portal"}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


def used_in(folder: Path) -> set[str | tuple[str, ...]]:
    """Find every text marked for translation in a folder, not in those with their own catalogue."""

    def belongs(inner: str | os.PathLike[str]) -> bool:
        return Path(inner).name not in OTHERS

    found = extract_from_dir(folder, METHODS, keywords=KEYWORDS, directory_filter=belongs)
    return {message for _file, _line, message, _comments, _context in found}


def catalogue(folder: Path) -> Catalog:
    """Read the French catalogue of a folder."""
    path = folder / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
    return read_po(BytesIO(path.read_bytes()), locale="fr")


def messages(folder: Path) -> Iterator[Message]:
    return (message for message in catalogue(folder) if message.id)


@pytest.mark.parametrize("folder", [ROOT, PORTAL], ids=["eservices", "portal"])
def test_every_text_is_in_the_french_catalogue_and_no_other(folder: Path) -> None:
    translated = {message.id for message in messages(folder)}

    assert used_in(folder) == translated


@pytest.mark.parametrize("folder", [ROOT, PORTAL], ids=["eservices", "portal"])
def test_no_translation_is_empty_doubtful_or_short_of_a_parameter(folder: Path) -> None:
    for message in messages(folder):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), message.id
        assert not message.fuzzy, message.id
        assert not list(message.check()), message.id
