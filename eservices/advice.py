"""What a citizen is told of a photograph that may be hard to read, and what its agent is told."""

from collections.abc import Iterable, Mapping

from eservices.legibility import Flaw
from eservices.texts import mark, translate

#: In the citizen's words, with what to do.
ADVICE: Mapping[Flaw, str] = {
    Flaw.SMALL: mark(
        "This photograph is small: fine print may be unreadable. Take it again, nearer to the "
        "page, or choose a larger size in your telephone’s settings."
    ),
    Flaw.BLANK: mark(
        "Nothing can be read on this photograph. Check that you took the right side of the page."
    ),
    Flaw.DARK: mark(
        "This photograph is too dark. Take it again near a window, without your shadow on the page."
    ),
    Flaw.WASHED_OUT: mark(
        "This photograph is too pale: the writing almost disappears. Take it again without the "
        "flash and out of direct sun."
    ),
    Flaw.BLURRED: mark(
        "This photograph looks blurred. Take it again nearer to a window, hold still, and touch "
        "the writing on the screen so that the telephone focuses on it."
    ),
    Flaw.CUT: mark(
        "The writing runs off the edge of this photograph. Take it again from a little further, "
        "with the four corners of the page in view."
    ),
}
#: In two or three words, for the agent and for the page where answers are checked.
REMARKS: Mapping[Flaw, str] = {
    Flaw.SMALL: mark("small picture"),
    Flaw.BLANK: mark("nothing to read"),
    Flaw.DARK: mark("too dark"),
    Flaw.WASHED_OUT: mark("too pale"),
    Flaw.BLURRED: mark("blurred"),
    Flaw.CUT: mark("writing cut off"),
}


def advise(flaws: Iterable[str], language: str) -> tuple[str, ...]:
    """Say what is wrong with a photograph and what to do, in the citizen's language."""
    return tuple(translate(ADVICE[Flaw(flaw)], language) for flaw in flaws)


def remark(flaws: Iterable[str], language: str) -> str:
    """Name what may be wrong with a photograph, in a few words."""
    return ", ".join(translate(REMARKS[Flaw(flaw)], language) for flaw in flaws)
