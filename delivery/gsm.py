"""The alphabet of SMS: what fits in one message, and how a text is brought into it.

One message carries 160 characters of the alphabet of 3GPP TS 23.038; a single character beyond it
turns the whole text into 16-bit units, of which one message carries 70. Whoever pays by message
wants to know beforehand.
"""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Written after an escape: each counts for two.
EXTENDED = frozenset("^{}\\[~]|€\f")
SINGLE = 160
#: Characters of each part where a text takes several.
PART = 153

#: What has no letters under its marks, and what typography puts where SMS has a plain sign.
PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "ɔ": "o",
        "Ɔ": "O",
        "ɛ": "e",
        "Ɛ": "E",
        "ɖ": "d",
        "Ɖ": "D",
        "ŋ": "n",
    }
)
#: Any other sign that SMS does not know.
UNKNOWN = "?"


def strange_to_sms(text: str) -> str:
    """List the characters of a text that are not of the alphabet, each once."""
    return "".join(dict.fromkeys(sign for sign in text if sign not in BASIC | EXTENDED))


def length_in_sms(text: str) -> int:
    """Count a text of the alphabet as SMS counts it."""
    return sum(2 if sign in EXTENDED else 1 for sign in text)


def parts_of(text: str) -> int:
    """Tell how many messages a text of the alphabet takes."""
    length = length_in_sms(text)
    return 1 if length <= SINGLE else -(-length // PART)


def to_sms(text: str) -> str:
    """Bring a text into the alphabet: marks it does not know are dropped, spaces made plain."""
    return "".join(_plain(sign) for sign in text.translate(PLAIN))


def _plain(sign: str) -> str:
    if sign in BASIC or sign in EXTENDED:
        return sign
    if sign.isspace():
        return " "
    kept = "".join(
        part
        for part in unicodedata.normalize("NFKD", sign)
        if part in BASIC and not unicodedata.combining(part)
    )
    return kept or ("" if unicodedata.combining(sign) else UNKNOWN)
