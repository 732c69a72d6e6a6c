"""Handing a message over: what every channel may answer besides yes."""

from workflows.errors import Outage


class HandingError(Exception):
    """The message was not handed over; `problem` is a code, for a server may quote an address."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class Refused(HandingError):
    """It never will be: the address or the message is wrong."""


class Unavailable(HandingError, Outage):
    """It may be later: nobody answered, or we were asked to come back."""
