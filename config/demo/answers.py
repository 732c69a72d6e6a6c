"""What the demonstration's citizen answers: one plausible answer for each type of field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pymupdf_fonts
from PIL import Image, ImageDraw, ImageFont

from eservices.definition.form import Field, FieldType, FileKind

BORN = date(1990, 3, 27)
#: Half a page of A4 at a resolution that is easily read.
SHEET = (1240, 877)


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody who applies."""

    surname: str
    given_names: str
    mail: str
    #: Where they were born and live.
    place: str


def typed(field: Field, citizen: Citizen, today: date) -> dict[str, str]:
    """Give what the citizen types into the boxes of a field, by the name of each box."""
    if field.type is FieldType.DATE:
        return _date(field, today)
    return {field.id: WORDS[field.type](field, citizen)}


def _date(field: Field, today: date) -> dict[str, str]:
    day = BORN if field.min is None else today + timedelta(days=45)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{field.id}-{part}": str(number) for part, number in parts.items()}


def _name(field: Field, citizen: Citizen) -> str:
    given = {"surname": citizen.surname, "given_names": citizen.given_names}
    return given.get(field.id, f"{citizen.surname} Koffi")


def _number(field: Field, _citizen: Citizen) -> str:
    low = field.min if isinstance(field.min, int) else 1
    return str(max(low, 120) if field.type is FieldType.AREA else low)


def _first(field: Field, _citizen: Citizen) -> str:
    return field.options[0].value


WORDS: Mapping[FieldType, Callable[[Field, Citizen], str]] = {
    FieldType.TEXT: lambda _field, _citizen: "Démonstration 1",
    FieldType.LONG_TEXT: lambda _field, _citizen: "Texte de la démonstration.",
    FieldType.PERSON_NAME: _name,
    FieldType.NATIONAL_ID: lambda _field, _citizen: "1234567890",
    FieldType.CHOICE: _first,
    FieldType.INTEGER: _number,
    FieldType.DECIMAL: _number,
    FieldType.AREA: _number,
    FieldType.BOOLEAN: lambda _field, _citizen: "yes",
    FieldType.MAIL: lambda _field, citizen: citizen.mail,
    FieldType.PHONE: lambda _field, _citizen: "+229 01 97 00 00 00",
    FieldType.PLACE: lambda _field, citizen: citizen.place,
}


def photograph(field: Field, citizen: Citizen) -> tuple[str, bytes, str]:
    """Draw a document of the demonstration, in a format that the field accepts."""
    kind = FileKind.JPEG if FileKind.JPEG in field.accept else field.accept[0]
    picture = Image.new("RGB", SHEET, "#f4efe4")
    pen = ImageDraw.Draw(picture)
    # Pillow's own letters have no accents.
    letters = ImageFont.truetype(BytesIO(pymupdf_fonts.fontbuffers["figo"]()), 48)
    pen.rectangle((40, 40, SHEET[0] - 40, SHEET[1] - 40), outline="#7a6a4f", width=4)
    lines = (
        "SPECIMEN - DEMONSTRATION",
        field.label.in_language("fr"),
        f"{citizen.surname} {citizen.given_names}",
    )
    for row, line in enumerate(lines):
        pen.text((90, 120 + 110 * row), line, fill="#33291a", font=letters)
    buffer = BytesIO()
    picture.save(buffer, format=kind.value)
    media = {FileKind.PDF: "application/pdf"}.get(kind, f"image/{kind.value}")
    return f"{field.id}.{kind.value}", buffer.getvalue(), media
