"""One reader for each type of field: what was typed becomes a value of the type, or `Invalid`."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from eservices.definition.form import Field
from eservices.form.characters import not_of_a_name, plain_digits, tidy_line, tidy_lines
from eservices.form.problems import Code, Invalid

#: Characters kept when a field states no `max_length` of its own.
LINE = 200
LINES = 3000
NAME = 100
IDENTIFIER = 40
#: The longest address that mail can carry, RFC 5321 section 4.5.3.1.3.
MAIL = 254
#: Nobody alive was born before, and no act in force is older.
FIRST_YEAR = 1875
#: The largest integer that JSON carries exactly everywhere.
LARGEST = 2**53 - 1

IDENTIFIER_FORM = re.compile(r"[A-Z0-9](?:[A-Z0-9/-]*[A-Z0-9])?")
NUMBER = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]*)?")
SPACES_IN_NUMBERS = re.compile(r"(?<=[0-9])\s(?=[0-9]{3}(?:\D|$))")
DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
PHONE = re.compile(r"\+?[0-9]{8,15}")
PHONE_ORNAMENTS = str.maketrans("", "", " .-()/")
LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"(?=.{{1,64}}@){LOCAL_PART}@(?:{LABEL}\.)+{LABEL}")
TRUTHS = {"yes": True, "no": False}


#: Reads one typed text; the day decides the bounds that say `today`.
Reader = Callable[[str, Field, date], Any]


def read_line(typed: str, field: Field, _today: date) -> str:
    """Read one line of free text."""
    return _matching(_within(tidy_line(typed), field.max_length or LINE), field)


def read_lines(typed: str, field: Field, _today: date) -> str:
    """Read free text over several lines."""
    return _within(tidy_lines(typed), field.max_length or LINES)


def read_name(typed: str, field: Field, _today: date) -> str:
    """Read a person's name: letters of any script and what joins them."""
    name = _within(tidy_line(typed), field.max_length or NAME)
    if strange := not_of_a_name(name):
        raise Invalid(Code.NOT_IN_A_NAME, characters=strange[:40])
    if name and not any(character.isalpha() for character in name):
        raise Invalid(Code.NO_LETTER)
    return _matching(name, field)


def read_identifier(typed: str, field: Field, _today: date) -> str:
    """Read an official number: capitals and digits, written without spaces."""
    number = plain_digits("".join(tidy_line(typed).split())).upper()
    _within(number, field.max_length or IDENTIFIER)
    if not IDENTIFIER_FORM.fullmatch(number):
        raise Invalid(Code.NOT_IN_A_NUMBER)
    return _matching(number, field)


def read_date(typed: str, field: Field, today: date) -> str:
    """Read a date typed as day, month and year; the answer is ISO 8601."""
    match = DATE.fullmatch(plain_digits(tidy_line(typed)).replace(" ", ""))
    if match is None:
        raise Invalid(Code.DATE_INCOMPLETE)
    day, month, year = (int(part) for part in match.groups())
    try:
        read = date(year, month, day)
    except ValueError:
        raise Invalid(Code.DATE_UNREAL) from None
    if read.year < FIRST_YEAR:
        raise Invalid(Code.DATE_UNREAL)
    return _date_between(read, field, today).isoformat()


def read_integer(typed: str, field: Field, _today: date) -> int:
    """Read a whole number."""
    number = _number(typed)
    if number != number.to_integral_value():
        raise Invalid(Code.NOT_WHOLE)
    return int(_number_between(number, field))


def read_decimal(typed: str, field: Field, _today: date) -> int | float:
    """Read a number with at most two decimals; a whole one stays whole in JSON."""
    number = _number(typed)
    if number != round(number, 2):
        raise Invalid(Code.TOO_PRECISE)
    _number_between(number, field)
    return int(number) if number == number.to_integral_value() else float(number)


def read_choice(typed: str, field: Field, _today: date) -> str:
    """Read the value of one of the field's options."""
    if field.option(typed) is None:
        raise Invalid(Code.NOT_AN_OPTION)
    return typed


def read_truth(typed: str, _field: Field, _today: date) -> bool:
    """Read yes or no."""
    if typed not in TRUTHS:
        raise Invalid(Code.NOT_AN_OPTION)
    return TRUTHS[typed]


def read_mail(typed: str, _field: Field, _today: date) -> str:
    """Read a mail address."""
    return mail_address(typed)


def mail_address(typed: str) -> str:
    """Read a mail address; the domain is written as the network knows it, in lower case."""
    local, _at, domain = _within(tidy_line(typed), MAIL).rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        raise Invalid(Code.NOT_A_MAIL) from None
    if not ADDRESS.fullmatch(address) or len(address) > MAIL:
        raise Invalid(Code.NOT_A_MAIL)
    return address


def read_phone(typed: str, _field: Field, _today: date) -> str:
    """Read a telephone number."""
    return phone_number(typed)


def phone_number(typed: str) -> str:
    """Read a telephone number: digits, after a plus when the country code is given."""
    digits = plain_digits(tidy_line(typed)).translate(PHONE_ORNAMENTS)
    number = f"+{digits[2:]}" if digits.startswith("00") else digits
    if not PHONE.fullmatch(number):
        raise Invalid(Code.NOT_A_PHONE)
    return number


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Invalid(Code.TOO_LONG, limit=limit, length=len(text))
    return text


def _matching(text: str, field: Field) -> str:
    if field.pattern is not None and not re.fullmatch(field.pattern, text):
        raise Invalid(Code.WRONG_FORM)
    return text


def _number(typed: str) -> Decimal:
    text = SPACES_IN_NUMBERS.sub("", plain_digits(tidy_line(typed))).replace("\u2212", "-")
    if not NUMBER.fullmatch(text):
        raise Invalid(Code.NOT_A_NUMBER)
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Invalid(Code.NOT_A_NUMBER) from None
    if abs(number) > LARGEST:
        raise Invalid(Code.TOO_LARGE, limit=LARGEST)
    return number


def _number_between(number: Decimal, field: Field) -> Decimal:
    if isinstance(field.min, int | Decimal) and number < field.min:
        raise Invalid(Code.TOO_SMALL, limit=field.min)
    if isinstance(field.max, int | Decimal) and number > field.max:
        raise Invalid(Code.TOO_LARGE, limit=field.max)
    return number


def _date_between(read: date, field: Field, today: date) -> date:
    first, last = (today if bound == "today" else bound for bound in (field.min, field.max))
    if isinstance(first, date) and read < first:
        raise Invalid(Code.DATE_TOO_EARLY, limit=first)
    if isinstance(last, date) and read > last:
        raise Invalid(Code.DATE_TOO_LATE, limit=last)
    return read
