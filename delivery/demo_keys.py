"""A root and a seal made on the spot for demonstrations, which say so in their own names."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

#: Stands in the subject of every certificate made here; production refuses a key that bears it.
DEMONSTRATION = "DEMONSTRATION - NO LEGAL VALUE"
ROOT_LIFE = timedelta(days=3650)
SEAL_LIFE = timedelta(days=1095)
#: A certificate must already be valid on a machine whose clock is a little late.
CLOCK_SLACK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """Where the demonstration's files are."""

    root: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Holder:
    """In whose name a certificate is made."""

    country: str
    name: str

    def subject(self, role: str) -> x509.Name:
        """Write the distinguished name, with the word that makes it a demonstration."""
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, self.country),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMONSTRATION),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{role} – {self.name}"[:64]),
            ]
        )


def demo_keys(
    folder: Path, *, holder: Holder, now: datetime, passphrase: str | None = None
) -> DemoKeys:
    """Make the demonstration's root, seal and key in a folder, or find them there."""
    keys = DemoKeys(folder / "root.pem", folder / "seal.pem", folder / "seal-key.pem")
    if keys.key.exists() and keys.certificate.exists() and keys.root.exists():
        return keys
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The root's key is dropped once it has signed: nobody can steal what is not kept.
    root_key = ec.generate_private_key(ec.SECP256R1())
    seal_key = ec.generate_private_key(ec.SECP256R1())
    root = _root(holder, root_key, now)
    seal = _seal(holder, seal_key, root, root_key, now)
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    secret = seal_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    _write(keys.root, root.public_bytes(Encoding.PEM), 0o644)
    _write(keys.certificate, seal.public_bytes(Encoding.PEM), 0o644)
    # Last, so that a key on the disk means that the rest is there too.
    _write(keys.key, secret, 0o600)
    return keys


def is_demonstration(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate announces itself as a demonstration."""
    names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return any(name.value == DEMONSTRATION for name in names)


def _root(holder: Holder, key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    subject = holder.subject("Root")
    return (
        _builder(subject, subject, key, now, ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, SHA256())
    )


def _seal(
    holder: Holder,
    key: ec.EllipticCurvePrivateKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    # No extended key usage: NSS, which pdfsig and several readers use, does not know the one for
    # documents (RFC 9336) and reports a certificate that names it as corrupted.
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(holder.subject("Seal"), root.subject, key, now, SEAL_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(above, critical=False)
        .sign(root_key, SHA256())
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SLACK)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Allow sealing documents, or allow vouching for certificates: never both."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_cert_sign=not signs,
        crl_sign=not signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, data: bytes, mode: int) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
