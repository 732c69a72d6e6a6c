"""Photographs of documents as telephones take them: good, blurred, dark, pale, cut, blank.

Each is drawn from a seed: paper, print of some size, a table under it, uneven light, a slight turn,
the noise of a small sensor, and the compression of a telephone.
"""

import io
import random
from functools import cache

import pillow_heif
import pymupdf_fonts
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

#: The long side of what common telephones take, in pixels.
SIDES = (1400, 1600, 2048)
TEXT = (
    "République commune acte naissance extrait registre état civil officier soussigné certifie "
    "né le à fils de et profession demeurant délivré pour servir et valoir ce que de droit"
)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(pymupdf_fonts.fontbuffers["figo"]()), size)


def a_page(seed: int, *, side: int | None = None) -> Image.Image:
    """Print a page: a title and paragraphs of ten to thirteen points on A4, or half a page."""
    chance = random.Random(seed)
    height = side or chance.choice(SIDES)
    width = round(height / 2**0.5)
    point = height / 842
    page = Image.new("L", (width, height), chance.randint(225, 252))
    draw = ImageDraw.Draw(page)
    ink = chance.randint(10, 70)
    draw.text((width * 0.2, height * 0.08), "ACTE DE NAISSANCE", ink, _font(round(20 * point)))
    size = chance.uniform(10, 13) * point
    y, end = height * 0.16, height * chance.uniform(0.45, 0.9)
    while y < end:
        line = " ".join(chance.choices(TEXT.split(), k=9))[: round(width * 1.55 / size)]
        draw.text((width * 0.11, y), line, ink, _font(round(size)))
        y += size * 1.5
    return page


def a_card(seed: int) -> Image.Image:
    """Lay an identity card on a table: a face, a few lines, most of the picture is the table."""
    chance = random.Random(seed)
    table = Image.new("L", (1600, 1200), chance.randint(60, 120))
    card = a_page(seed, side=1500).crop((80, 90, 900, 600))
    draw = ImageDraw.Draw(card)
    draw.ellipse((560, 180, 760, 440), fill=chance.randint(90, 150), outline=40, width=6)
    table.paste(card, (chance.randint(150, 600), chance.randint(150, 500)))
    return table


def on_a_table(page: Image.Image, seed: int) -> Image.Image:
    """Photograph a whole page with something of the table around it."""
    chance = random.Random(seed)
    around = round(page.width * chance.uniform(0.02, 0.12))
    size = (page.width + 2 * around, page.height + 2 * around)
    grain = Image.effect_noise((size[0] // 4, size[1] // 4), 30).resize(size)
    table = ImageChops.add(grain, Image.new("L", size, 90), scale=2.2)
    table.paste(page, (around, around))
    return table


def taken(page: Image.Image, seed: int) -> Image.Image:
    """Take a page with a telephone: a slight turn, uneven light, a lens, noise."""
    chance = random.Random(seed)
    turned = page.rotate(chance.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=70)
    falloff = Image.linear_gradient("L").resize(turned.size).rotate(chance.choice((0, 180)))
    depth = chance.uniform(0, 70)
    light = falloff.point([round(255 - depth * grey / 255) for grey in range(256)])
    lit = ImageChops.multiply(turned, light)
    # No lens is perfect: half a pixel to one at the size of the sensor.
    seen = lit.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 1.0)))
    return with_noise(seen, chance.uniform(1, 6))


def with_noise(image: Image.Image, sigma: float) -> Image.Image:
    """Add the noise of a sensor."""
    return ImageChops.add(image, Image.effect_noise(image.size, sigma), offset=-128)


def a_good_photograph(seed: int) -> Image.Image:
    """Take a photograph that an agent reads without effort."""
    if seed % 5 == 0:
        return taken(a_card(seed), seed)
    page = a_page(seed)
    return taken(on_a_table(page, seed) if seed % 2 else page, seed)


def a_good_scan(seed: int) -> Image.Image:
    """Scan a page on a flat bed: white, even, sharp."""
    return a_page(seed).point([min(255, g + 12) for g in range(256)])


def blurred(image: Image.Image, seed: int) -> Image.Image:
    """Miss the focus by as much as makes print of ten points unreadable."""
    radius = random.Random(seed).uniform(2.0, 5.0) * max(image.size) / 1200
    return with_noise(image.filter(ImageFilter.GaussianBlur(radius)), 2)


def darkened(image: Image.Image, seed: int) -> Image.Image:
    """Take it without light."""
    share = random.Random(seed).uniform(0.12, 0.32)
    return with_noise(ImageEnhance.Brightness(image).enhance(share), 5)


def washed_out(image: Image.Image, seed: int) -> Image.Image:
    """Take it against the light, or with the flash on the paper."""
    floor = random.Random(seed).uniform(195, 225)
    return image.point([round(floor + (255 - floor) * g / 255) for g in range(256)])


def cut(image: Image.Image, seed: int) -> Image.Image:
    """Take it too near: one side of the text is outside."""
    width, height = image.size
    share = random.Random(seed).uniform(0.3, 0.5)
    sides = ((round(width * share), 0, width, height), (0, 0, round(width * (1 - share)), height))
    return image.crop(sides[seed % 2])


def blank(seed: int) -> Image.Image:
    """Take the back of the page."""
    return taken(Image.new("L", (1500, 2100), 235), seed)


def jpeg(image: Image.Image, **options: object) -> bytes:
    """Compress as a telephone does."""
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", **({"quality": 80} | options))
    return written.getvalue()


def heic(image: Image.Image, **options: object) -> bytes:
    """Compress as the telephones do that write HEIC."""
    written = io.BytesIO()
    pillow_heif.from_pillow(image.convert("RGB")).save(written, quality=70, **options)
    return written.getvalue()
