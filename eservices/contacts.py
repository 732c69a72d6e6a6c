"""An address that somebody typed to be written to: of mail, or a telephone number."""

from dataclasses import dataclass

from delivery.notices import Channel
from eservices.form.phones import in_full
from eservices.form.problems import Invalid
from eservices.form.readers import mail_address, phone_number

LONGEST = 254


@dataclass(frozen=True, slots=True)
class Contact:
    """One address, written the one way in which it is compared."""

    channel: Channel
    address: str


class NoAddress(ValueError):
    """This is neither a mail address nor a telephone number."""


def written_one_way(typed: str, country: str) -> str:
    """Write an address the one way in which addresses are compared; raises NoAddress."""
    read = read_contact(typed, country)
    if read is None:
        raise NoAddress(typed)
    return read.address


def read_contact(typed: str, country: str) -> Contact | None:
    """Read a mail address, or a telephone number that is of the country without a code; or None."""
    written = typed[: LONGEST + 1]
    try:
        if "@" in written:
            return Contact(Channel.MAIL, mail_address(written).lower())
        return Contact(Channel.SMS, in_full(phone_number(written), country))
    except Invalid:
        return None
