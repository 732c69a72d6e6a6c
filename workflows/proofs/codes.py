"""Codes of an application on the telephone (TOTP, RFC 6238): six digits, new each 30 seconds."""

import hmac
from datetime import datetime

import pyotp

#: Codes of the step before and after are taken too: telephones' clocks are off by some seconds.
STEPS_OFF = 1


def new_secret() -> str:
    """Draw the secret of an application: 160 bits, in the letters that people can type."""
    return pyotp.random_base32()


def address_of(secret: str, *, login: str, issuer: str) -> str:
    """Give the address that the QR code carries into the application."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Tell which step a code belongs to; None for a wrong code, and for one taken before.

    Every step is compared, whatever the first ones say, so that the time taken tells nothing.
    """
    totp = pyotp.TOTP(secret)
    now = totp.timecode(at)
    given = code.encode()
    steps = range(now - STEPS_OFF, now + STEPS_OFF + 1)
    matching = [
        step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), given)
    ]
    return next((step for step in matching if step > after), None)
