"""Acts per processor second: the criminal record's act typeset and sealed, in one process."""

import time
from datetime import UTC, datetime

from delivery.composing import compose, dates_of
from delivery.register import Reservation
from delivery.sealing import Sealer, validate
from delivery.typesetting import typeset
from eservices.acts import printed_fields
from eservices.packs import read_eservices, read_pack
from tests.bench.figures import Figure
from tests.bench.stage import Stage
from tests.builders.delivery import VERIFICATION, a_draft, an_authority

ANSWERS = {
    "surname": "Dossou",
    "given_names": "Afi Sènami",
    "sex": "F",
    "born_on": "1994-03-01",
    "birth_place": "Cotonou",
}


def acts_per_cpu_second(stage: Stage) -> list[Figure]:
    """Typeset and seal one act after another, then make sure that the last seal holds."""
    eservice = next(
        one for one in read_eservices(read_pack("benin")) if one.eservice == "criminal-record"
    )
    draft = a_draft(template=eservice.act, fields=printed_fields(eservice, "fr"), answers=ANSWERS)
    authority = an_authority()
    sealer = Sealer(authority.key)
    at = datetime.now(UTC)

    def make(serial: int) -> bytes:
        reservation = Reservation(serial, serial, f"CJ-2026-{serial:07}", VERIFICATION.code)
        act = compose(draft, reservation, dates=dates_of(draft, at), verification=VERIFICATION)
        return sealer.seal(typeset(act), at=at, reason=act.title, place="Cotonou")

    make(0)
    started = time.process_time()
    acts = [make(serial) for serial in range(1, stage.size.acts + 1)]
    seconds = time.process_time() - started
    if not validate(acts[-1], roots=authority.roots).is_valid:
        msg = "the last act's seal does not hold"
        raise RuntimeError(msg)
    return [
        Figure("acts_per_cpu_second", len(acts) / seconds, "1/s", note="typeset and sealed"),
        Figure("act_kilobytes", len(acts[-1]) / 1024, "KB"),
    ]
