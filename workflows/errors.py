"""Errors of the kernel: each carries identifiers as attributes and builds its own message."""


class WorkflowError(Exception):
    """Base of every error that the kernel raises on purpose."""


class Outage(Exception):
    """Somebody that a step depends on does not answer: all that helps is to wait for them.

    Trades derive their own errors from it. Such a step is tried for days before a person is asked.
    """


class UnknownCase(WorkflowError):
    """No case answers to this reference or identifier."""

    def __init__(self, case: object) -> None:
        self.case = case
        super().__init__(f"unknown case {case!r}")


class UnknownDefinition(WorkflowError):
    """No definition is stored under this checksum or slug."""

    def __init__(self, definition: str) -> None:
        self.definition = definition
        super().__init__(f"unknown definition {definition!r}")


class MoveRefused(WorkflowError):
    """The procedure does not let this actor fire this trigger on this case now."""

    reason = "refused"

    def __init__(self, *, reference: str, trigger: str) -> None:
        self.reference = reference
        self.trigger = trigger
        super().__init__(f"{trigger!r} refused on case {reference}: {self.reason}")


class TriggerUnavailable(MoveRefused):
    """The case's present state has no such transition, or its guard is false."""

    reason = "the present state does not offer it"


class ActorNotAllowed(MoveRefused):
    """The transition belongs to another role, or to another person of the same role."""

    reason = "this actor may not do it"


class FourEyesRefused(ActorNotAllowed):
    """The same person already did a step that must be done by somebody else."""

    reason = "another person must do it"


class CaseNotClaimed(MoveRefused):
    """The actor's lease on the case is missing or has run out."""

    reason = "the case is not claimed by this actor"


class StaleCase(MoveRefused):
    """The case moved since the actor read it."""

    reason = "the case has moved meanwhile"


class InvalidMoveData(MoveRefused):
    """What it asks for is missing or malformed; `problems` maps each question to a code."""

    reason = "what it asks for is missing or malformed"

    def __init__(self, *, reference: str, trigger: str, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(reference=reference, trigger=trigger)


class ChecklistUnticked(MoveRefused):
    """What the move needs to be checked first is not ticked; `missing` names the items."""

    reason = "what must be checked first is not ticked"

    def __init__(self, *, reference: str, trigger: str, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(reference=reference, trigger=trigger)


class PoolTaken(WorkflowError):
    """Another pool bears this slug."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(
            f"a pool called {slug!r} treats another queue here: give the pack's another name"
        )


class NoPool(WorkflowError):
    """No pool treats this agent queue in this office."""

    def __init__(self, *, queue: str, office: str | None) -> None:
        self.queue = queue
        self.office = office
        super().__init__(f"no pool for agent queue {queue!r} of office {office!r}")


class Fenced(WorkflowError):
    """The lease on this outbox event ran out and somebody else holds it: nothing may be written."""

    def __init__(self, event_id: int) -> None:
        self.event_id = event_id
        super().__init__(f"outbox event {event_id} is no longer held")
