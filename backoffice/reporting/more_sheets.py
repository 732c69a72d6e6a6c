"""The sections after the volumes: refusals, money, adoption, complaints, what stands still."""

from collections import Counter
from collections.abc import Iterable, Iterator

from backoffice.reporting.figures import Content, Counted
from backoffice.reporting.naming import Naming
from backoffice.reporting.words import WHYS
from delivery.report import Cell, Column, Kind, Section
from delivery.wording import Amount

Heads = tuple[tuple[str, Kind], ...]
Rows = Iterable[tuple[Cell, ...]]


def more_sections(content: Content, naming: Naming) -> Iterator[Section]:
    """Give the sections that follow the volumes."""
    yield _refusals(content, naming)
    yield _money(content, naming)
    yield _adoption(content, naming)
    yield _complaints(content, naming)
    yield _out_of_turn(content, naming)
    yield _problems(content, naming)
    yield _stalled(content, naming)


def _section(naming: Naming, name: str, heads: Heads, rows: Rows, *, empty: str = "") -> Section:
    words = naming.words
    return Section(
        name=name,
        title=words[name],
        note=words.get(f"{name}_note", ""),
        columns=tuple(Column(words[head], kind) for head, kind in heads),
        rows=tuple(rows),
        empty=words[empty or "nothing"],
    )


def _refusals(content: Content, naming: Naming) -> Section:
    heads: Heads = (
        ("eservice", Kind.TEXT),
        ("reason", Kind.TEXT),
        ("count", Kind.COUNT),
        ("of_refusals", Kind.SHARE),
    )
    total = sum(one.count for one in content.figures.refusals) or 1
    rows = (
        (
            naming.eservice(one.eservice),
            naming.reason(one.eservice, one.reason),
            one.count,
            one.count * 100 // total,
        )
        for one in content.figures.refusals
    )
    return _section(naming, "refusals", heads, rows)


def _money(content: Content, naming: Naming) -> Section:
    heads: Heads = (
        ("eservice", Kind.TEXT),
        ("what", Kind.TEXT),
        ("means", Kind.TEXT),
        ("count", Kind.COUNT),
        ("amount", Kind.MONEY),
    )
    return _section(naming, "money", heads, (*_each(content, naming), *_all(content, naming)))


def _each(content: Content, naming: Naming) -> Iterator[tuple[Cell, ...]]:
    for one in content.figures.money:
        amount = Amount(one.amount, one.currency)
        what, means = naming.words[one.figure], naming.kind(one.kind)
        yield (naming.eservice(one.eservice), what, means, one.count, amount)


def _all(content: Content, naming: Naming) -> Iterator[tuple[Cell, ...]]:
    """Add up by currency: francs of two countries never make a sum."""
    counts, amounts = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in content.figures.money:
        counts[one.figure, one.currency] += one.count
        amounts[one.figure, one.currency] += one.amount
    for figure, currency in counts:
        amount = Amount(amounts[figure, currency], currency)
        words = naming.words
        yield (words["total"], words[figure], currency, counts[figure, currency], amount)


def _adoption(content: Content, naming: Naming) -> Section:
    heads: Heads = (
        ("eservice", Kind.TEXT),
        ("alone", Kind.COUNT),
        ("represented", Kind.COUNT),
        ("counter", Kind.COUNT),
        ("received", Kind.COUNT),
        ("of_all", Kind.SHARE),
        ("former", Kind.COUNT),
        ("year_before", Kind.COUNT),
    )
    return _section(naming, "adoption", heads, _adopted(content, naming))


def _adopted(content: Content, naming: Naming) -> Iterator[tuple[Cell, ...]]:
    figures = content.figures
    acting, helped = _by_eservice(figures.represented), _by_eservice(figures.counter)
    former, year_before = figures.former.received, figures.year_before.received
    now = {line.eservice: line.received for line in figures.by_eservice}
    for eservice in sorted({*now, *former, *year_before}):
        received = now.get(eservice, 0)
        yield (
            naming.eservice(eservice),
            received - acting[eservice] - helped[eservice],
            acting[eservice],
            helped[eservice],
            received,
            received * 100 // figures.total.received if figures.total.received else None,
            former.get(eservice, 0),
            year_before.get(eservice, 0),
        )


def _by_eservice(counted: Iterable[Counted]) -> Counter[str]:
    counts = Counter[str]()
    for one in counted:
        counts[one.eservice] += one.count
    return counts


def _complaints(content: Content, naming: Naming) -> Section:
    heads: Heads = (("eservice", Kind.TEXT), ("count", Kind.COUNT), ("per_hundred", Kind.COUNT))
    decided = {line.eservice: line.delivered + line.refused for line in content.figures.by_eservice}
    rows = (
        (
            naming.eservice(one.eservice),
            one.count,
            round(one.count * 100 / decided[one.eservice]) if decided.get(one.eservice) else None,
        )
        for one in content.figures.complaints
    )
    return _section(naming, "complaints", heads, rows)


def _out_of_turn(content: Content, naming: Naming) -> Section:
    heads: Heads = (("eservice", Kind.TEXT), ("reason", Kind.TEXT), ("count", Kind.COUNT))
    rows = (
        (naming.eservice(one.eservice), naming.kind(one.kind), one.count)
        for one in content.figures.out_of_turn
    )
    return _section(naming, "out_of_turn", heads, rows)


def _problems(content: Content, naming: Naming) -> Section:
    heads: Heads = (
        ("eservice", Kind.TEXT),
        ("kind", Kind.TEXT),
        ("step", Kind.TEXT),
        ("count", Kind.COUNT),
    )
    rows = []
    for one in content.figures.problems:
        kind, _slash, state = one.kind.partition("/")
        step = naming.state(one.eservice, state)
        rows.append((naming.eservice(one.eservice), naming.kind(kind), step, one.count))
    return _section(naming, "problems", heads, rows)


def _stalled(content: Content, naming: Naming) -> Section:
    heads: Heads = (
        ("eservice", Kind.TEXT),
        ("why", Kind.TEXT),
        ("since", Kind.DATE),
        ("detail", Kind.TEXT),
    )
    rows = (
        (
            naming.eservice(one.eservice),
            WHYS[naming.language][one.why],
            one.since,
            naming.text(one.said),
        )
        for one in content.stalled
    )
    return _section(naming, "stalled", heads, rows, empty="all_work")
