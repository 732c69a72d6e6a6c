"""One simulated stretch of work, watched round by round, and what the watch was worth in it."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select, text

from backoffice.watch.finding import Kind
from backoffice.watch.rounds import DETECTORS, look
from backoffice.watch.tables import watch_flags
from tests.builders.insiders.office import Deed, Office, Signatory
from tests.builders.insiders.people import Vice, corrupt, staff
from tests.builders.insiders.records import WORKDAY, instant
from tests.builders.insiders.writing import write
from tests.builders.kernel import a_definition, an_account, an_office
from workflows.actors import Role
from workflows.database import metadata

UTC = ZoneInfo("UTC")
#: Which flags find which vice.
FINDS: Mapping[Vice, Kind] = {
    Vice.SLOW_WALK: Kind.SLOW_FINISH,
    Vice.JUMP: Kind.OVERTAKE,
    Vice.PLACE: Kind.PLACE_CHANGED,
    Vice.PIECES: Kind.CORRECTIONS,
    Vice.LOOK: Kind.VIEW,
    Vice.PAIR: Kind.PAIR,
}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is simulated."""

    honest: int
    most_of_a_kind: int
    signatories: int
    cases: int
    backlog: int
    days: float


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as it is judged."""

    kind: Kind
    account_ids: tuple[int, ...]
    case_id: int | None
    raised_at: datetime


@dataclass(slots=True)
class Worth:
    """What the watch found of what there was to find, and whom it named wrongly."""

    cases: int = 0
    there: Counter[Vice] = field(default_factory=Counter)
    found: Counter[Vice] = field(default_factory=Counter)
    false: Counter[Kind] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Worth") -> None:
        """Add what another simulation showed."""
        self.cases += other.cases
        self.there += other.there
        self.found += other.found
        self.false += other.false
        self.missed += other.missed
        self.wrong += other.wrong

    @property
    def recall(self) -> float:
        """Give the share found of the dishonest, from 0 to 1."""
        return self.found.total() / self.there.total() if self.there else 1.0

    @property
    def alarms(self) -> float:
        """Give the false alarms by thousand cases."""
        return 1000 * self.false.total() / self.cases


def judge(engine: Engine, scale: Scale, seed: int) -> Worth:
    """Simulate on a database that is emptied, watch hour by hour, and judge what was found."""
    with engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    chance = random.Random(seed)
    office = _work(engine, scale, chance)
    _watch(engine, scale.days)
    return _judged(office, _flags(engine), seed)


def _work(engine: Engine, scale: Scale, chance: random.Random) -> Office:
    with engine.begin() as connection:
        pools, definition = an_office(connection), a_definition(connection)
        examiners = scale.honest + sum(scale.most_of_a_kind for _ in Vice)
        hired = [an_account(connection).id for _ in range(examiners)]
        signing = [
            an_account(connection, roles=(Role.SIGNATORY,)).id for _ in range(scale.signatories)
        ]
    office = _office(scale, hired, signing, (pools["records"], pools["signatories"]), chance)
    office.receive(scale.cases, backlog=scale.backlog, until=scale.days * WORKDAY)
    office.work(scale.days * WORKDAY)
    with engine.begin() as connection:
        write(connection, office.records, definition)
    return office


def _office(
    scale: Scale,
    hired: list[int],
    signing: list[int],
    pools: tuple[int, int],
    chance: random.Random,
) -> Office:
    people = staff(hired, int(scale.days) + 1, chance)
    fallen = corrupt(people[scale.honest :], chance, scale.most_of_a_kind)
    # Those hired beyond the honest who were not turned do not work there.
    working = people[: scale.honest] + [one for one in people if one.account_id in fallen]
    signatories = {account: Signatory(account) for account in signing}
    pairs = [account for account, vice in fallen.items() if vice is Vice.PAIR]
    for examiner, signatory in zip(pairs, signing, strict=False):
        signatories[signatory].accomplice_of = examiner
    return Office(chance, {one.account_id: one for one in working}, signatories, pools)


def _watch(engine: Engine, days: float) -> None:
    """Let the watch make its rounds each hour of work and each midnight."""
    hours = [instant(minutes) for minutes in range(60, int(days * WORKDAY) + 60, 60)]
    midnights = {hour.replace(hour=0) + DAY + timedelta(minutes=5) for hour in hours}
    for now in sorted({*hours, *midnights}):
        for kind in DETECTORS:
            with engine.begin() as connection:
                look(connection, kind, now=now, zone=UTC)


def _flags(engine: Engine) -> list[Flag]:
    names = Flag.__dataclass_fields__
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        rows = connection.execute(select(*(watch_flags.c[name] for name in names)))
        return [
            Flag(Kind(row.kind), tuple(row.account_ids), row.case_id, row.raised_at) for row in rows
        ]


def _judged(office: Office, flags: list[Flag], seed: int) -> Worth:
    worth = Worth(cases=len(office.records.items))
    for account, deed in _first_deeds(office).items():
        worth.there[deed.vice] += 1
        if any(_finds(flag, deed, office.deeds) for flag in flags):
            worth.found[deed.vice] += 1
        else:
            worth.missed.append(f"seed {seed}: {deed.vice} by {account}")
    guilty = _guilty(office)
    touched = {deed.case_id for deed in office.deeds}
    for flag in flags:
        if not (
            guilty & set(flag.account_ids) or (not flag.account_ids and flag.case_id in touched)
        ):
            worth.false[flag.kind] += 1
            worth.wrong.append(f"seed {seed}: {flag.kind} {flag.account_ids}")
    return worth


def _first_deeds(office: Office) -> dict[int, Deed]:
    first: dict[int, Deed] = {}
    for deed in sorted(office.deeds, key=lambda deed: deed.at):
        first.setdefault(deed.account_id, deed)
    return first


def _guilty(office: Office) -> set[int]:
    partners = {one.account_id for one in office.signatories.values() if one.accomplice_of}
    return {deed.account_id for deed in office.deeds} | partners


def _finds(flag: Flag, first: Deed, deeds: list[Deed]) -> bool:
    """Tell whether a flag finds somebody, within a day of the first thing they did."""
    if flag.kind is not FINDS[first.vice] or flag.raised_at > instant(first.at) + DAY:
        return False
    if flag.account_ids:
        return first.account_id in flag.account_ids
    theirs = {deed.case_id for deed in deeds if deed.account_id == first.account_id}
    return flag.case_id in theirs
