"""The journal of the administration: who changed what, when and why; kept as it is."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert

from workflows.life_cycle import Author
from workflows.tables import administration_entries


class What(StrEnum):
    """What was done."""

    OPENED = "account_opened"
    CHANGED = "account_changed"
    CLOSED = "account_closed"
    REOPENED = "account_reopened"
    INVITED = "account_invited"
    ACCEPTED = "invitation_accepted"
    PROPOSED = "change_proposed"
    DECLINED = "change_declined"
    ACCESS_CONFIRMED = "access_confirmed"
    CLOSING_ADDED = "closing_added"
    CLOSING_ENDED = "closing_ended"
    HOURS_SET = "hours_set"
    HOURS_TAKEN_BACK = "hours_taken_back"
    PROVIDER_TRIED = "provider_tried"
    SMS_STOPPED = "sms_stopped"
    SMS_RAISED = "sms_raised"
    RETENTION_PROPOSED = "retention_proposed"
    RETENTION_ON = "retention_on"
    RETENTION_OFF = "retention_off"
    ERASED = "erased"
    HELD_BACK = "held_back"
    LET_GO = "let_go"
    ORGANISATION_SAVED = "organisation_saved"
    OFFICE_SAVED = "office_saved"
    POOL_SAVED = "pool_saved"
    ORGANISATION_HANDED_BACK = "organisation_handed_back"
    OFFICE_HANDED_BACK = "office_handed_back"
    POOL_HANDED_BACK = "pool_handed_back"


#: What the clock does by itself.
CLOCK = Author(operator="clock")
LONGEST_REASON = 500


def record(
    connection: Connection,
    author: Author,
    what: What,
    subject: str,
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write what was done, by whom, to what."""
    connection.execute(
        insert(administration_entries).values(
            account_id=author.account_id,
            operator=author.operator,
            what=what,
            subject=subject,
            reason=reason.strip()[:LONGEST_REASON],
            data=dict(data or {}),
        )
    )
