"""Turn any text a citizen can type into text that the embedded font prints truly."""

import unicodedata
from collections.abc import Iterable

#: Printed in place of a character that the font lacks: seen by everybody, deleted by nobody.
REPLACEMENT = "\u25af"

#: Characters printed as others because the font lacks them and nothing is lost.
SAME = str.maketrans(
    {
        "\t": " ",
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u2007": "\u00a0",
        "\u2009": "\u00a0",
        "\u202f": "\u00a0",
        "\u2011": "-",
        "\u00ad": None,
        "\ufeff": None,
    }
)

#: Right-to-left letters and controls: drawn from left to right they would state another name.
TURNED = frozenset({"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"})
#: Invisible formatting, which could hide a difference between two names.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
ABOVE = 230


def printed_truly(covered: Iterable[int]) -> frozenset[str]:
    """Choose, among the code points a font has, the characters that paper shows as they are."""
    return frozenset(filter(_is_plain, map(chr, covered))) | {"\n"}


def _is_plain(character: str) -> bool:
    return (
        unicodedata.category(character) not in HIDDEN
        and unicodedata.bidirectional(character) not in TURNED
    )


def printable(text: str, true: frozenset[str]) -> str:
    """Compose and clean a text; whatever is not printed truly becomes a visible mark."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(SAME))
    return "".join(character if character in true else REPLACEMENT for character in composed)


def raised_runs(text: str) -> tuple[tuple[str, bool], ...]:
    """Cut a text into runs, telling those that are marks to be lifted above a capital.

    Tones on Ɔ, Ɛ or Ŋ have no composed letter, and the font places its marks for small letters:
    without lifting, the tone would be drawn inside the capital.
    """
    if text.isascii():
        return ((text, False),)
    runs: list[tuple[str, bool]] = []
    over_capital = False
    for character in text:
        mark = unicodedata.combining(character)
        if not mark:
            over_capital = character.isupper()
        lifted = mark == ABOVE and over_capital
        if runs and runs[-1][1] == lifted:
            runs[-1] = (runs[-1][0] + character, lifted)
        else:
            runs.append((character, lifted))
    return tuple(runs)
