"""Uploaded files: what they really are, judged by parsing them, and made safe to open.

A file is refused for a reason that its owner can act on. Images are written anew without
metadata, so that neither a place nor a hidden payload travels with a photograph. A PDF keeps its
bytes, because it may be signed, and is refused when it could do anything but be read.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from eservices.definition.form import Field, FileKind
from eservices.form.characters import storable
from eservices.images import Checked, rewrite_heic, rewrite_jpeg, rewrite_png
from eservices.legibility import Flaw
from eservices.pdfs import check_pdf
from eservices.refusals import FileRefused, Refusal

MEGABYTE = 1024 * 1024
#: Files that one field may hold: both sides of a card, or an act photographed page by page.
MOST_FILES = 6
LONGEST_NAME = 120
UNSAFE_IN_NAMES = re.compile(
    r'[\x00-\x1f\x7f<>:"/\\|?*\ufffd\u200e\u200f\u202a-\u202e\u2066-\u2069]+'
)

BEGINNINGS = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
)
#: Brands of the ISO file format under which telephones write HEIC photographs.
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
BRAND = slice(8, 12)


def _check_document(data: bytes) -> Checked:
    return Checked(check_pdf(data))


#: What makes each kind of file safe to keep.
CHECKS: Mapping[FileKind, Callable[[bytes], Checked]] = {
    FileKind.PDF: _check_document,
    FileKind.JPEG: rewrite_jpeg,
    FileKind.PNG: rewrite_png,
}
MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
SUFFIXES: Mapping[FileKind, str] = {
    FileKind.PDF: "pdf",
    FileKind.JPEG: "jpg",
    FileKind.PNG: "png",
}


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A file as it will be kept: checked, and an image written anew."""

    filename: str
    media_type: str
    data: bytes
    #: What may keep an agent from reading it; its owner is warned, and may keep it.
    flaws: tuple[Flaw, ...] = ()


def accept_file(field: Field, *, filename: str, data: bytes, already: int) -> AcceptedFile:
    """Check a file for a field that already holds some, and make it safe to open.

    Raises:
        FileRefused: with the reason.
    """
    _check_size(field, data, already)
    kind = kind_of(data)
    if kind is None:
        raise FileRefused(Refusal.UNKNOWN_KIND)
    if kind not in field.accept:
        accepted = ", ".join(name.upper() for name in field.accept)
        raise FileRefused(Refusal.KIND_NOT_ACCEPTED, accepted=accepted)
    return made_safe(kind, filename=filename, data=data)


def made_safe(kind: FileKind, *, filename: str, data: bytes) -> AcceptedFile:
    """Check a file of a known kind and make it safe to open; raises FileRefused."""
    # Who takes photographs takes those of every telephone: HEIC becomes JPEG.
    check = rewrite_heic if is_heic(data) else CHECKS[kind]
    checked = check(data)
    return AcceptedFile(clean_name(filename, kind), MEDIA_TYPES[kind], checked.data, checked.flaws)


def kind_of(data: bytes) -> FileKind | None:
    """Tell what a file will be kept as, from its beginning; its parser says whether it is one."""
    if is_heic(data):
        return FileKind.JPEG
    return next((kind for start, kind in BEGINNINGS if data.startswith(start)), None)


def is_heic(data: bytes) -> bool:
    """Tell whether a file begins like a HEIC photograph."""
    return data[4:8] == b"ftyp" and data[BRAND] in HEIC_BRANDS


def clean_name(filename: str, kind: FileKind) -> str:
    """Give a name that is safe on any disk and in any header, with the suffix of its kind."""
    stem = PurePosixPath(storable(filename).replace("\\", "/")).stem
    readable = " ".join(UNSAFE_IN_NAMES.sub(" ", stem).split())[:LONGEST_NAME].strip(". ")
    return f"{readable or 'document'}.{SUFFIXES[kind]}"


def _check_size(field: Field, data: bytes, already: int) -> None:
    if not data:
        raise FileRefused(Refusal.EMPTY)
    if len(data) > field.max_size * MEGABYTE:
        raise FileRefused(Refusal.TOO_BIG, limit=field.max_size)
    if already >= MOST_FILES:
        raise FileRefused(Refusal.TOO_MANY, limit=MOST_FILES)
