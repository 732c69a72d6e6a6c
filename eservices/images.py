"""Photographs and scans: decoded, turned upright, and written anew as nothing but pixels."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from eservices.refusals import FileRefused, Refusal

#: A 50-megapixel photograph; beyond, a small file may unpack into gigabytes.
MOST_PIXELS = 50_000_000
#: Less than this on the short side is a thumbnail: nobody can read a document on it.
LEAST_SIDE = 200
#: The long side of A4 at 300 points per inch: nothing legible is lost by reducing to it.
LONGEST_SIDE = 3508
JPEG_QUALITY = 85
#: What Pillow raises on a file that is not what it claims, or that stops half-way.
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def rewrite_jpeg(data: bytes) -> bytes:
    """Write a JPEG image anew; raises FileRefused."""
    return _encoded(_decoded(data, "JPEG"), "JPEG", quality=JPEG_QUALITY)


def rewrite_png(data: bytes) -> bytes:
    """Write a PNG image anew; raises FileRefused."""
    return _encoded(_decoded(data, "PNG"), "PNG", compress_level=6)


def _decoded(data: bytes, form: str) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=(form,)) as image:
            _check_sides(image)
            # Lets the decoder of a large photograph skip what would be reduced away.
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _plain(ImageOps.exif_transpose(image))
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
    plain = image.convert("L" if image.mode in {"1", "L"} else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _encoded(image: Image.Image, form: str, **options: int) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()
