"""Findings: what is wrong in a definition, where, by which rule, and what to write instead."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from types import MappingProxyType

CATALOGUE = Path(__file__).parent.parent / "translations"
#: Closer than this, a wrong word is taken for a slip of the pen.
LIKENESS = 0.6
NOTHING: Mapping[str, str] = MappingProxyType({})


def mark(message: str) -> str:
    """Mark a text for extraction where it stands in a table; it is translated when shown."""
    return message


MEANT = mark("Did you mean “%(near)s”?")


class Severity(StrEnum):
    """Whether a finding keeps a definition from being published."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the language: its stable code, and its texts as English message identifiers."""

    code: str
    message: str
    repair: str
    severity: Severity = Severity.ERROR
    catalogue: Path = CATALOGUE


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; lines and columns count from one."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Write the place as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"

    def moved(self, columns: int) -> "Place":
        """Give the place so many columns further on the same line."""
        return Place(self.file, self.line, self.column + columns)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a place, with the values its texts quote and a counter-example if any."""

    rule: Rule
    place: Place
    values: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    #: States and triggers in order, such as `lodged`, `-> issuing`, `-> delivered`.
    path: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Give the rule's stable code."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """Tell whether the finding forbids publication."""
        return self.rule.severity

    def message(self, language: str) -> str:
        """Say what is wrong."""
        return self._write(self.rule.message, language)

    def repair(self, language: str) -> str:
        """Say what to write instead, and first what was probably meant."""
        repair = self._write(self.rule.repair, language)
        return f"{self._write(MEANT, language)} {repair}" if self.values.get("near") else repair

    def counter_example(self) -> str:
        """Write the path that breaks the rule, or nothing."""
        return " -> ".join(self.path)

    def _write(self, text: str, language: str) -> str:
        catalogue = _catalogue(CATALOGUE if text is MEANT else self.rule.catalogue, language)
        quoted = {name: catalogue.gettext(value) for name, value in self.values.items() if value}
        return catalogue.gettext(text) % {**self.values, **quoted}


class DefinitionRefused(Exception):
    """A definition has errors: nothing of it is published; `findings` says all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{one.place} {one.code}" for one in errors(self.findings)))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that forbid publication."""
    return tuple(one for one in findings if one.severity is Severity.ERROR)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as a reader meets them: by file, line, column, then code."""
    return tuple(sorted(findings, key=_reading_order))


def _reading_order(one: Finding) -> tuple[Place, str, list[tuple[str, str]]]:
    return one.place, one.code, sorted(one.values.items())


def closest(word: str, known: Iterable[str]) -> str:
    """Give the known word that looks most like this one, or an empty text."""
    near = difflib.get_close_matches(word, sorted(set(known)), n=1, cutoff=LIKENESS)
    return near[0] if near else ""


def in_language(text: str, language: str, catalogue: Path = CATALOGUE) -> str:
    """Give a marked text in a language."""
    return _catalogue(catalogue, language).gettext(text)


@cache
def _catalogue(folder: Path, language: str) -> NullTranslations:
    # English is the language of the message identifiers, so it needs no catalogue.
    return translation("messages", folder, languages=[language], fallback=True)
