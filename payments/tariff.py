"""What an e-service costs, as its definition declares it: lines with an amount and dates."""

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from workflows.language.values import Expression, Name, Part, Text

AMOUNT = re.compile(r"^(?P<minor>[0-9]{1,12}) (?P<currency>[A-Z]{3})$")


class Money(BaseModel):
    """An amount in minor units of an ISO 4217 currency, written `1900 XOF`."""

    model_config = ConfigDict(frozen=True)
    minor: Annotated[int, Field(ge=0)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

    @model_validator(mode="before")
    @classmethod
    def parse(cls, value: Any) -> Any:
        """Read the written form."""
        if not isinstance(value, str):
            return value
        match = AMOUNT.match(value)
        if match is None:
            msg = "write an amount in minor units and a currency code, such as '1900 XOF'"
            raise ValueError(msg)
        return {"minor": int(match["minor"]), "currency": match["currency"]}

    @model_serializer
    def write(self) -> str:
        """Give back the written form."""
        return f"{self.minor} {self.currency}"

    def __str__(self) -> str:
        """Give the written form."""
        return self.write()


class TariffLine(Part):
    """One thing to pay: its amount, or its rate when `per` gives a quantity, and when it holds."""

    item: Name
    label: Text
    amount: Money
    per: Expression | None = None
    when: Expression | None = None
    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def dates_are_in_order(self) -> Self:
        """Refuse a line that ends before it begins."""
        if self.until is not None and self.until < self.since:
            msg = "a tariff line cannot end before it begins"
            raise ValueError(msg)
        return self
