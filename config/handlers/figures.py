"""Jobs that compute figures: their libraries are loaded with the first one, not at the start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from config.composition import Installation
from config.drain import Handler
from config.reactions import Job
from workflows.outbox import Held

HOME = "config.looking_ahead"
#: The function of that module which does each job.
EFFECTS: Mapping[Job, str] = {Job.FORECAST: "forecast", Job.SIMULATE: "simulate"}


@dataclass(frozen=True, slots=True)
class Late:
    """A handler that is loaded when it is first needed."""

    installation: Installation
    name: str

    def __call__(self, held: Held) -> None:
        """Treat one row."""
        effect: Callable[[Installation, Held], None] = getattr(import_module(HOME), self.name)
        effect(self.installation, held)


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    return {job: Late(installation, name) for job, name in EFFECTS.items()}
