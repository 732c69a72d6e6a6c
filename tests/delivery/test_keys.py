"""A key that others may read, or that does not fit its certificate, never seals."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from delivery.demo_keys import DEMONSTRATION, DemoKeys, Holder, demo_keys, is_demonstration
from delivery.hardware_key import HardwareKey
from delivery.keys import UnusableKey, load_certificates, load_file_key
from delivery.sealing import Sealer, validate
from tests.builders.delivery import CENTRE

NOW = datetime.now(UTC)
HOLDER = Holder("BJ", CENTRE)
SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")


@pytest.fixture
def demo(tmp_path: Path) -> DemoKeys:
    return demo_keys(tmp_path / "keys", holder=HOLDER, now=NOW, passphrase="sesame")


def test_the_demonstration_s_key_is_for_its_owner_alone_and_says_what_it_is(
    demo: DemoKeys,
) -> None:
    assert demo.key.stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in demo.key.read_bytes()
    for path in (demo.root, demo.certificate):
        (certificate,) = load_certificates(path)
        assert is_demonstration(certificate)
        assert DEMONSTRATION in certificate.subject.rfc4514_string()


def test_the_demonstration_keeps_its_key_from_one_start_to_the_next(
    demo: DemoKeys, tmp_path: Path
) -> None:
    before = demo.key.read_bytes()

    assert demo_keys(tmp_path / "keys", holder=HOLDER, now=NOW) == demo
    assert demo.key.read_bytes() == before


def test_a_pem_key_is_loaded_with_its_passphrase(demo: DemoKeys) -> None:
    key = load_file_key(demo.key, certificate=demo.certificate, passphrase="sesame")

    assert key.certificates == load_certificates(demo.certificate)


def test_a_pkcs12_file_is_loaded_without_other_files(demo: DemoKeys, tmp_path: Path) -> None:
    key = load_file_key(demo.key, certificate=demo.certificate, passphrase="sesame")
    bag = pkcs12.serialize_key_and_certificates(
        b"seal", key.private, key.certificates[0], None, BestAvailableEncryption(b"open")
    )
    path = tmp_path / "seal.p12"
    path.write_bytes(bag)
    path.chmod(0o600)

    assert load_file_key(path, certificate=None, passphrase="open").certificates == key.certificates


@pytest.mark.parametrize("passphrase", ["wrong", "", None])
def test_a_wrong_passphrase_is_refused(demo: DemoKeys, passphrase: str | None) -> None:
    with pytest.raises(UnusableKey, match="passphrase"):
        load_file_key(demo.key, certificate=demo.certificate, passphrase=passphrase)


def test_a_key_that_others_may_read_is_refused(demo: DemoKeys) -> None:
    demo.key.chmod(0o640)

    with pytest.raises(UnusableKey, match="chmod 600"):
        load_file_key(demo.key, certificate=demo.certificate, passphrase="sesame")


def test_a_certificate_of_another_key_is_refused(demo: DemoKeys) -> None:
    stranger = ec.generate_private_key(ec.SECP256R1())
    demo.key.write_bytes(stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(UnusableKey, match="another key"):
        load_file_key(demo.key, certificate=demo.certificate, passphrase=None)


def test_a_file_without_certificate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.pem"
    path.write_bytes(b"")

    with pytest.raises(UnusableKey, match="no certificate"):
        load_certificates(path)


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Initialise a software module's token in a folder of this test's own."""
    if not SOFTHSM.exists():
        pytest.skip("install softhsm2 to run this test")
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    _softhsm("--init-token", "--free", "--label", "seals", "--pin", "1234", "--so-pin", "12345678")
    return "seals"


def _softhsm(*arguments: str | Path) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def test_a_hardware_module_seals_validly_and_a_wrong_pin_does_not(
    token: str, demo: DemoKeys, tmp_path: Path, plain: bytes
) -> None:
    private = load_file_key(demo.key, certificate=demo.certificate, passphrase="sesame").private
    clear = tmp_path / "clear.pem"
    clear.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _softhsm("--import", clear, "--token", token, "--label", "seal", "--id", "01", "--pin", "1234")

    def opened(pin: str) -> Sealer:
        return Sealer(
            HardwareKey(SOFTHSM, token=token, pin=pin, label="seal", certificate=demo.certificate)
        )

    with pytest.raises(UnusableKey, match="PinIncorrect"):
        opened("0000").seal(plain, at=NOW, reason="Délivrance", place="Cotonou")
    sealed = opened("1234").seal(plain, at=NOW, reason="Délivrance", place="Cotonou")

    assert validate(sealed, roots=load_certificates(demo.root)).is_valid
