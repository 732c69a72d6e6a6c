"""An act is approved when its signatory signed, after somebody else, and nothing undid it."""

from datetime import UTC, datetime

import pytest

from tests.builders.kernel import a_procedure
from workflows.actors import Role
from workflows.approvals import is_signed
from workflows.journal import Entry
from workflows.language.procedure import Stage

COMPILED = a_procedure()
AGENT, MAGISTRATE = 1, 2


def a_journal(*moves: tuple[str, str, str, Role, int | None]) -> tuple[Entry, ...]:
    states = COMPILED.procedure.states

    def stage(name: str) -> Stage:
        return states[name].stage

    return tuple(
        Entry(
            position=number,
            at=datetime(2026, 1, 5, tzinfo=UTC),
            role=role,
            account_id=account,
            trigger=trigger,
            from_state=origin,
            to_state=target,
            from_stage=stage(origin),
            to_stage=stage(target),
            data={},
        )
        for number, (trigger, origin, target, role, account) in enumerate(moves, 1)
    )


APPROVE = ("approve", "verification", "signature", Role.AGENT, AGENT)
SIGN = ("sign", "signature", "issuing", Role.SIGNATORY, MAGISTRATE)
SEND_BACK = ("send_back", "signature", "verification", Role.SIGNATORY, MAGISTRATE)


def test_a_signature_after_somebody_elses_approval_is_enough() -> None:
    assert is_signed(a_journal(APPROVE, SIGN), COMPILED, queue="signatories")


@pytest.mark.parametrize(
    "moves",
    [
        (),
        (APPROVE,),
        (SIGN,),
        (APPROVE, SEND_BACK),
        (APPROVE, (*SIGN[:-1], AGENT)),
        (APPROVE, (*SIGN[:-1], None)),
        (APPROVE, (*SIGN[:3], Role.SYSTEM, None)),
        (APPROVE, ("forged", *SIGN[1:])),
    ],
    ids=[
        "nothing happened",
        "not signed",
        "never approved",
        "sent back",
        "signed by who approved",
        "signed by nobody",
        "signed by the system",
        "no such transition",
    ],
)
def test_anything_less_is_not(moves: tuple[tuple[str, str, str, Role, int | None], ...]) -> None:
    assert not is_signed(a_journal(*moves), COMPILED, queue="signatories")


def test_a_signature_in_another_queue_does_not_count() -> None:
    assert not is_signed(a_journal(APPROVE, SIGN), COMPILED, queue="nobodys-queue")
