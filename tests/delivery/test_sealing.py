"""A seal is valid for everybody's tools, and breaks at the least change."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from delivery.keys import UnusableKey
from delivery.sealing import Sealer, SealReport, validate
from delivery.typesetting import typeset
from tests.builders.delivery import CENTRE, an_act, an_authority
from tests.delivery.attacks import ATTACKS, Attack
from tests.tools import system_tool

NOW = datetime.now(UTC)


def seal(pdf: bytes, at: datetime = NOW) -> bytes:
    return Sealer(an_authority().key).seal(pdf, at=at, reason="Délivrance", place="Cotonou")


def report_on(pdf: bytes, **more: datetime) -> SealReport:
    return validate(pdf, roots=an_authority().roots, **more)


def test_a_genuine_seal_answers_yes_to_every_question(sealed: bytes) -> None:
    report = report_on(sealed)

    assert report.is_valid
    assert report.signer == f"Seal – {CENTRE}"
    assert report.sealed_at is not None
    # Sealed for every test of the session, since this file was read: seals tell no microseconds.
    assert NOW.replace(microsecond=0) <= report.sealed_at <= datetime.now(UTC)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_forgery_has_a_valid_seal(sealed: bytes, attack: Attack) -> None:
    forged = attack(sealed)

    assert forged != sealed
    assert not report_on(forged).is_valid


def test_a_stranger_of_the_same_name_is_found_intact_and_untrusted(sealed: bytes) -> None:
    report = report_on(ATTACKS["a stranger's seal under the same names"](sealed))

    assert report.intact
    assert report.covers_whole_file
    assert report.signer == f"Seal – {CENTRE}"
    assert not report.trusted


def test_every_length_of_signature_is_valid(plain: bytes) -> None:
    sealer = Sealer(an_authority().key)
    lengths: set[int] = set()
    for _ in range(24):
        sealed = sealer.seal(plain, at=NOW, reason="Délivrance", place="Cotonou")
        assert report_on(sealed).is_valid
        lengths |= sealer._prepared.keys()

    assert {71, 72} <= lengths


def test_the_common_tool_agrees_that_the_whole_document_is_signed(
    sealed: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "act.pdf"
    path.write_bytes(sealed)

    told = subprocess.run(
        [system_tool("pdfsig", "poppler-utils"), path], capture_output=True, text=True, check=True
    ).stdout

    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert told.count("Signature #") == 1


@pytest.mark.parametrize("typed", ["mot " * 5000, "\x00<b>", "👩🏾\u200d⚖️", "Ɔ̀lá"])
def test_an_act_of_any_text_can_be_sealed(typed: str) -> None:
    assert report_on(seal(typeset(an_act(statements=(typed,), title=typed)))).is_valid


def test_a_seal_outlives_its_certificate_when_the_register_gives_the_instant(
    sealed: bytes,
) -> None:
    later = an_authority().key.certificates[0].not_valid_after_utc + timedelta(days=1)

    assert not report_on(sealed, at=later).is_valid
    assert report_on(sealed, at=NOW).is_valid


@pytest.mark.parametrize("years", [-1, 4])
def test_nothing_is_sealed_outside_the_certificate_s_validity(plain: bytes, years: int) -> None:
    with pytest.raises(UnusableKey, match="not valid on"):
        seal(plain, at=NOW + timedelta(days=366 * years))


def test_a_demonstration_seal_announces_itself() -> None:
    assert Sealer(an_authority().key).is_demonstration
