"""The reference of definitions lists exactly the keys of the grammar, needed or not."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from delivery.template import ActTemplate
from eservices.definition import aftermath, form, model, sheets
from eservices.packs import cash, finder, procedures
from eservices.packs import model as packs
from payments import pricing
from payments.tariff import TariffLine
from workflows.language import procedure

REFERENCE = Path(__file__).parents[3] / "docs" / "definition-reference.md"
GRAMMAR: tuple[type[BaseModel], ...] = (
    model.EServiceFile,
    sheets.Sheet,
    sheets.Document,
    sheets.SheetStep,
    sheets.Link,
    form.Form,
    form.Page,
    form.Check,
    form.Field,
    form.Option,
    form.Contact,
    form.Representing,
    TariffLine,
    pricing.Step,
    pricing.Rounding,
    pricing.Exemption,
    procedure.Promise,
    procedure.PromiseVariant,
    procedure.Procedure,
    procedure.LegalSilence,
    procedure.State,
    procedure.ChecklistItem,
    procedure.Overflow,
    procedure.Expiry,
    procedure.Consultation,
    procedure.Transition,
    ActTemplate,
    aftermath.Follows,
    aftermath.Corrects,
    aftermath.Revocation,
    procedure.Complaint,
    model.Retention,
    model.Notice,
    packs.Pack,
    packs.Branding,
    packs.Organisation,
    packs.Calendar,
    packs.Office,
    cash.Cash,
    cash.Till,
    packs.Pool,
    packs.Succession,
    packs.Heading,
    finder.Finder,
    finder.FinderQuestion,
    finder.FinderAnswer,
    packs.Site,
    packs.DemoAccount,
    procedures.DeskProcedure,
)
ROW = re.compile(r"^\| `(?P<key>\w+)` \| [^|]+ \| (?P<needed>[^|]+) \|", re.MULTILINE)


def documented(name: str) -> dict[str, str]:
    """Give the keys of a table, and what stands in its column `needed`."""
    text = REFERENCE.read_text(encoding="utf-8")
    table = text.split(f"<!-- {name} -->\n")[1].split("\n\n")[0]
    return {row["key"]: row["needed"] for row in ROW.finditer(table)}


def declared(part: type[BaseModel]) -> dict[str, str]:
    """Give the keys of a part of the grammar, and what the reference must say of them."""
    fields = part.model_fields.items()
    return {field.alias or name: _needed(part, name) for name, field in fields}


def _needed(part: type[BaseModel], name: str) -> str:
    field = part.model_fields[name]
    if field.is_required():
        return "yes"
    default = field.get_default(call_default_factory=True)
    if default is None or default in ({}, ()):
        return "none"
    return str(default).lower() if isinstance(default, bool) else str(default)


@pytest.mark.parametrize("part", GRAMMAR, ids=lambda part: part.__name__)
def test_the_reference_lists_the_keys_of(part: type[BaseModel]) -> None:
    assert documented(part.__name__) == declared(part)


def test_the_reference_has_a_table_for_each_part_and_no_other() -> None:
    text = REFERENCE.read_text(encoding="utf-8")

    assert re.findall(r"<!-- (\w+) -->", text) == [part.__name__ for part in GRAMMAR]
