"""Who acts on a case: a role, and an account where the role has one."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles a transition or an account may have."""

    APPLICANT = "applicant"
    AGENT = "agent"
    SIGNATORY = "signatory"
    CASHIER = "cashier"
    COUNTER_AGENT = "counter_agent"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


#: Roles that treat cases in agent queues, so that a move of theirs needs a claim; inspectors treat
#: confidential reports and nothing else, see `workflows.complaints`.
TREATING = frozenset({Role.AGENT, Role.SIGNATORY, Role.INSPECTOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something about to act: the role it acts in, and its account if it has one."""

    role: Role
    account_id: int | None = None
    #: Whether an applicant's representative acts, and not the applicant.
    on_behalf: bool = False
    #: By which delegation somebody decides in the place of another who is absent.
    delegation: int | None = None


APPLICANT = Actor(Role.APPLICANT)
REPRESENTATIVE = Actor(Role.APPLICANT, on_behalf=True)
SYSTEM = Actor(Role.SYSTEM)
