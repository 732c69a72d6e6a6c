"""An address of the back office."""

from dataclasses import dataclass

from backoffice.guards import View
from backoffice.policy import Action


@dataclass(frozen=True, slots=True)
class Route:
    """One address: how it is reached, what answers, and what it lets somebody do."""

    method: str
    rule: str
    view: View
    action: Action
