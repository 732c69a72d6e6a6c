"""Small values of the language: texts in several languages, spans of time, names."""

import re
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    RootModel,
    StringConstraints,
    model_serializer,
    model_validator,
)

#: Identifier inside a definition: state, trigger, field, reason code.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
#: What may be asked to be corrected: a field, or one item of a repeated group, as `owners.2`.
PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}(\.[1-9][0-9]?)?$")]
#: Identifier in URLs and packs: e-service, office, organisation, pool.
SLUG_PATTERN = r"^[a-z][a-z0-9-]{0,62}$"
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
#: A language code of the pack.
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
#: A condition or formula in CEL; checked by `workflows.language.conditions`.
Expression = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Part(BaseModel):
    """Base of every element of the language: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(RootModel[dict[Language, Annotated[str, StringConstraints(min_length=1)]]]):
    """The same words in several languages."""

    model_config = ConfigDict(frozen=True)

    def __hash__(self) -> int:
        """Hash by content, as a frozen value must."""
        return hash(tuple(sorted(self.root.items())))

    def in_language(self, language: str, fallback: str = "fr") -> str:
        """Give the text in a language, else in the fallback, else in whatever there is."""
        return self.root.get(language) or self.root.get(fallback) or next(iter(self.root.values()))


class ValueType(StrEnum):
    """The kinds of value that answers and expressions may have."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    FILE = "file"


class Unit(StrEnum):
    """How a span of time is counted."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    WORKING_HOURS = "working-hours"
    WORKING_DAYS = "working-days"


SPAN = re.compile(
    r"^(?P<count>[1-9][0-9]{0,4}) (?P<unit>hour|day|month|year|working-hour|working-day)s?$"
)


class Span(BaseModel):
    """A span such as `72 hours`, `16 working-hours`, `2 working-days`, `3 months`."""

    model_config = ConfigDict(frozen=True)
    count: int
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def parse(cls, value: Any) -> Any:
        """Read the written form."""
        if not isinstance(value, str):
            return value
        match = SPAN.match(value)
        if match is None:
            msg = (
                "write a number and a unit: hours, days, months, years, working-hours "
                "or working-days, such as '72 hours'"
            )
            raise ValueError(msg)
        return {"count": int(match["count"]), "unit": match["unit"] + "s"}

    @model_serializer
    def write(self) -> str:
        """Give back the written form."""
        return f"{self.count} {self.unit}"

    def __str__(self) -> str:
        """Give the written form."""
        return self.write()

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a span from its written form."""
        return cls.model_validate(text)
