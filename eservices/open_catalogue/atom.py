"""Feeds of changes in the Atom format (RFC 4287)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from eservices.open_catalogue.changes import Change

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
#: What XML 1.0 cannot write, whatever an administrator pasted.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before its entries."""

    #: Of the portal, without an end stroke.
    address: str
    #: Of the feed and of the page that it follows, below the portal's address.
    path: str
    page: str
    title: str
    author: str
    language: str


def as_atom(feed: Feed, changes: Sequence[Change], *, now: datetime) -> str:
    """Write a feed; one without any change is as of now."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _text(root, "id", f"{feed.address}/{feed.path}")
    _text(root, "title", feed.title)
    _text(root, "updated", _instant(max((one.at for one in changes), default=now)))
    _text(SubElement(root, "author"), "name", feed.author)
    own = {"rel": "self", "type": MEDIA_TYPE, "href": f"{feed.address}/{feed.path}"}
    SubElement(root, "link", own)
    SubElement(root, "link", _page(feed, feed.page))
    for change in changes:
        _entry(root, feed, change)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _entry(root: Element, feed: Feed, change: Change) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "id", f"{feed.address}/{change.path}#{change.key}")
    _text(entry, "title", change.headline(feed.language))
    _text(entry, "updated", _instant(change.at))
    SubElement(entry, "link", _page(feed, change.path))
    _text(entry, "summary", change.words(feed.language))


def _page(feed: Feed, path: str) -> dict[str, str]:
    return {"rel": "alternate", "type": "text/html", "href": f"{feed.address}/{path}"}


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = UNWRITABLE.sub("", words)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
