"""What a report calls things, in one language; a slug stands for what has no name any more."""

from collections.abc import Mapping
from dataclasses import dataclass

from backoffice.reporting.figures import Line, Named, Names, Scope
from backoffice.reporting.words import KINDS, WORDS


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of a report in a language."""

    names: Names
    language: str

    @property
    def words(self) -> Mapping[str, str]:
        """Give the fixed words."""
        return WORDS[self.language]

    def of(self, named: Mapping[str, Named], slug: str) -> str:
        """Name something."""
        texts = named.get(slug) or {}
        return texts.get(self.language) or next(iter(texts.values()), slug)

    def eservice(self, slug: str) -> str:
        """Name an e-service; what was told at the desk belongs to none."""
        return self.of(self.names.eservices, slug)

    def key(self, key: str, line: Line) -> str:
        """Name what a line is about; the organisation stands where an office does."""
        if key == "eservice":
            return self.eservice(line.eservice)
        known = self.names.offices if key == "office" else self.names.organisations
        return self.of(known, line.office)

    def reason(self, eservice: str, code: str) -> str:
        """Name a reason of an e-service."""
        return (
            self.of(self.names.reasons, f"{eservice}/{code}") if code else self.words["no_reason"]
        )

    def state(self, eservice: str, state: str) -> str:
        """Name a state of an e-service."""
        found = self.names.states.get(f"{eservice}/{state}")
        return self.of(self.names.states, f"{eservice}/{state}") if found else state

    def kind(self, code: str) -> str:
        """Name a means of payment, a reason or a kind of problem."""
        return KINDS[self.language].get(code, code)

    def text(self, named: Named) -> str:
        """Give a text of the administration."""
        return self.of({"": named}, "")

    def part(self, scope: Scope, slug: str) -> str:
        """Name the part of the administration that a report is about."""
        known = {
            Scope.ORGANISATION: self.names.organisations,
            Scope.OFFICE: self.names.offices,
            Scope.ESERVICE: self.names.eservices,
        }.get(scope)
        return self.words["everything"] if known is None else self.of(known, slug)
