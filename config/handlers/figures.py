"""Jobs that compute figures: their libraries are loaded with the first one, not at the start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from config.composition import Installation
from config.drain import Handler
from config.reactions import Job
from workflows.outbox import Held

#: The module and the function in it which do each job.
EFFECTS: Mapping[Job, tuple[str, str]] = {
    Job.FORECAST: ("config.looking_ahead", "forecast"),
    Job.SIMULATE: ("config.looking_ahead", "simulate"),
    Job.REPORT: ("config.reporting", "report"),
}


@dataclass(frozen=True, slots=True)
class Late:
    """A handler that is loaded when it is first needed."""

    installation: Installation
    home: str
    name: str

    def __call__(self, held: Held) -> None:
        """Treat one row."""
        effect: Callable[[Installation, Held], None] = getattr(import_module(self.home), self.name)
        effect(self.installation, held)


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    return {job: Late(installation, *effect) for job, effect in EFFECTS.items()}
