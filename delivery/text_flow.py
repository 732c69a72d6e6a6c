"""Break texts into lines that fit a width, whatever was typed."""

from collections.abc import Iterator

from delivery.drawing import Press, Type

SPACE = " "


def break_lines(text: str, *, width: float, type_: Type, press: Press) -> tuple[str, ...]:
    """Cut a text into lines; a word wider than the line is cut inside, never lost."""
    return tuple(
        line
        for paragraph in press.clean(text).split("\n")
        for line in _paragraph_lines(paragraph, width, type_, press)
    )


def _paragraph_lines(paragraph: str, width: float, type_: Type, press: Press) -> Iterator[str]:
    gap = press.width(SPACE, type_)
    line: list[str] = []
    used = 0.0
    # Only the ordinary space is a place to break: a non-breaking one holds a number together.
    for word in filter(None, paragraph.split(SPACE)):
        for piece, length in _pieces(word, width, type_, press):
            if line and used + gap + length > width:
                yield SPACE.join(line)
                line, used = [], 0.0
            used += (gap if line else 0.0) + length
            line.append(piece)
    yield SPACE.join(line)


def _pieces(word: str, width: float, type_: Type, press: Press) -> Iterator[tuple[str, float]]:
    length = press.width(word, type_)
    if length <= width:
        yield word, length
        return
    piece, used = "", 0.0
    for character in word:
        step = press.width(character, type_)
        if piece and used + step > width:
            yield piece, used
            piece, used = "", 0.0
        piece, used = piece + character, used + step
    yield piece, used
