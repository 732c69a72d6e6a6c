"""Forgeries of a sealed act: what a forger with a PDF library, or a careless reader, would do."""

# pyHanko's low layer carries no types.
# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from delivery.sealing import Sealer
from tests.builders.delivery import an_authority

Attack = Callable[[bytes], bytes]


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _byte_of_page(sealed: bytes) -> bytes:
    return _flip(sealed, sealed.index(b"stream\n") + 200)


def _byte_of_metadata(sealed: bytes) -> bytes:
    return _flip(sealed, sealed.index(b"/Title") + 12)


def _byte_of_signature(sealed: bytes) -> bytes:
    at = sealed.index(b"/Contents <") + 400
    digit = b"1" if sealed[at : at + 1] != b"1" else b"2"
    return sealed[:at] + digit + sealed[at + 1 :]


def _byte_range_moved(sealed: bytes) -> bytes:
    found = re.search(rb"/ByteRange \[0 (\d+)", sealed)
    assert found is not None
    shorter = str(int(found[1]) - 1).rjust(len(found[1])).encode()
    return sealed[: found.start(1)] + shorter + sealed[found.end(1) :]


def _permission_loosened(sealed: bytes) -> bytes:
    assert sealed.count(b"/P 1\n") == 1
    return sealed.replace(b"/P 1\n", b"/P 3\n")


def _trailing_newline(sealed: bytes) -> bytes:
    return sealed + b"\n"


def _trailing_comment(sealed: bytes) -> bytes:
    return sealed + b"%" + b"x" * 5000 + b"\n%%EOF\n"


def _appended_to_another(sealed: bytes) -> bytes:
    return _resaved(sealed) + sealed


def _incremental(sealed: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _overlay(sealed: bytes) -> bytes:
    def draw(writer: IncrementalPdfFileWriter) -> None:
        forged = b"q 1 1 1 rg 200 600 200 40 re f 0 g BT 210 610 Td (CJ-2026-9999999) Tj ET Q"
        stream = writer.add_object(generic.StreamObject(stream_data=forged))
        writer.add_stream_to_page(0, stream)

    return _incremental(sealed, draw)


def _annotation(sealed: bytes) -> bytes:
    def annotate(writer: IncrementalPdfFileWriter) -> None:
        note = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Annot"),
                generic.NameObject("/Subtype"): generic.NameObject("/FreeText"),
                generic.NameObject("/Contents"): generic.TextStringObject("12 condamnations"),
                generic.NameObject("/Rect"): generic.ArrayObject(
                    [generic.NumberObject(side) for side in (80, 400, 500, 460)]
                ),
            }
        )
        page = writer.root["/Pages"]["/Kids"][0]
        annotations = page.get("/Annots", generic.ArrayObject())
        annotations.append(writer.add_object(note))
        page["/Annots"] = annotations
        writer.update_container(page)

    return _incremental(sealed, annotate)


def _title(sealed: bytes) -> bytes:
    def rename(writer: IncrementalPdfFileWriter) -> None:
        writer.set_info(
            generic.DictionaryObject(
                {generic.NameObject("/Title"): generic.TextStringObject("CJ-2026-9999999")}
            )
        )

    return _incremental(sealed, rename)


def _opening_action(sealed: bytes) -> bytes:
    def act(writer: IncrementalPdfFileWriter) -> None:
        script = generic.DictionaryObject(
            {
                generic.NameObject("/S"): generic.NameObject("/JavaScript"),
                generic.NameObject("/JS"): generic.TextStringObject("app.alert(1)"),
            }
        )
        writer.root[generic.NameObject("/OpenAction")] = script
        writer.update_root()

    return _incremental(sealed, act)


def _stripped(sealed: bytes) -> bytes:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        del pdf.Root.AcroForm
        del pdf.Root.Perms
        del pdf.pages[0].Annots
        output = BytesIO()
        pdf.save(output)
    return output.getvalue()


def _sealed_again_by_a_stranger(sealed: bytes) -> bytes:
    stranger = Sealer(an_authority(serial=2).key)
    return stranger.seal(_stripped(sealed), at=datetime.now(UTC), reason="x", place="Cotonou")


def _first_revision(sealed: bytes) -> bytes:
    return sealed[: sealed.index(b"%%EOF") + 6]


def _resaved(sealed: bytes) -> bytes:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        output = BytesIO()
        pdf.save(output)
    return output.getvalue()


def _page_swapped(sealed: bytes) -> bytes:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        forged = b"BT 100 500 Td (NEANT) Tj ET"
        pdf.pages[0].Contents = pdf.make_stream(forged)
        output = BytesIO()
        pdf.save(output, preserve_pdfa=False)
    return output.getvalue()


def _cut_short(sealed: bytes) -> bytes:
    return sealed[: len(sealed) * 3 // 4]


ATTACKS: Mapping[str, Attack] = {
    "a byte of the page flipped": _byte_of_page,
    "a byte of the metadata flipped": _byte_of_metadata,
    "a byte of the signature changed": _byte_of_signature,
    "the signed range moved": _byte_range_moved,
    "the permission loosened": _permission_loosened,
    "a line break at the end": _trailing_newline,
    "a comment at the end": _trailing_comment,
    "another file in front": _appended_to_another,
    "an overlay with another number": _overlay,
    "an annotation": _annotation,
    "another title": _title,
    "a script at opening": _opening_action,
    "a stranger's seal under the same names": _sealed_again_by_a_stranger,
    "the seal taken off": _stripped,
    "the revision before the seal": _first_revision,
    "saved again by an editor": _resaved,
    "the page's content swapped": _page_swapped,
    "the file cut short": _cut_short,
    "no PDF at all": lambda _sealed: b"GIF89a not a PDF",
    "an empty file": lambda _sealed: b"",
}
