"""What must be true of cash: counters where tills stand, e-services that are there, whole coins."""

from collections.abc import Iterator
from pathlib import Path

from eservices.packs import rules
from eservices.packs.cash import Cash
from eservices.packs.model import Pack
from eservices.packs.shelf import ESERVICES
from payments.money import EXPONENTS
from workflows.language.findings import closest
from workflows.verifier.flaws import Flaw


def verify_cash(pack: Pack, folder: Path) -> Iterator[Flaw]:
    """Find tills without a counter, e-services that are not there, and coins that are none."""
    if pack.cash is None:
        return
    yield from _currency(pack, pack.cash)
    counters = {office.slug: office.counter for office in pack.offices}
    offered = sorted(path.stem for path in (folder / ESERVICES).glob("*.yaml"))
    seen: set[str] = set()
    for at, till in enumerate(pack.cash.tills):
        if not counters.get(till.office, False):
            yield Flaw(rules.NO_COUNTER, ("cash", "tills", at, "office"), {"office": till.office})
        if till.slug in seen:
            values = {"slug": till.slug, "key": "tills"}
            yield Flaw(rules.SAME_SLUG, ("cash", "tills", at), values)
        seen.add(till.slug)
        for position, name in enumerate(till.eservices):
            if name not in offered:
                place = ("cash", "tills", at, "eservices", position)
                values = {"name": name, "kind": "eservices", "near": closest(name, offered)}
                yield Flaw(rules.UNKNOWN_REFERENCE, place, values)


def _currency(pack: Pack, cash: Cash) -> Iterator[Flaw]:
    foreign = cash.ceiling is not None and cash.ceiling.currency != pack.currency
    if foreign or EXPONENTS.get(pack.currency, 1) != 0:
        yield Flaw(rules.NO_SUCH_CASH, ("cash",), {"currency": pack.currency})
