"""The event log: our journal written for process mining, a former system's history read."""

from workflows.event_log.csv_reading import read_csv
from workflows.event_log.csv_writing import write_csv
from workflows.event_log.importing import Imported, import_events, record_import
from workflows.event_log.journal_rows import Logged, logged_events
from workflows.event_log.mapping import Columns, HistoryMapping, MappingRefused, read_mapping
from workflows.event_log.model import Broken, Event, UnreadableLog
from workflows.event_log.pseudonyms import pseudonym
from workflows.event_log.xes_reading import read_xes
from workflows.event_log.xes_writing import write_xes

__all__ = [
    "Broken",
    "Columns",
    "Event",
    "HistoryMapping",
    "Imported",
    "Logged",
    "MappingRefused",
    "UnreadableLog",
    "import_events",
    "logged_events",
    "pseudonym",
    "read_csv",
    "read_mapping",
    "read_xes",
    "record_import",
    "write_csv",
    "write_xes",
]
