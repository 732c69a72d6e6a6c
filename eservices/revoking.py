"""Who may take back which act: the members of two agent queues of the office that signed it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from delivery.register import Act, ActStatus, find_act, find_by_number, latest_act
from delivery.revocations import Proposal
from eservices.definition.aftermath import Revocation
from eservices.definition.model import EService
from eservices.following import followed_of, origin_of
from workflows.cases import Case, find_case
from workflows.errors import NoPool
from workflows.organisations import pool_for


@dataclass(frozen=True, slots=True)
class Revocable:
    """An act that can be taken back, the case that it was first issued for, and the pools."""

    act: Act
    case: Case
    service: EService
    rule: Revocation
    proposers: int
    confirmers: int


def revocable(connection: Connection, act: Act | None) -> Revocable | None:
    """Tell how an act can be taken back, if it holds and its e-service says how."""
    if act is None or act.status is not ActStatus.VALID:
        return None
    case = origin_of(connection, find_case(connection, act.case_id))
    followed = followed_of(connection, case)
    rule = followed.service.revocation
    if rule is None:
        return None
    try:
        proposers, confirmers = (
            pool_for(connection, queue=queue, office=followed.office).id
            for queue in (rule.proposed_by, rule.confirmed_by)
        )
    except NoPool:
        return None
    return Revocable(act, case, followed.service, rule, proposers, confirmers)


def revocable_by_number(
    connection: Connection, number: str, pools: Collection[int]
) -> Revocable | None:
    """Find an act by its number, for a member of the pool that may propose to take it back."""
    found = revocable(connection, find_by_number(connection, number))
    return found if found is not None and found.proposers in pools else None


def revocable_by_proposal(
    connection: Connection, proposal: Proposal, pools: Collection[int]
) -> Revocable | None:
    """Find what a proposal is about, for a member of the pool that may confirm it.

    Where the act was replaced meanwhile, it is about the one that took its place.
    """
    act = find_act(connection, proposal.act_id)
    standing = None if act is None else latest_act(connection, act.case_id)
    found = revocable(connection, standing)
    return found if found is not None and found.confirmers in pools else None
