"""Uploads: a file is what its content says, and is refused for a reason one can act on."""

import io
import resource
import time
from collections.abc import Callable, Mapping
from functools import partial

import pytest
from PIL import Image, ImageChops, ImageStat

from eservices.definition.form import Field, FileKind
from eservices.images import rewrite_jpeg, turn_right
from eservices.legibility import Flaw
from eservices.refusals import EXPLANATIONS, FileRefused, Refusal
from eservices.uploads import MOST_FILES, accept_file, clean_name
from tests.builders.files import (
    a_pdf,
    a_photograph_with_a_place,
    an_encrypted_pdf,
    an_image,
    with_action,
    with_attachment,
    with_launch_link,
    with_opening_page,
    with_page_action,
)
from tests.builders.photographs import a_good_scan, blurred, heic, jpeg

EVERYTHING = ("pdf", "jpeg", "png")


def a_field(*, accept: tuple[str, ...] = EVERYTHING, max_size: int = 5) -> Field:
    label = {"fr": "Pièce", "en": "Document"}
    content = {"id": "it", "type": "file", "label": label, "accept": accept, "max_size": max_size}
    return Field.model_validate(content)


def why_refused(data: bytes, field: Field | None = None, already: int = 0) -> Refusal:
    with pytest.raises(FileRefused) as refused:
        accept_file(field or a_field(), filename="x.pdf", data=data, already=already)
    assert refused.value.explain("fr") != EXPLANATIONS[refused.value.refusal]
    refusal: Refusal = refused.value.refusal
    return refusal


@pytest.mark.parametrize("make", [a_pdf, partial(a_pdf, with_opening_page)])
def test_a_plain_pdf_is_kept_as_it_is(make: Callable[[], bytes]) -> None:
    data = make()

    kept = accept_file(a_field(), filename="acte.PDF", data=data, already=0)

    assert (kept.filename, kept.media_type, kept.data) == ("acte.pdf", "application/pdf", data)


@pytest.mark.parametrize("turned", [True, False])
def test_a_photograph_is_turned_upright_and_loses_its_metadata(*, turned: bool) -> None:
    data = a_photograph_with_a_place(turned=turned)

    kept = accept_file(a_field(), filename="IMG.jpeg", data=data, already=0)

    with Image.open(io.BytesIO(kept.data)) as image:
        assert image.size == ((600, 800) if turned else (800, 600))
        assert not image.getexif()
    assert b"taken at home" not in kept.data
    assert kept.filename == "IMG.jpg"


def test_what_follows_the_end_of_an_image_does_not_stay() -> None:
    data = an_image("PNG") + b"<?php system($_GET['c']) ?>"

    kept = accept_file(a_field(), filename="scan.png", data=data, already=0)

    assert b"php" not in kept.data


def test_a_large_photograph_is_reduced_to_what_can_be_read() -> None:
    kept = accept_file(
        a_field(max_size=25), filename="x.jpg", data=an_image("JPEG", (6000, 8000)), already=0
    )

    with Image.open(io.BytesIO(kept.data)) as image:
        assert max(image.size) <= 3508


