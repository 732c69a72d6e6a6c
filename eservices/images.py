"""Photographs and scans: decoded, turned upright, judged, and written anew as mere pixels."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from PIL import Image, ImageOps, UnidentifiedImageError

from eservices.legibility import Flaw, flaws_of
from eservices.refusals import FileRefused, Refusal

#: A 50-megapixel photograph; beyond, a small file may unpack into gigabytes.
MOST_PIXELS = 50_000_000
#: Less than this on the short side is a thumbnail: nobody can read a document on it.
LEAST_SIDE = 200
#: The long side of A4 at 300 points per inch: nothing legible is lost by reducing to it.
LONGEST_SIDE = 3508
#: The long side of the small picture beside a file's name.
THUMBNAIL = 160
#: Modes of pixels that are kept as they are.
PLAIN = frozenset({"L", "RGB"})
#: How each format is written.
SAVING: Mapping[str, Mapping[str, int]] = {"JPEG": {"quality": 85}, "PNG": {"compress_level": 6}}
#: What Pillow raises on a file that is not what it claims, or that stops half-way.
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it will be kept, and what may keep an agent from reading it."""

    data: bytes
    flaws: tuple[Flaw, ...] = ()


def rewrite_jpeg(data: bytes) -> Checked:
    """Write a JPEG image anew; raises FileRefused."""
    return _checked(_decoded(data, "JPEG"), "JPEG")


def rewrite_png(data: bytes) -> Checked:
    """Write a PNG image anew; raises FileRefused."""
    return _checked(_decoded(data, "PNG"), "PNG")


def rewrite_heic(data: bytes) -> Checked:
    """Write a HEIC image anew as JPEG, which any screen shows; raises FileRefused.

    The library is loaded with the first one: most installations see few, and it weighs 8 MB.
    """
    import_module("pillow_heif").register_heif_opener(thumbnails=False)
    return _checked(_decoded(data, "HEIF"), "JPEG")


def turn_right(data: bytes, form: str) -> Checked:
    """Turn an image that was written here a quarter to the right."""
    with Image.open(io.BytesIO(data), formats=(form,)) as image:
        # Blocks of pixels are turned whole at the same quality, so hardly anything is lost.
        return _checked(image.transpose(Image.Transpose.ROTATE_270), form)


def thumbnail(data: bytes) -> bytes:
    """Draw a small picture of an image that was written here, of three to six kilobytes."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (THUMBNAIL, THUMBNAIL))
        image.thumbnail((THUMBNAIL, THUMBNAIL))
        written = io.BytesIO()
        image.convert("RGB").save(written, "JPEG", quality=60)
    return written.getvalue()


def _decoded(data: bytes, form: str) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=(form,)) as image:
            _check_sides(image)
            # Lets the decoder of a large photograph skip what would be reduced away.
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # In place: each copy of the largest photograph takes 150 MB.
            ImageOps.exif_transpose(image, in_place=True)
            return _plain(image)
    except BOMBS:
        raise FileRefused(Refusal.TOO_MANY_PIXELS) from None
    except BROKEN:
        raise FileRefused(Refusal.DAMAGED) from None


def _check_sides(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise FileRefused(Refusal.TOO_MANY_PIXELS)
    if min(width, height) < LEAST_SIDE:
        raise FileRefused(Refusal.TOO_SMALL)


def _plain(image: Image.Image) -> Image.Image:
    """Give the pixels on white paper, without transparency, palette, profile or metadata."""
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        image = paper
    plain = image if image.mode in PLAIN else image.convert("L" if image.mode == "1" else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _checked(image: Image.Image, form: str) -> Checked:
    written = io.BytesIO()
    image.save(written, form, **SAVING[form])
    return Checked(written.getvalue(), flaws_of(image))
