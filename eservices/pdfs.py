"""PDF documents: parsed whole, and refused when they could do anything but be read."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from eservices.refusals import FileRefused, Refusal

#: More pages than any dossier asks for; more would keep an agent's browser busy.
MOST_PAGES = 200
#: No honest document nests its objects deeper.
DEEPEST = 50
#: Keys that make a document act: run a script, start a programme, open or send something.
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/OpenAction", "/AA", "/XFA"})
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}
)
EMBEDDED_KEYS = frozenset({"/EmbeddedFiles", "/EF", "/RichMediaContent"})
EMBEDDED_TYPE = "/EmbeddedFile"
#: An action that only opens the document at one of its own pages is harmless.
JUMP = "/GoTo"
BROKEN = (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, OverflowError)


def check_pdf(data: bytes) -> bytes:
    """Give the document back as it is; raises FileRefused when it may not be kept."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            _check_pages(document)
            for item in document.objects:
                _check_object(item)
    except pikepdf.PasswordError:
        raise FileRefused(Refusal.ENCRYPTED) from None
    except BROKEN:
        raise FileRefused(Refusal.DAMAGED) from None
    return data


def _check_pages(document: pikepdf.Pdf) -> None:
    # A document may be encrypted under an empty password: it opens here and is locked elsewhere.
    if document.is_encrypted:
        raise FileRefused(Refusal.ENCRYPTED)
    pages = len(document.pages)
    if pages == 0:
        raise FileRefused(Refusal.DAMAGED)
    if pages > MOST_PAGES:
        raise FileRefused(Refusal.TOO_MANY_PAGES, limit=MOST_PAGES)


def _check_object(item: Any) -> None:
    for dictionary in _dictionaries(item, 0):
        keys = set(dictionary.keys())
        if keys & EMBEDDED_KEYS or str(dictionary.get("/Type", "")) == EMBEDDED_TYPE:
            raise FileRefused(Refusal.EMBEDDED)
        if _acts(dictionary, keys):
            raise FileRefused(Refusal.ACTIVE)


def _acts(dictionary: Any, keys: set[str]) -> bool:
    active = keys & ACTIVE_KEYS
    if "/OpenAction" in active and _only_jumps(dictionary["/OpenAction"]):
        active -= {"/OpenAction"}
    return bool(active) or str(dictionary.get("/S", "")) in ACTIVE_ACTIONS


def _only_jumps(action: Any) -> bool:
    if isinstance(action, pikepdf.Array):
        return True
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) == JUMP


def _dictionaries(item: Any, depth: int) -> Iterator[Any]:
    """Walk what one object holds itself; what it refers to is an object of its own."""
    if depth > DEEPEST:
        raise FileRefused(Refusal.DAMAGED)
    children: Sequence[Any] = ()
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        children = [item[key] for key in set(item.keys())]
    elif isinstance(item, pikepdf.Array):
        children = list(item)
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)
