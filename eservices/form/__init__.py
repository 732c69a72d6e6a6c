"""The citizen's form: from what was typed to typed answers, with every mistake named at once."""

from eservices.form.entries import Entries, entries_for, entries_of, inputs_of, typed_in
from eservices.form.groups import leaves, with_another, without_item
from eservices.form.kinds import KINDS, Kind, Widget
from eservices.form.presenting import called, in_words, present
from eservices.form.problems import Code, Problem
from eservices.form.reading import (
    Block,
    Files,
    Item,
    PageReading,
    Reading,
    check_answers,
    read_fields,
    read_form,
    read_item,
)

__all__ = [
    "KINDS",
    "Block",
    "Code",
    "Entries",
    "Files",
    "Item",
    "Kind",
    "PageReading",
    "Problem",
    "Reading",
    "Widget",
    "called",
    "check_answers",
    "entries_for",
    "entries_of",
    "in_words",
    "inputs_of",
    "leaves",
    "present",
    "read_fields",
    "read_form",
    "read_item",
    "typed_in",
    "with_another",
    "without_item",
]
