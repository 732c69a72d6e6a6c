"""Looking into a file is recorded before anything of it is shown; unrecorded, nothing is shown."""

from enum import StrEnum

from sqlalchemy import Connection

from backoffice.exchange import services
from workflows.accounts import Account
from workflows.cases import Case
from workflows.openings import record_opening


class Purpose(StrEnum):
    """Why somebody looks into a file."""

    TREATMENT = "treatment"
    ATTACHMENT = "attachment"
    ACT = "act"
    REVOCATION = "revocation"
    #: The document that proves a reason to go out of turn.
    OUT_OF_TURN = "out_of_turn"
    #: What was decided on an earlier case of the same applicant.
    EARLIER = "earlier"
    #: To answer a question of the applicant.
    QUESTION = "question"
    #: To give the applicant their printed act at a counter.
    HAND_OVER = "hand_over"


def record(
    connection: Connection,
    case: Case,
    account: Account,
    purpose: Purpose,
    attachment_id: str | None = None,
) -> None:
    """Record the look in the transaction that reads what will be shown.

    The page is made only after that transaction has committed: when the record cannot be
    written, the error goes up and the reader gets an error page.
    """
    record_opening(
        connection,
        case_id=case.id,
        account_id=account.id,
        purpose=purpose,
        attachment_id=attachment_id,
        at=services().clock.now(connection),
    )
