"""A price in words: what the tariff says, as the applicant reads it before applying."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eservices.definition.form import FieldType, Form
from eservices.definition.model import EService
from eservices.form.presenting import in_words
from eservices.texts import mark, translate
from payments.money import Money
from payments.pricing import Direction, Exemption, Step
from payments.tariff import TariffLine
from workflows.language.conditions import compile_condition

EACH = mark("%(amount)s %(unit)s")
PER_SQUARE_METRE = mark("per m²")
PER_UNIT = mark("per unit")
SQUARE_METRES = mark("%(number)s m²")
BY_STEPS = mark("By quantity")
BY_BRACKETS = mark("By brackets of the quantity")
UP_TO = mark("up to %(end)s: %(price)s")
BETWEEN = mark("above %(start)s and up to %(end)s: %(price)s")
ABOVE = mark("above %(start)s: %(price)s")
ALWAYS = mark("always: %(price)s")
#: By whether the step has a beginning and an end.
SCALE: Mapping[tuple[bool, bool], str] = {
    (False, False): ALWAYS,
    (False, True): UP_TO,
    (True, True): BETWEEN,
    (True, False): ABOVE,
}
MINIMUM = mark("At least %(amount)s.")
MAXIMUM = mark("At most %(amount)s.")
ROUNDED: Mapping[Direction, str] = {
    Direction.NEAREST: mark("Rounded to the nearest %(amount)s."),
    Direction.UP: mark("Rounded up to a multiple of %(amount)s."),
    Direction.DOWN: mark("Rounded down to a multiple of %(amount)s."),
}
FREE = mark("Free of charge: %(reason)s")
REDUCED = mark("Reduced to %(share)s %%: %(reason)s")
PROVED = mark("%(exemption)s (document: %(document)s)")


@dataclass(frozen=True, slots=True)
class PriceInWords:
    """The price in short, its scale, and what bounds it, rounds it or lifts it."""

    short: str
    scale: tuple[str, ...]
    details: tuple[str, ...]


def exempts(service: EService) -> bool:
    """Tell whether the tariff exempts anybody at all."""
    return any(line.exemptions for line in service.tariff)


def tell_price(line: TariffLine, form: Form, language: str) -> PriceInWords:
    """Say what a line of the tariff costs."""
    teller = _Teller(line, form, language)
    return PriceInWords(teller.short(), tuple(teller.scale()), tuple(teller.details()))


@dataclass(frozen=True, slots=True)
class _Teller:
    line: TariffLine
    form: Form
    language: str

    def short(self) -> str:
        if self.line.amount is not None:
            write = self._money if self.line.per is None else self._rate
            return write(self.line.amount)
        return self._say(BY_STEPS if self.line.steps else BY_BRACKETS)

    def scale(self) -> Iterator[str]:
        steps: Sequence[Step] = self.line.steps or self.line.brackets
        write = self._rate if self.line.brackets else self._money
        start: Decimal | None = None
        for step in steps:
            bounds = {"start": start, "end": step.up_to}
            known = {name: self._quantity(end) for name, end in bounds.items() if end is not None}
            message = SCALE[start is not None, step.up_to is not None]
            yield self._say(message, price=write(step.amount), **known)
            start = step.up_to

    def details(self) -> Iterator[str]:
        if self.line.minimum is not None:
            yield self._say(MINIMUM, amount=self._money(self.line.minimum))
        if self.line.maximum is not None:
            yield self._say(MAXIMUM, amount=self._money(self.line.maximum))
        rounding = self.line.rounding
        if rounding is not None:
            yield self._say(ROUNDED[rounding.towards], amount=self._money(rounding.to))
        elif self.line.per is not None:
            coin = Money(1, self.line.currency)
            yield self._say(ROUNDED[Direction.NEAREST], amount=self._money(coin))
        yield from map(self._exemption, self.line.exemptions)

    def _exemption(self, exemption: Exemption) -> str:
        reason = exemption.reason.in_language(self.language)
        said = self._say(
            REDUCED if exemption.pays else FREE, share=str(exemption.pays), reason=reason
        )
        proof = self.form.field(exemption.proof) if exemption.proof else None
        if proof is None:
            return said
        document = proof.label.in_language(self.language)
        return self._say(PROVED, exemption=said, document=document)

    def _rate(self, amount: Money) -> str:
        unit = self._say(PER_SQUARE_METRE if self._by_area() else PER_UNIT)
        return self._say(EACH, amount=self._money(amount), unit=unit)

    def _quantity(self, number: Decimal) -> str:
        written = in_words(number, self.language)
        return self._say(SQUARE_METRES, number=written) if self._by_area() else written

    def _by_area(self) -> bool:
        """Tell whether the quantity counts square metres: the formula reads one area alone."""
        names = compile_condition(self.line.per).names() if self.line.per else ()
        fields = [self.form.field(name) for name in names]
        return len(fields) == 1 and fields[0] is not None and fields[0].type is FieldType.AREA

    def _money(self, amount: Money) -> str:
        return amount.in_locale(self.language)

    def _say(self, message: str, **values: str) -> str:
        return translate(message, self.language, **values)
