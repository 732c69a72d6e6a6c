"""Security keys (WebAuthn): a device signs a challenge for this very site, and for no other."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

#: A password was given before: a touch is enough where a key can ask for no more.
VERIFICATION = UserVerificationRequirement.PREFERRED


class KeyRefused(Exception):
    """The answer of a security key does not prove what it should."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site as browsers and keys know it."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser asks of a key: the challenge, to be kept, and the whole as JSON."""

    challenge: bytes
    options: str


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as the site knows it, after it was enrolled or used."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def ask_to_enrol(site: Site, *, account_id: int, login: str, known: Sequence[bytes]) -> Question:
    """Ask for a new key; one that is enrolled already does not offer itself again."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        # What a key keeps of the person must not say who they are.
        user_id=hashlib.sha256(f"{site.host}:{account_id}".encode()).digest(),
        user_name=login,
        authenticator_selection=AuthenticatorSelectionCriteria(user_verification=VERIFICATION),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return Question(options.challenge, options_to_json(options))


def enrolled(site: Site, answer: str, challenge: bytes) -> PublicKey:
    """Check what a new key answered; raises KeyRefused."""
    try:
        checked = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise KeyRefused from error
    return PublicKey(checked.credential_id, checked.credential_public_key, checked.sign_count)


def ask_for_proof(site: Site, known: Sequence[bytes]) -> Question:
    """Ask one of these keys to sign."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=VERIFICATION,
    )
    return Question(options.challenge, options_to_json(options))


def proved(site: Site, answer: str, challenge: bytes, key: PublicKey) -> PublicKey:
    """Check what a key signed, and give it with its new count.

    Raises:
        KeyRefused: another key, site or challenge; or a count that stands still, as a copy's does.
    """
    try:
        checked = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise KeyRefused from error
    if checked.credential_id != key.credential_id:
        raise KeyRefused
    return PublicKey(key.credential_id, key.public_key, checked.new_sign_count)
