"""Keys that seal: from a file, read and parsed once; a hardware one lives in its own module."""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class UnusableKey(Exception):
    """The sealing key or its certificate cannot be used; the message says why and where."""


class SealingKey(Protocol):
    """Signs with SHA-256 and shows the certificates that vouch for it, its own first."""

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """Give the signing certificate, then those above it."""

    def sign(self, data: bytes) -> bytes:
        """Sign bytes: ECDSA as DER, or RSA with PKCS#1 v1.5."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """A private key held in this process's memory."""

    private: PrivateKey
    certificates: tuple[x509.Certificate, ...]

    def sign(self, data: bytes) -> bytes:
        """Sign bytes with SHA-256."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), SHA256())
        return self.private.sign(data, ec.ECDSA(SHA256()))


def load_file_key(key: Path, *, certificate: Path | None, passphrase: str | None) -> FileKey:
    """Read a PEM key with its PEM certificates, or, without a certificate, a PKCS#12 file.

    Raises UnusableKey when others may read the key, when the passphrase is wrong, or when the
    certificate belongs to another key.
    """
    _refuse_open_file(key)
    secret = passphrase.encode() if passphrase else None
    try:
        loaded = _pkcs12(key, secret) if certificate is None else _pem(key, certificate, secret)
    except (ValueError, TypeError) as error:
        msg = f"{key}: not a key that this passphrase opens"
        raise UnusableKey(msg) from error
    _refuse_stranger(loaded, key)
    return loaded


def load_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """Read the certificates of a PEM file; raises UnusableKey when there is none."""
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except ValueError as error:
        msg = f"{path}: no certificate in PEM form"
        raise UnusableKey(msg) from error


def _pem(key: Path, certificate: Path, secret: bytes | None) -> FileKey:
    private = load_pem_private_key(key.read_bytes(), secret)
    return FileKey(_usable(private, key), load_certificates(certificate))


def _pkcs12(key: Path, secret: bytes | None) -> FileKey:
    bag = pkcs12.load_pkcs12(key.read_bytes(), secret)
    if bag.cert is None:
        msg = f"{key}: no certificate for the key"
        raise UnusableKey(msg)
    above = tuple(one.certificate for one in bag.additional_certs)
    return FileKey(_usable(bag.key, key), (bag.cert.certificate, *above))


def _usable(private: object, path: Path) -> PrivateKey:
    if isinstance(private, PrivateKey):
        return private
    msg = f"{path}: a seal needs an elliptic curve or RSA key"
    raise UnusableKey(msg)


def _refuse_open_file(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        msg = f"{path}: others than its owner may read the key; run chmod 600 on it"
        raise UnusableKey(msg)


def _refuse_stranger(key: FileKey, path: Path) -> None:
    shape = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    own = key.private.public_key().public_bytes(*shape)
    if key.certificates[0].public_key().public_bytes(*shape) != own:
        msg = f"{path}: the first certificate belongs to another key"
        raise UnusableKey(msg)
