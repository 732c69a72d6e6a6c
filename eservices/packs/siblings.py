"""The e-services beside one in its pack, read when something of them must be known."""

from pathlib import Path

from pydantic import ValidationError

from eservices.definition.load import complete
from eservices.definition.model import EService, EServiceFile
from eservices.definition.surroundings import Surroundings
from eservices.packs.shelf import ESERVICES
from workflows.language.source import read_source


class Siblings:
    """Reads the e-services of a folder by name, each once; whether they are sound is not asked."""

    def __init__(self, folder: Path, surroundings: Surroundings) -> None:
        self._folder = folder / ESERVICES
        self._surroundings = surroundings
        self._read: dict[str, EService | None] = {}

    def __call__(self, name: str) -> EService | None:
        """Give an e-service, or None when there is none or its file cannot be read."""
        if name not in self._read:
            self._read[name] = self._of(self._folder / f"{name}.yaml")
        return self._read[name]

    def _of(self, path: Path) -> EService | None:
        if not path.is_file():
            return None
        source, unreadable = read_source(path)
        if unreadable:
            return None
        try:
            return complete(EServiceFile.model_validate(source.value), self._surroundings)
        except ValidationError:
            return None
