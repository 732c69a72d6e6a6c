"""The citizen's form: from what was typed to typed answers, with every mistake named at once."""

from eservices.form.entries import Entries, entries_for, entries_of, inputs_of, typed_in
from eservices.form.kinds import KINDS, Kind, Widget
from eservices.form.presenting import in_words, present
from eservices.form.problems import Code, Problem
from eservices.form.reading import Files, PageReading, Reading, read_fields, read_form

__all__ = [
    "KINDS",
    "Code",
    "Entries",
    "Files",
    "Kind",
    "PageReading",
    "Problem",
    "Reading",
    "Widget",
    "entries_for",
    "entries_of",
    "in_words",
    "inputs_of",
    "present",
    "read_fields",
    "read_form",
    "typed_in",
]
