"""The log as XES 1.0 (IEEE 1849), written event by event."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO, Any

from lxml import etree

from workflows.event_log.journal_rows import Logged
from workflows.event_log.model import COMPLETE

NAMESPACE = "http://www.xes-standard.org/"
#: The extensions whose attributes are used: name, prefix.
EXTENSIONS = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
)
#: What every trace and every event has, with the value that a reader assumes where it is missing.
GLOBALS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "trace": (("string", "concept:name", "UNKNOWN"),),
    "event": (
        ("string", "concept:name", "UNKNOWN"),
        ("date", "time:timestamp", "1970-01-01T00:00:00.000+00:00"),
        ("string", "lifecycle:transition", COMPLETE),
        ("string", "org:role", "UNKNOWN"),
    ),
}
CLASSIFIERS = (("Activity", "concept:name"), ("State", "eservices:state"))


def write_xes(file: IO[bytes], events: Iterable[Logged]) -> int:
    """Write events, which come case by case, as they come; gives their number."""
    count = 0
    with etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("log", _head(), nsmap={None: NAMESPACE}):
            for element in _preamble():
                xml.write(element)
            for case, moves in groupby(events, key=lambda event: (event.case, event.eservice)):
                count += _write_trace(xml, case, moves)
    return count


def _head() -> dict[str, str]:
    return {"xes.version": "1.0", "xes.features": ""}


def _preamble() -> Iterator[etree._Element]:
    for name, prefix in EXTENSIONS:
        uri = f"{NAMESPACE}{prefix}.xesext"
        yield _element("extension", name=name, prefix=prefix, uri=uri)
    for scope, attributes in GLOBALS.items():
        declared = _element("global", scope=scope)
        declared.extend(_element(kind, key=key, value=value) for kind, key, value in attributes)
        yield declared
    for name, keys in CLASSIFIERS:
        yield _element("classifier", name=name, keys=keys)


def _write_trace(xml: Any, case: tuple[str, str], moves: Iterable[Logged]) -> int:
    count = 0
    with xml.element("trace"):
        xml.write(_element("string", key="concept:name", value=case[0]))
        xml.write(_element("string", key="eservices:eservice", value=case[1]))
        for event in moves:
            xml.write(_event(event))
            count += 1
    return count


def _event(event: Logged) -> etree._Element:
    words = {
        "concept:name": event.activity,
        "lifecycle:transition": COMPLETE,
        "org:resource": event.resource,
        "org:role": event.role,
        "org:group": event.unit,
        "eservices:state": event.state,
        "eservices:stage": event.stage,
        "eservices:reason": event.reason,
    }
    at = event.at.isoformat(timespec="milliseconds")
    element = _element("event")
    element.append(_element("date", key="time:timestamp", value=at))
    element.extend(
        _element("string", key=key, value=value)
        for key, value in words.items()
        if value is not None
    )
    return element


def _element(tag: str, /, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{NAMESPACE}}}{tag}", attributes, nsmap={None: NAMESPACE})
