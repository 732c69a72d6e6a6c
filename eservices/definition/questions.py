"""Properties of the form: names, keys that fit their types, and ways to reach the applicant."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from eservices.definition import rules, rules_of_forms
from eservices.definition.form import NUMERIC, WRITTEN, Bound, Field, FieldType, Page
from eservices.definition.model import EService
from eservices.definition.patterns import CostlyPattern, check_cost
from eservices.definition.surroundings import Surroundings
from workflows.language.findings import closest
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw

CONTACT = ("form", "contact")
#: The longest answer of a line that states no `max_length`.
LONGEST_LINE = 200
#: Keys that mean something for some types only.
FITTING: dict[str, frozenset[FieldType]] = {
    "options": frozenset({FieldType.CHOICE}),
    "accept": frozenset({FieldType.FILE}),
    "max_length": WRITTEN,
    "pattern": WRITTEN,
    "min": NUMERIC | {FieldType.DATE, FieldType.GROUP},
    "max": NUMERIC | {FieldType.DATE, FieldType.GROUP},
    "fields": frozenset({FieldType.GROUP}),
    "item": frozenset({FieldType.GROUP}),
    "named_by": frozenset({FieldType.GROUP}),
}


def placed_fields(eservice: EService) -> Iterator[tuple[ValuePath, Page, Field]]:
    """List the fields with their path and their page."""
    for number, page in enumerate(eservice.form.pages):
        for position, field in enumerate(page.fields):
            yield ("form", "pages", number, "fields", position), page, field


def every_field(eservice: EService) -> Iterator[tuple[ValuePath, Page, Field]]:
    """List the fields with those of every group."""
    for at, page, field in placed_fields(eservice):
        yield at, page, field
        yield from (
            ((*at, "fields", place), page, inner) for place, inner in enumerate(field.fields)
        )


def names_are_single(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """No two fields, pages, or options of a choice bear the same name."""
    pages = [
        ((*("form", "pages", at), "page"), page.page) for at, page in enumerate(eservice.form.pages)
    ]
    fields = [((*at, "id"), field.id) for at, _page, field in placed_fields(eservice)]
    yield from _repeated(pages)
    yield from _repeated(fields)
    for at, _page, field in every_field(eservice):
        inner = enumerate(field.fields)
        yield from _repeated([((*at, "fields", place, "id"), one.id) for place, one in inner])
        yield from _repeated(
            [((*at, "options", place), one.value) for place, one in enumerate(field.options)]
        )


def _repeated(named: Iterable[tuple[ValuePath, str]]) -> Iterator[Flaw]:
    seen: Counter[str] = Counter()
    for at, name in named:
        seen[name] += 1
        if seen[name] > 1:
            yield Flaw(rules.DUPLICATE_NAME, at, {"name": name})


def choices_have_options(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """A choice leaves a choice."""
    for at, _page, field in every_field(eservice):
        if field.type is FieldType.CHOICE and len(field.options) <= 1:
            yield Flaw(rules.NEEDS_OPTIONS, at, {"field": field.id})


def files_say_what_they_accept(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """A file field names the kinds of file it accepts."""
    for at, _page, field in every_field(eservice):
        if field.type is FieldType.FILE and not field.accept:
            yield Flaw(rules.NEEDS_ACCEPT, at, {"field": field.id})


def keys_fit_types(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """No field has a key that means nothing for its type."""
    for at, _page, field in every_field(eservice):
        for key, types in FITTING.items():
            if getattr(field, key) not in (None, ()) and field.type not in types:
                values = {"key": key, "type": field.type}
                yield Flaw(rules.KEY_WITHOUT_SENSE, (*at, key), values)


def bounds_fit_types(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Bounds are numbers for numbers and days for dates, and leave room between them."""
    for at, _page, field in every_field(eservice):
        for key, bound in (("min", field.min), ("max", field.max)):
            if bound is not None and field.type is not FieldType.GROUP and not _fits(field, bound):
                yield Flaw(rules.BOUND_KIND, (*at, key), {"bound": str(bound), "type": field.type})
        yield from _crossed(field, at)


def _fits(field: Field, bound: Bound) -> bool:
    if field.type in NUMERIC:
        return isinstance(bound, int | Decimal)
    return field.type is not FieldType.DATE or isinstance(bound, date | str)


def _crossed(field: Field, at: ValuePath) -> Iterator[Flaw]:
    low, high = field.min, field.max
    numbers = isinstance(low, int | Decimal) and isinstance(high, int | Decimal) and low > high
    days = isinstance(low, date) and isinstance(high, date) and low > high
    if numbers or days:
        yield Flaw(rules.BOUNDS_CROSSED, (*at, "min"), {"low": str(low), "high": str(high)})


def patterns_compile(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Every pattern is a regular expression."""
    for at, _page, field in every_field(eservice):
        try:
            re.compile(field.pattern or "")
        except re.error as error:
            values = {"field": field.id, "problem": str(error)}
            yield Flaw(rules.BAD_PATTERN, (*at, "pattern"), values)
            continue
        try:
            check_cost(field.pattern or "", field.max_length or LONGEST_LINE)
        except CostlyPattern:
            yield Flaw(rules_of_forms.COSTLY_PATTERN, (*at, "pattern"), {"field": field.id})


def contact_names_fields(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """The fields used to reach the applicant exist and are of the right type."""
    contact, known = eservice.form.contact, [field.id for field in eservice.form.fields()]
    named: list[tuple[str, str | None, FieldType | None]] = [
        *(("name", name, None) for name in contact.name),
        ("mail", contact.mail, FieldType.MAIL),
        ("phone", contact.phone, FieldType.PHONE),
    ]
    for key, name, wanted in named:
        field = eservice.form.field(name) if name else None
        if name and field is None:
            values = {"name": name, "near": closest(name, known)}
            yield Flaw(rules.UNKNOWN_CONTACT, (*CONTACT, key), values)
        elif field is not None and wanted is not None and field.type is not wanted:
            yield Flaw(rules.CONTACT_KIND, (*CONTACT, key), {"name": field.id, "wanted": wanted})


def applicants_can_be_reached(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Whatever is answered, there is a name, and a mail address or a telephone."""
    if eservice.complaint is not None:
        # One may complain without a name: the answer is read with the secret code.
        return
    contact, always = eservice.form.contact, _always_answered(eservice)
    if not contact.one_is_enough and not {contact.mail, contact.phone} & always:
        yield Flaw(rules.NO_CONTACT, CONTACT)
    if not set(contact.name) & always:
        yield Flaw(rules.NAMELESS, (*CONTACT, "name"), {"name": contact.name[0]})


def either_way_is_open(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Where one of mail and telephone is enough, nothing else asks for either."""
    contact = eservice.form.contact
    if not contact.one_is_enough:
        return
    open_on = [
        page.page
        for _at, page, field in placed_fields(eservice)
        if field.id in {contact.mail, contact.phone}
        if not field.required and page.when is None and field.when is None
    ]
    if len(open_on) != len((contact.mail, contact.phone)) or len(set(open_on)) != 1:
        yield Flaw(rules_of_forms.ONE_OF_TWO, (*CONTACT, "one_is_enough"))


def _always_answered(eservice: EService) -> frozenset[str]:
    return frozenset(
        field.id
        for _at, page, field in placed_fields(eservice)
        if field.required and page.when is None and field.when is None
    )
