"""A former system's history as XES (IEEE 1849), read event by event and never whole.

The file comes from outside: a document type is refused, since entities can only come with one;
nothing is fetched; and of a compressed file no more than a stated size is unpacked.
"""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from workflows.event_log.mapping import HistoryMapping
from workflows.event_log.model import Broken, Event, UnreadableLog, event_of

#: Bytes after unpacking: fifty times the largest public logs.
LARGEST = 8 * 2**30


class Bounded:
    """A file that ends with an error after so many bytes: a packed bomb is not unpacked."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._left = file, most

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; raises UnreadableLog beyond the bound."""
        block = self._file.read(size)
        self._left -= len(block)
        if self._left < 0:
            msg = "the log is larger than what is read"
            raise UnreadableLog(msg)
        return block


def read_xes(
    file: IO[bytes], mapping: HistoryMapping, *, largest: int = LARGEST
) -> Iterator[Event | Broken]:
    """Yield the events of an XES file, and its broken rows by line; raises UnreadableLog.

    A file that breaks off is read as far as it goes, and the line where it breaks is reported.
    """
    parsing = etree.iterparse(
        Bounded(file, largest),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    reader = TraceReader(mapping)
    try:
        for happening, element in parsing:
            found = reader.take(happening, element)
            if found is not None:
                yield found
    except etree.XMLSyntaxError as error:
        if not reader.began:
            msg = f"no XML: {error.msg}"
            raise UnreadableLog(msg) from error
        yield Broken(error.lineno or 0, f"the file breaks off: {error.msg}")
    except (OSError, EOFError) as error:
        yield Broken(0, f"the compressed file breaks off: {error}")


class TraceReader:
    """Keeps the trace at hand while its events go by."""

    def __init__(self, mapping: HistoryMapping) -> None:
        self.began = False
        self._mapping = mapping
        self._case: str | None = None

    def take(self, happening: str, element: etree._Element) -> Event | Broken | None:
        """Take the next start or end of an element; gives an event when one is complete."""
        if not self.began:
            _refuse_unfit(element)
            self.began = True
        name = etree.QName(element).localname
        if happening == "start":
            self._case = None if name == "trace" else self._case
            return None
        parent = element.getparent()
        within = "" if parent is None else etree.QName(parent).localname
        if within == "trace" and element.get("key") == "concept:name":
            self._case = element.get("value")
        found = self._event(element) if name == "event" else None
        if name in {"event", "trace"} or within in {"log", "trace"}:
            _forget(element)
        return found

    def _event(self, element: etree._Element) -> Event | Broken | None:
        said = {child.get("key"): child.get("value") for child in element}
        event = event_of(
            case=self._case,
            at=said.get("time:timestamp"),
            activity=said.get("concept:name"),
            lifecycle=said.get("lifecycle:transition"),
            resource=said.get("org:resource"),
            unit=said.get("org:group"),
            zone=self._mapping.zone,
        )
        if isinstance(event, str):
            # Beyond line 65,535 the parser tells the line of the nearest text, one further on.
            return Broken(int(element.sourceline or 0), event)
        return event if event.lifecycle in self._mapping.lifecycle else None


def _refuse_unfit(root: etree._Element) -> None:
    if root.getroottree().docinfo.doctype:
        msg = "the file has a document type, which no log needs and an attack does"
        raise UnreadableLog(msg)
    if etree.QName(root).localname != "log":
        msg = f"no XES log: it begins with <{etree.QName(root).localname}>"
        raise UnreadableLog(msg)


def _forget(element: etree._Element) -> None:
    """Let go of what was read: the tree would otherwise grow to the size of the file."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
