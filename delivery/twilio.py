"""The messages API of Twilio, spoken by Twilio and by those who took it over.

Sources, read in November 2026: twilio.com/docs/messaging/api/message-resource (fields, statuses),
twilio.com/docs/usage/security (signature), twilio.com/docs/api/errors (codes). Their words go no
further than this module.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from delivery.sms import (
    Fate,
    InvalidReport,
    Report,
    Sms,
    SmsProblem,
    SmsRefused,
    SmsUnavailable,
)

NAME = "twilio"
SIGNATURE = "X-Twilio-Signature"
#: A sender that begins so is a pool of senders instead of one.
POOL = "MG"
#: Characters that this API takes at most.
LONGEST = 1600
#: Messages looked through for one that may have been handed over before.
LOOKED_THROUGH = 100

#: Refusals that will never change, by the provider's code.
REFUSALS: Mapping[int, SmsProblem] = {
    21211: SmsProblem.NUMBER,
    21214: SmsProblem.NUMBER,
    21217: SmsProblem.NUMBER,
    21408: SmsProblem.UNREACHABLE,
    21610: SmsProblem.STOPPED,
    21612: SmsProblem.UNREACHABLE,
    21614: SmsProblem.NUMBER,
    21617: SmsProblem.TOO_LONG,
}
#: Why a message handed over did not arrive; any other is simply undelivered.
FAILURES: Mapping[str, SmsProblem] = {
    "30003": SmsProblem.UNREACHABLE,
    "30004": SmsProblem.BLOCKED,
    "30005": SmsProblem.NUMBER,
    "30006": SmsProblem.NUMBER,
    "30007": SmsProblem.BLOCKED,
}
FATES: Mapping[str, Fate] = {
    "delivered": Fate.DELIVERED,
    "read": Fate.DELIVERED,
    "undelivered": Fate.FAILED,
    "failed": Fate.FAILED,
    "canceled": Fate.FAILED,
}
BAD_REQUEST, TOO_MANY = 400, 429


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioSms:
    """Sends through one account; `reports_to` is the portal's address for its reports."""

    account: str
    token: str = field(repr=False)
    sender: str
    reports_to: str
    #: Its address, such as https://api.twilio.com.
    api: str
    #: Seconds to wait for any one answer.
    timeout: float = 10.0
    name: str = NAME

    def send(self, sms: Sms) -> str:
        """Hand over a message and give its identifier; raises SmsRefused or SmsUnavailable."""
        if len(sms.text) > LONGEST:
            raise SmsRefused(SmsProblem.TOO_LONG)
        answer = self._exchange("POST", data=self._posted(sms))
        return str(answer.get("sid", ""))

    def find(self, sms: Sms) -> str | None:
        """Look for this very text among the latest messages to the number; may raise as `send`.

        Each text holds a link or a code of its own, so the same text is the same message.
        """
        wanted = {"To": sms.recipient, "PageSize": str(LOOKED_THROUGH)}
        answer = self._exchange("GET", params=wanted)
        return next(
            (
                str(message.get("sid", ""))
                for message in answer.get("messages", ())
                if message.get("body") == sms.text
                and FATES.get(message.get("status", "")) is not Fate.FAILED
            ),
            None,
        )

    def read_report(self, fields: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Report:
        """Read a report whose signature covers the address it was sent to and every field."""
        given = dict(fields)
        key = given.pop("notice", "")
        address = self._address_of_report(key)
        expected = sign(address, list(given.items()), self.token)
        if not hmac.compare_digest(expected.encode(), headers.get(SIGNATURE, "").encode()):
            raise InvalidReport
        fate = FATES.get(given.get("MessageStatus", ""))
        failed = fate is Fate.FAILED
        problem = FAILURES.get(given.get("ErrorCode", ""), SmsProblem.UNDELIVERED)
        return Report(key, given.get("MessageSid", ""), fate, problem if failed else None)

    def _posted(self, sms: Sms) -> dict[str, str]:
        pool = self.sender.startswith(POOL)
        posted = {
            "To": sms.recipient,
            "Body": sms.text,
            "ValidityPeriod": str(int(sms.valid_for.total_seconds())),
            "MessagingServiceSid" if pool else "From": self.sender,
        }
        return posted | ({"StatusCallback": self._address_of_report(sms.key)} if sms.key else {})

    def _address_of_report(self, key: str) -> str:
        return f"{self.reports_to}?{urlencode({'notice': key})}"

    def _exchange(self, method: str, **given: Any) -> dict[str, Any]:
        try:
            answer = httpx.request(
                method,
                f"{self.api}/2010-04-01/Accounts/{self.account}/Messages.json",
                auth=(self.account, self.token),
                timeout=self.timeout,
                **given,
            )
        except httpx.HTTPError as error:
            raise SmsUnavailable(SmsProblem.NO_ANSWER) from error
        said = _read(answer)
        if answer.is_success and said:
            return said
        raise _refusal(answer.status_code, said.get("code"))


def _read(answer: httpx.Response) -> dict[str, Any]:
    """Read an answer; a gateway on the way may have answered with a page of its own."""
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _refusal(status: int, code: object) -> SmsRefused | SmsUnavailable:
    """Tell what will never go through from what waits for the provider or for our settings."""
    if status == BAD_REQUEST:
        known = REFUSALS.get(code) if isinstance(code, int) else None
        return SmsRefused(known or SmsProblem.MESSAGE)
    if status == TOO_MANY:
        return SmsUnavailable(SmsProblem.BUSY)
    is_ours = BAD_REQUEST <= status < 500  # noqa: PLR2004 - the class of our own mistakes
    return SmsUnavailable(SmsProblem.SETTINGS if is_ours else SmsProblem.NO_ANSWER)


def sign(address: str, fields: Sequence[tuple[str, str]], token: str) -> str:
    """Sign what is posted to an address, as this API does: HMAC-SHA1 over address and fields."""
    signed = address + "".join(name + value for name, value in sorted(fields))
    digest = hmac.digest(token.encode(), signed.encode(), hashlib.sha1)
    return base64.b64encode(digest).decode()
