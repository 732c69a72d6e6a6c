"""What must be true of a pack: references that lead somewhere, hours, people, words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from zoneinfo import available_timezones

from eservices.definition.words import languages_of, misfits_of, quotes_of, texts
from eservices.packs import rules
from eservices.packs.closed_days import is_country
from eservices.packs.model import Pack
from workflows.accounts import APART
from workflows.language.findings import closest
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw

Property = Callable[[Pack], Iterator[Flaw]]


def slugs_are_single(pack: Pack) -> Iterator[Flaw]:
    """No two things of a kind bear the same identifier."""
    for key in ("organisations", "calendars", "offices", "pools", "categories", "life_events"):
        yield from _repeated(key, (one.slug for one in getattr(pack, key)))
    yield from _repeated("accounts", (account.login for account in pack.accounts))


def references_lead_somewhere(pack: Pack) -> Iterator[Flaw]:
    """Offices, pools and accounts name things of the pack."""
    for at, office in enumerate(pack.offices):
        yield from _known(
            pack, "organisations", ("offices", at, "organisation"), office.organisation
        )
        yield from _known(pack, "calendars", ("offices", at, "calendar"), office.calendar)
    for at, pool in enumerate(pack.pools):
        yield from _known(pack, "offices", ("pools", at, "office"), pool.office)
    for at, account in enumerate(pack.accounts):
        if account.office is not None:
            yield from _known(pack, "offices", ("accounts", at, "office"), account.office)
        for number, name in enumerate(account.pools):
            yield from _known(pack, "pools", ("accounts", at, "pools", number), name)


def time_zone_exists(pack: Pack) -> Iterator[Flaw]:
    """The time zone is one of the database's."""
    if pack.timezone not in available_timezones():
        yield Flaw(rules.UNKNOWN_ZONE, ("timezone",), {"name": pack.timezone})


def holidays_are_known(pack: Pack) -> Iterator[Flaw]:
    """The country whose holidays a calendar takes is one the package knows."""
    for at, calendar in enumerate(pack.calendars):
        if calendar.holidays is not None and not is_country(calendar.holidays):
            values = {"country": calendar.holidays}
            yield Flaw(rules.UNKNOWN_COUNTRY, ("calendars", at, "holidays"), values)


def hours_are_in_order(pack: Pack) -> Iterator[Flaw]:
    """The stretches of a day follow each other without touching."""
    for at, calendar in enumerate(pack.calendars):
        for day, stretches in calendar.week.items():
            hours = [hour for stretch in stretches for hour in stretch]
            if hours != sorted(set(hours)):
                yield Flaw(rules.STRETCHES_CROSS, ("calendars", at, "week", day), {"day": day})


def desks_are_single(pack: Pack) -> Iterator[Flaw]:
    """One agent queue of one office is treated by one pool."""
    seen: set[tuple[str, str]] = set()
    for at, pool in enumerate(pack.pools):
        if (pool.office, pool.queue) in seen:
            values = {"queue": pool.queue, "office": pool.office}
            yield Flaw(rules.SAME_DESK, ("pools", at), values)
        seen.add((pool.office, pool.queue))


def successors_treat_the_same(pack: Pack) -> Iterator[Flaw]:
    """A pool that takes over treats the same agent queue, and is taken over by no circle."""
    by_slug = {pool.slug: pool for pool in pack.pools}
    for at, pool in enumerate(pack.pools):
        if pool.succession is None:
            continue
        seen, one = {pool.slug}, by_slug.get(pool.succession.by)
        while one is not None and one.slug not in seen and one.succession is not None:
            seen.add(one.slug)
            one = by_slug.get(one.succession.by)
        if one is None or one.slug in seen or one.queue != pool.queue:
            values = {"pool": pool.slug, "by": pool.succession.by}
            yield Flaw(rules.NO_SUCCESSOR, ("pools", at, "succession"), values)


def roles_may_be_held_together(pack: Pack) -> Iterator[Flaw]:
    """Nobody both treats cases and oversees or administers."""
    for at, account in enumerate(pack.accounts):
        for pair in APART:
            if pair <= set(account.roles):
                values = {"roles": ", ".join(sorted(pair))}
                yield Flaw(rules.ROLES_APART, ("accounts", at, "roles"), values)


def pools_have_people(pack: Pack) -> Iterator[Flaw]:
    """Somebody treats the cases of every pool."""
    peopled = {slug for account in pack.accounts for slug in account.pools}
    for at, pool in enumerate(pack.pools):
        if pool.slug not in peopled and pool.succession is None:
            yield Flaw(rules.EMPTY_POOL, ("pools", at), {"pool": pool.slug})


def texts_are_in_every_language(pack: Pack) -> Iterator[Flaw]:
    """Every text of the pack exists in every language of the pack."""
    for at, text in texts(pack):
        yield from languages_of(text, at, pack.languages)


def notices_quote_known_values(pack: Pack) -> Iterator[Flaw]:
    """Notices quote only what a notice can know."""
    for name, notice in pack.notices.items():
        yield from quotes_of(notice, ("notices", name))


def short_messages_fit(pack: Pack) -> Iterator[Flaw]:
    """Every short message fits in one, in letters that every telephone shows."""
    for name, notice in pack.notices.items():
        yield from misfits_of(notice, ("notices", name))


PROPERTIES: tuple[Property, ...] = (
    slugs_are_single,
    references_lead_somewhere,
    time_zone_exists,
    holidays_are_known,
    hours_are_in_order,
    desks_are_single,
    successors_treat_the_same,
    roles_may_be_held_together,
    pools_have_people,
    texts_are_in_every_language,
    notices_quote_known_values,
    short_messages_fit,
)


def verify_pack(pack: Pack) -> tuple[Flaw, ...]:
    """Give every flaw of a pack."""
    return tuple(flaw for check in PROPERTIES for flaw in check(pack))


def _repeated(key: str, names: Iterable[str]) -> Iterator[Flaw]:
    seen: Counter[str] = Counter()
    for at, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            yield Flaw(rules.SAME_SLUG, (key, at), {"slug": name, "key": key})


def _known(pack: Pack, kind: str, at: ValuePath, name: str) -> Iterator[Flaw]:
    known = [one.slug for one in getattr(pack, kind)]
    if name not in known:
        values = {"name": name, "kind": kind, "near": closest(name, known)}
        yield Flaw(rules.UNKNOWN_REFERENCE, at, values)
