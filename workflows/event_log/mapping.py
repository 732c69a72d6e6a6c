"""The stated mapping: what a former system's names mean here, as one short YAML file."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import Field, ValidationError, field_validator

from workflows.event_log.model import COMPLETE
from workflows.language.values import Name, Part, Slug


class MappingRefused(Exception):
    """A mapping file does not say what it has to."""


class Columns(Part):
    """Which column of a CSV file holds what; columns that are not named are not read."""

    case: str = "case"
    activity: str = "activity"
    time: str = "time"
    lifecycle: str | None = None
    resource: str | None = None
    unit: str | None = None


class HistoryMapping(Part):
    """Where a history comes from, which e-service it belongs to, and what its activities are."""

    #: The former system's name; with its case numbers it tells cases apart for ever.
    source: Slug
    eservice: Slug
    #: In which zone instants without an offset are told.
    timezone: str = "UTC"
    columns: Columns = Columns()
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    #: The life-cycle steps that count; the others are left out without being broken.
    lifecycle: tuple[str, ...] = (COMPLETE,)
    #: Today's state by former activity: who has none is kept under its own name alone.
    activities: dict[str, Name] = Field(default_factory=dict)
    #: Activities that are no work and no wait, such as a technical entry.
    ignore: tuple[str, ...] = ()

    @field_validator("timezone")
    @classmethod
    def zone_exists(cls, value: str) -> str:
        """Refuse a zone that nobody knows."""
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as error:
            msg = f"no such time zone: {value}"
            raise ValueError(msg) from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """Give the zone of instants without an offset."""
        return ZoneInfo(self.timezone)


def read_mapping(path: Path) -> HistoryMapping:
    """Read a mapping file; raises MappingRefused with every mistake."""
    try:
        content: Any = yaml.safe_load(path.read_text("utf-8"))
        return HistoryMapping.model_validate(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        msg = f"{path.name} is not YAML: {error}"
        raise MappingRefused(msg) from error
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        msg = f"{path.name}: {told}"
        raise MappingRefused(msg) from error
