"""Telephone numbers: what was typed, as every network knows it."""

import phonenumbers

from eservices.form.problems import Code, Invalid

#: Numbers that cost the caller, or that nobody carries.
NOT_OF_A_PERSON = frozenset(
    {
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.PAGER,
        phonenumbers.PhoneNumberType.VOICEMAIL,
    }
)


def in_full(number: str, country: str) -> str:
    """Write a number with its country code; one without is of the country (ISO 3166, `BJ`).

    Raises Invalid for a number that no network of its country gives.
    """
    try:
        read = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        raise Invalid(Code.NOT_A_PHONE) from None
    kind = phonenumbers.number_type(read)
    if not phonenumbers.is_valid_number(read) or kind in NOT_OF_A_PERSON:
        raise Invalid(Code.NOT_A_PHONE_HERE)
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