HOSTILE: Mapping[str, tuple[Callable[[], bytes], Refusal]] = {
    "nothing": (lambda: b"", Refusal.EMPTY),
    "a zip named pdf": (lambda: b"PK\x03\x04 zip", Refusal.UNKNOWN_KIND),
    "a page of script": (lambda: b"<script>alert(1)</script>", Refusal.UNKNOWN_KIND),
    "a programme": (lambda: b"MZ\x90\x00", Refusal.UNKNOWN_KIND),
    "a header alone": (lambda: b"%PDF-1.7 and nothing more", Refusal.DAMAGED),
    "a pdf without its trailer": (lambda: a_pdf()[:60], Refusal.DAMAGED),
    "a pdf without pages": (lambda: a_pdf(pages=0), Refusal.DAMAGED),
    "a locked pdf": (lambda: an_encrypted_pdf("secret"), Refusal.ENCRYPTED),
    "a pdf locked with nothing": (lambda: an_encrypted_pdf(""), Refusal.ENCRYPTED),
    "a script at opening": (lambda: a_pdf(with_action("JavaScript")), Refusal.ACTIVE),
    "a programme at opening": (lambda: a_pdf(with_action("Launch")), Refusal.ACTIVE),
    "a programme behind a link": (lambda: a_pdf(with_launch_link), Refusal.ACTIVE),
    "a script of a page": (lambda: a_pdf(with_page_action), Refusal.ACTIVE),
    "a file inside": (lambda: a_pdf(with_attachment), Refusal.EMBEDDED),
    "a book": (lambda: a_pdf(pages=201), Refusal.TOO_MANY_PAGES),
    "a jpeg header alone": (lambda: b"\xff\xd8\xff and nothing more", Refusal.DAMAGED),
    "half a jpeg": (lambda: an_image("JPEG")[:2000], Refusal.DAMAGED),
    "half a png": (lambda: an_image("PNG")[:900], Refusal.DAMAGED),
    "a thumbnail": (lambda: an_image("PNG", (100, 4000)), Refusal.TOO_SMALL),
    "a bomb of pixels": (lambda: an_image("PNG", (10_000, 6_000)), Refusal.TOO_MANY_PIXELS),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_by_name(name: str) -> None:
    make, refusal = HOSTILE[name]

    assert why_refused(make()) is refusal


def test_limits_are_those_of_the_field() -> None:
    assert why_refused(b"%PDF-" + bytes(1024 * 1024), a_field(max_size=1)) is Refusal.TOO_BIG
    assert why_refused(an_image("PNG"), a_field(accept=("pdf",))) is Refusal.KIND_NOT_ACCEPTED
    assert why_refused(a_pdf(), already=MOST_FILES) is Refusal.TOO_MANY


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\afi\\acte.pdf", "acte.pdf"),
        ("acte\r\nSet-Cookie: x.pdf", "acte Set-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ('"><script>.pdf', "script.pdf"),
        ("\x00", "document.pdf"),
        ("é" * 400, "é" * 120 + ".pdf"),
        ("...", "document.pdf"),
    ],
)
def test_a_name_is_safe_on_any_disk_and_in_any_header(typed: str, kept: str) -> None:
    assert clean_name(typed, FileKind.PDF) == kept


def test_every_refusal_has_its_words() -> None:
    assert EXPLANATIONS.keys() == set(Refusal)


def test_a_heic_photograph_becomes_a_jpeg_turned_upright_without_its_metadata() -> None:
    metadata = Image.Exif()
    metadata[0x010E] = "taken at home"
    data = heic(a_good_scan(2), exif=metadata.tobytes())

    kept = accept_file(a_field(), filename="IMG_0001.HEIC", data=data, already=0)

    assert (kept.filename, kept.media_type, kept.flaws) == ("IMG_0001.jpg", "image/jpeg", ())
    with Image.open(io.BytesIO(kept.data)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
    assert b"taken at home" not in kept.data


def test_a_broken_heic_photograph_or_one_where_none_is_wanted_is_refused() -> None:
    data = heic(a_good_scan(2))

    assert why_refused(data[:2000]) is Refusal.DAMAGED
    assert why_refused(data[:12]) is Refusal.DAMAGED
    assert why_refused(data, a_field(accept=("pdf",))) is Refusal.KIND_NOT_ACCEPTED


def test_a_photograph_that_may_be_hard_to_read_is_kept_with_its_flaw() -> None:
    data = jpeg(blurred(a_good_scan(2), 2))

    kept = accept_file(a_field(), filename="x.jpg", data=data, already=0)

    assert kept.flaws == (Flaw.BLURRED,)


def test_four_quarter_turns_give_the_photograph_back() -> None:
    turned = kept = rewrite_jpeg(jpeg(a_good_scan(2)))

    for _ in range(4):
        turned = turn_right(turned.data, "JPEG")

    with Image.open(io.BytesIO(kept.data)) as one, Image.open(io.BytesIO(turned.data)) as other:
        assert one.size == other.size
        assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 2


def test_the_largest_photograph_is_judged_within_bounds_of_time_and_memory() -> None:
    data = jpeg(a_good_scan(2).resize((7000, 7000)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()

    accept_file(a_field(max_size=25), filename="x.jpg", data=data, already=0)

    assert time.process_time() - started < 6
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024
