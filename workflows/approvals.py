"""Approvals: whether the people who must agree to an act did, as the journal tells it."""

from collections.abc import Sequence

from workflows.actors import Role
from workflows.journal import Entry, moves
from workflows.language.procedure import CompiledProcedure, Stage, Transition

#: Stages that a signed case may pass on its way to its act: a payment, and the issue itself.
AFTER_SIGNING = frozenset({Stage.PAYMENT, Stage.ISSUANCE})


def is_signed(entries: Sequence[Entry], compiled: CompiledProcedure, *, queue: str) -> bool:
    """Tell whether a case was signed in an agent queue, under four eyes, and nothing undid it.

    Raises nothing: a journal that does not show it is an answer, and the answer is no.
    """
    states = compiled.procedure.states
    for entry in reversed(moves(entries)):
        if entry.to_stage not in AFTER_SIGNING:
            return False
        if entry.from_state is not None and states[entry.from_state].queue == queue:
            before = [one for one in entries if one.position < entry.position]
            return entry.role is Role.SIGNATORY and _by_different_people(entry, before, compiled)
    return False


def _by_different_people(
    signature: Entry, before: Sequence[Entry], compiled: CompiledProcedure
) -> bool:
    transition = _fired(signature, compiled)
    if transition is None or signature.account_id is None:
        return False
    # Nobody gives an opinion that is not asked for, or that falls silent.
    may_be_missing = compiled.procedure.consultations().keys()
    for name in transition.distinct_from:
        others = {entry.account_id for entry in before if entry.is_by_the_name(name)}
        if not others and name not in may_be_missing:
            return False
        if signature.account_id in others:
            return False
    return True


def _fired(entry: Entry, compiled: CompiledProcedure) -> Transition | None:
    return next(
        (
            transition
            for transition in compiled.procedure.transitions
            if transition.fire == entry.trigger
            and entry.from_state in transition.origins
            and transition.to == entry.to_state
        ),
        None,
    )
