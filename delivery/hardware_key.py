"""A sealing key that never leaves its hardware module (PKCS#11): the only importer of pkcs11.

The session is opened at the first signature and belongs to the process that opened it: PKCS#11
sessions do not survive a fork, so the sealer runs in a worker that does not fork.
"""

import os
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from pkcs11.util.ec import encode_ecdsa_signature

from delivery.keys import UnusableKey, load_certificates


class HardwareKey:
    """Signs inside the module; a session that broke is opened again at the next signature."""

    def __init__(
        self, module: Path, *, token: str, pin: str, label: str, certificate: Path
    ) -> None:
        self.certificates: tuple[x509.Certificate, ...] = load_certificates(certificate)
        self._module = module
        self._token = token
        self._pin = pin
        self._label = label
        self._opened_by = 0
        self._session: pkcs11.Session | None = None

    def sign(self, data: bytes) -> bytes:
        """Sign bytes with SHA-256; raises UnusableKey when the module does not answer."""
        try:
            return self._sign(data)
        except pkcs11.PKCS11Error as error:
            self._session = None
            msg = f"the hardware module refused to sign: {type(error).__name__}"
            raise UnusableKey(msg) from error

    def _sign(self, data: bytes) -> bytes:
        key = self._open().get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._label)
        if not isinstance(key, pkcs11.SignMixin):
            msg = f"the key {self._label!r} of the hardware module may not sign"
            raise UnusableKey(msg)
        if key.key_type is pkcs11.KeyType.RSA:
            return key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
        # Modules differ in whether they hash for ECDSA: every one of them signs a digest.
        digest = Hash(SHA256())
        digest.update(data)
        raw = key.sign(digest.finalize(), mechanism=pkcs11.Mechanism.ECDSA)
        return encode_ecdsa_signature(raw)

    def _open(self) -> pkcs11.Session:
        if self._session is None:
            token = pkcs11.lib(str(self._module)).get_token(token_label=self._token)
            self._session = token.open(user_pin=self._pin)
            self._opened_by = os.getpid()
        if self._opened_by != os.getpid():
            msg = "the hardware module was opened by another process: a sealer must not fork"
            raise UnusableKey(msg)
        return self._session
