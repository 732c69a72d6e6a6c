"""Seal PDF files and validate seals: the only module that imports pyHanko.

The seal is a PAdES B-B signature that certifies the document with no change permitted. Its CMS
structure is built by pyHanko once for each length of signature; each file then gets a copy with
its own digest and signature in place, which is ten times faster than building it anew.
"""

import asyncio
import secrets
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SignatureObject
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from delivery.demo_keys import is_demonstration
from delivery.keys import SealingKey, UnusableKey

FIELD = "Seal"
DIGEST = "sha256"
#: Room for the CMS structure with two certificates; a chain that needs more is refused at start.
RESERVED = 8192


class _Blank(Signer):
    """Gives pyHanko's CMS structure around a marker instead of a signature."""

    def __init__(self, certificates: Sequence[x509.Certificate], signature: bytes) -> None:
        ders = b"".join(one.public_bytes(Encoding.PEM) for one in certificates)
        signing, *above = load_certs_from_pemder_data(ders)
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(above)
        super().__init__(signing_cert=signing, cert_registry=store)
        self._signature = signature

    async def async_sign_raw(
        self,
        data: bytes,  # noqa: ARG002 - pyHanko's own signature
        digest_algorithm: str,  # noqa: ARG002
        dry_run: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> bytes:
        """Give the marker."""
        return self._signature


@dataclass(frozen=True, slots=True)
class Prepared:
    """A CMS structure and its signed attributes, with markers where each file differs."""

    cms: bytes
    attributes: bytes
    digest: bytes
    signature: bytes

    def attributes_for(self, digest: bytes) -> bytes:
        """Give the attributes to sign for a file's digest."""
        return self.attributes.replace(self.digest, digest)

    def cms_for(self, digest: bytes, signature: bytes) -> bytes:
        """Give the CMS structure of a file."""
        return self.cms.replace(self.digest, digest).replace(self.signature, signature)


def prepare(certificates: Sequence[x509.Certificate], length: int) -> Prepared:
    """Let pyHanko build the structure for signatures of a length, around random markers."""
    digest, signature = secrets.token_bytes(32), secrets.token_bytes(length)
    blank = _Blank(certificates, signature)
    attributes = asyncio.run(blank.signed_attrs(digest, DIGEST, use_pades=True)).dump()
    cms = asyncio.run(blank.async_sign(digest, DIGEST, use_pades=True)).dump()
    if cms.count(digest) != 1 or cms.count(signature) != 1 or attributes.count(digest) != 1:
        msg = "the CMS structure does not hold its digest and signature exactly once"
        raise UnusableKey(msg)
    if 2 * len(cms) > RESERVED:
        msg = "the certificates are too long for the room reserved in each file"
        raise UnusableKey(msg)
    return Prepared(cms, attributes, digest, signature)


@dataclass(slots=True)
class Sealer:
    """Seals files with one key, kept ready for the life of the process."""

    key: SealingKey
    _prepared: dict[int, Prepared] = field(default_factory=dict)

    @property
    def is_demonstration(self) -> bool:
        """Tell whether the seal announces itself as a demonstration."""
        return is_demonstration(self.key.certificates[0])

    def seal(self, pdf: bytes, *, at: datetime, reason: str, place: str) -> bytes:
        """Certify a PDF so that no change is permitted; raises UnusableKey outside its validity."""
        self._refuse_outdated(at)
        embedding = PdfCMSEmbedder(new_field_spec=SigFieldSpec(FIELD)).write_cms(
            FIELD, IncrementalPdfFileWriter(BytesIO(pdf))
        )
        next(embedding)
        embedding.send(_setup(at=at, reason=reason, place=place))
        document, output = embedding.send(SigIOSetup(md_algorithm=DIGEST, in_place=True))
        embedding.send(self._cms(document.document_digest))
        sealed: bytes = output.getvalue()
        return sealed

    def _cms(self, digest: bytes) -> bytes:
        """Sign a digest; an ECDSA signature's length varies by a byte or two with its numbers."""
        attributes = self._structure(72).attributes_for(digest)
        signature = self.key.sign(attributes)
        return self._structure(len(signature)).cms_for(digest, signature)

    def _structure(self, length: int) -> Prepared:
        if length not in self._prepared:
            self._prepared[length] = prepare(self.key.certificates, length)
        return self._prepared[length]

    def _refuse_outdated(self, at: datetime) -> None:
        certificate = self.key.certificates[0]
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            msg = f"the seal's certificate is not valid on {at:%Y-%m-%d}"
            raise UnusableKey(msg)


def _setup(*, at: datetime, reason: str, place: str) -> SigObjSetup:
    return SigObjSetup(
        sig_placeholder=SignatureObject(
            timestamp=at,
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            location=place,
            bytes_reserved=RESERVED,
        ),
        mdp_setup=SigMDPSetup(md_algorithm=DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES),
    )


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a file's seal proves, question by question."""

    #: The signed bytes are those that were signed.
    intact: bool = False
    #: The seal's certificate leads to a root that we trust.
    trusted: bool = False
    #: No byte of the file lies outside what was signed.
    covers_whole_file: bool = False
    #: It forbids every change, and none was made.
    unchanged: bool = False
    signer: str | None = None
    #: The instant the sealer's own clock gave.
    sealed_at: datetime | None = None

    @property
    def is_valid(self) -> bool:
        """Tell whether the answer to every question is yes."""
        return self.intact and self.trusted and self.covers_whole_file and self.unchanged


def validate(
    pdf: bytes, *, roots: Sequence[x509.Certificate], at: datetime | None = None
) -> SealReport:
    """Examine the single seal of a file, at an instant when it was relied on, or now.

    A file that cannot be read, has no seal or has two is an answer (nothing is proven), not an
    error: what is examined here may come from a forger.
    """
    try:
        status = _run(_status(pdf, roots, at))
    except Exception:  # noqa: BLE001 - a hostile file may break the parser anywhere
        return SealReport()
    return SealReport() if status is None else _report(status)


async def _status(
    pdf: bytes, roots: Sequence[x509.Certificate], at: datetime | None
) -> PdfSignatureStatus | None:
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        return None
    pems = b"".join(root.public_bytes(Encoding.PEM) for root in roots)
    context = ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(pems)),
        allow_fetching=False,
        moment=at,
        # Acts are checked long after the certificate's life; its register gives the instant.
        best_signature_time=at,
    )
    return await async_validate_pdf_signature(
        signatures[0],
        signer_validation_context=context,
        key_usage_settings=KeyUsageConstraints(key_usage={"digital_signature"}),
    )


def _report(status: PdfSignatureStatus) -> SealReport:
    permitted = status.docmdp_ok and status.has_seed_values is False
    subject = status.signing_cert.subject.native
    return SealReport(
        intact=bool(status.valid and status.intact),
        trusted=bool(status.trusted),
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        unchanged=bool(permitted),
        signer=subject.get("common_name"),
        sealed_at=status.signer_reported_dt,
    )


def file_digest(pdf: bytes) -> str:
    """Give the SHA-256 of a whole file, as the register keeps it."""
    return sha256(pdf).hexdigest()


def _run(steps: Coroutine[Any, Any, Any]) -> Any:
    """Run a validation to its end without an event loop.

    Without network it never waits. An event loop belongs to a thread, and greenlets of a web
    server share one: two verifications at once would find it running and fail.
    """
    try:
        steps.send(None)
    except StopIteration as end:
        return end.value
    steps.close()
    msg = "validation must not wait for anything outside this process"
    raise RuntimeError(msg)
