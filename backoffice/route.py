"""An address of the back office, as the tables of addresses name it."""

from dataclasses import dataclass

from backoffice.actions import Action
from backoffice.guards import View


@dataclass(frozen=True, slots=True)
class Route:
    """One address: how it is reached, what answers, and what it lets somebody do."""

    method: str
    rule: str
    view: View
    action: Action
