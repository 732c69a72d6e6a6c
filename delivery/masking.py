"""Names shown to somebody who may be anybody: enough to recognise, not enough to learn."""

import unicodedata

#: Always as many, so that the length of a name is not given away.
HIDDEN = "•••"


def mask(name: str) -> str:
    """Keep the first letter of each word of a name, with its tone marks."""
    return " ".join(_first_letter(word) + HIDDEN for word in name.split())


def _first_letter(word: str) -> str:
    composed = unicodedata.normalize("NFC", word)
    end = 1
    while end < len(composed) and unicodedata.combining(composed[end]):
        end += 1
    return composed[:end]
