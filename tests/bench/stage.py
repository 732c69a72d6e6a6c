"""What every benchmark is given: the size asked for and the running installation."""

from contextlib import ExitStack
from dataclasses import dataclass

from tests.bench.installation import Installation
from tests.bench.people import PERMIT, Agent, Citizen, Pages, a_citizen, an_agent
from tests.bench.scene import DESKS, Desk
from tests.bench.sizes import Size
from tests.bench.wire import Wire


@dataclass(frozen=True, slots=True)
class Stage:
    """The size, the installation with its scene set, and how long its very first start took."""

    size: Size
    installation: Installation
    first_start_seconds: float
    #: Closes what the benchmark opened when it ends.
    leaving: ExitStack

    def wire(self, bind: tuple[str, int]) -> Wire:
        """Open a connection that is closed with the benchmark."""
        wire = Wire(*bind)
        self.leaving.callback(wire.close)
        return wire

    def citizens(self, pages: Pages, service: str = PERMIT) -> list[Citizen]:
        """Let citizens open an e-service's page."""
        return [self.citizen(pages, service) for _ in range(self.size.seats)]

    def citizen(self, pages: Pages, service: str = PERMIT) -> Citizen:
        """Let one citizen open an e-service's page."""
        return a_citizen(self.wire(self.installation.portal), pages, service)

    def agents(self, desk: Desk, pages: Pages) -> list[Agent]:
        """Sign the agents of a desk in."""
        bind = self.installation.backoffice
        return [
            an_agent(self.wire(bind), desk, seat=seat, pages=pages)
            for seat in range(self.size.seats)
        ]

    def staff(self, pages: Pages) -> list[list[Agent]]:
        """Sign everybody in, desk by desk in the order of the procedure."""
        return [self.agents(desk, pages) for desk in DESKS]
