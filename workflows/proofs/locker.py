"""The locker: secrets that the database keeps and only the settings' key can read."""

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, NONCE_BYTES = 32, 12
#: Says what the key is for, so that the same text in another place gives another key.
PURPOSE = b"eservices second factors"


class Unreadable(Exception):
    """What was locked was changed, belongs to somebody else, or was locked under another key."""


@dataclass(frozen=True, slots=True)
class Locker:
    """Locks a secret for one owner: moved into another's row, it does not open."""

    key: str = field(repr=False)

    def lock(self, secret: bytes, owner: str) -> bytes:
        """Encrypt a secret for its owner."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, secret, owner.encode())

    def unlock(self, locked: bytes, owner: str) -> bytes:
        """Decrypt what was locked for this owner; raises Unreadable."""
        nonce, sealed = locked[:NONCE_BYTES], locked[NONCE_BYTES:]
        try:
            return self._cipher().decrypt(nonce, sealed, owner.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error

    def _cipher(self) -> AESGCM:
        derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=PURPOSE)
        return AESGCM(derived.derive(self.key.encode()))
