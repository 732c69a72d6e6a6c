"""The characters of a typed text: invisible ones are dropped, unreadable ones are refused."""

import re
import unicodedata

from eservices.form.problems import Code, Invalid

#: Stands for what could not be decoded, and for NUL, which PostgreSQL cannot store.
REPLACEMENT = "\ufffd"
#: Joiners change the shape of letters in several scripts and of emoji: they are text.
JOINERS = frozenset("\u200c\u200d")
#: Control, surrogate, private-use and unassigned code points mean nothing to a reader.
UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
#: More marks than this on one letter is not writing, and would print over the neighbouring lines.
STACKED_MARKS = re.compile(r"(?:[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]){5,}")
PUNCTUATION_OF_NAMES = frozenset(" -'’ʼ‘.·") | JOINERS


def storable(text: str) -> str:
    """Give the text as the database can keep it: NUL and lone surrogates become a visible mark."""
    paired = text.replace("\x00", REPLACEMENT).encode("utf-16", "surrogatepass")
    return paired.decode("utf-16", "replace")


def tidy_line(text: str) -> str:
    """Give one line of readable text: composed, without invisible characters or double spaces.

    Raises:
        Invalid: characters that nobody can read remain.
    """
    return " ".join(_readable(text.replace("\t", " ")).split())


def tidy_lines(text: str) -> str:
    """Give readable text that may run over several lines.

    Raises:
        Invalid: characters that nobody can read remain.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(tidy_line(line) for line in lines).strip()


def not_of_a_name(text: str) -> str:
    """List the characters that do not belong in a person's name, each once, in order."""
    strange = [character for character in text if not _of_a_name(character)]
    return " ".join(dict.fromkeys(strange))


def plain_digits(text: str) -> str:
    """Write the digits of any script as ASCII digits."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def _readable(text: str) -> str:
    # Marks of direction come along when text is pasted from a message; left in, they could
    # make a name read differently from what it is.
    visible = "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character) != "Cf" or character in JOINERS
    )
    if any(_unreadable(character) for character in visible) or STACKED_MARKS.search(visible):
        raise Invalid(Code.UNREADABLE)
    return visible


def _unreadable(character: str) -> bool:
    return character == REPLACEMENT or unicodedata.category(character) in UNREADABLE


def _of_a_name(character: str) -> bool:
    return character in PUNCTUATION_OF_NAMES or unicodedata.category(character)[0] in "LM"
