"""The first questions: declared as data, each answer leads to another question or to a sheet."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field as Declared
from pydantic import model_validator

from eservices.definition.sheets import WebAddress
from workflows.language.values import Name, Part, Slug, Text

DESTINATIONS = ("question", "eservice", "procedure", "site")


class FinderAnswer(Part):
    """One answer, and the one place to which it leads."""

    answer: Text
    question: Name | None = None
    eservice: Slug | None = None
    procedure: Slug | None = None
    site: WebAddress | None = None
    #: Of the sheet, the profile whose documents are shown.
    profile: Name | None = None

    @model_validator(mode="after")
    def _leads_to_one_place(self) -> Self:
        given = [name for name in DESTINATIONS if getattr(self, name) is not None]
        if len(given) != 1:
            msg = f"an answer leads to one of {', '.join(DESTINATIONS)}"
            raise ValueError(msg)
        return self


class FinderQuestion(Part):
    """A question, and the answers one may choose from."""

    ask: Text
    help: Text | None = None
    answers: Annotated[tuple[FinderAnswer, ...], Declared(min_length=2)]


class Finder(Part):
    """The questions by name, and the one that is asked first."""

    start: Name
    questions: dict[Name, FinderQuestion]

    def reached(self) -> frozenset[str]:
        """Name the questions to which some answers lead, the first one included."""
        seen: set[str] = set()
        waiting = [self.start]
        while waiting:
            name = waiting.pop()
            if name in self.questions and name not in seen:
                seen.add(name)
                waiting += [one.question for one in self.questions[name].answers if one.question]
        return frozenset(seen)

    def in_circles(self) -> frozenset[str]:
        """Name the questions from which some answers never come to an end."""
        left = dict(self.questions)
        while ending := [name for name, one in left.items() if not _leads_among(one, left)]:
            for name in ending:
                del left[name]
        return frozenset(left)


def _leads_among(question: FinderQuestion, others: Mapping[str, FinderQuestion]) -> bool:
    return any(one.question in others for one in question.answers)
