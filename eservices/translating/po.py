"""Translations on their way to translators and back, as gettext's .po files."""

from collections.abc import Iterator, Mapping
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from eservices.translating.keeping import Standing, Translation, Wording

#: Begins the comment that says where a draft was taken from.
ORIGIN = "origin: "


class UnreadablePo(Exception):
    """A file is no .po file."""


def as_po(
    language: str, sources: Mapping[str, str], translated: Mapping[str, Translation]
) -> bytes:
    """Write every French text with its translation; what is not approved is marked fuzzy."""
    catalog = Catalog(project="eservices", fuzzy=False, header_comment=f"# {language}")
    for source, place in sources.items():
        found = translated.get(source)
        notes = [f"in: {place}"] + ([f"{ORIGIN}{found.origin}"] if found and found.origin else [])
        is_draft = found is not None and found.standing is not Standing.APPROVED
        catalog.add(
            source,
            string="" if found is None else found.words,
            auto_comments=notes,
            flags=["fuzzy"] if is_draft else [],
        )
    written = BytesIO()
    write_po(written, catalog, width=0)
    return written.getvalue()


def from_po(language: str, content: bytes) -> Iterator[Wording]:
    """Read what a translator wrote; raises UnreadablePo. Nothing of it is approved by that."""
    try:
        catalog = read_po(BytesIO(content), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise UnreadablePo(str(error)) from error
    for message in catalog:
        if message.id and isinstance(message.string, str) and message.string.strip():
            comments = (*message.auto_comments, *message.user_comments)
            origin = next((one for one in comments if one.startswith(ORIGIN)), ORIGIN)
            yield Wording(language, str(message.id), message.string, origin.removeprefix(ORIGIN))
