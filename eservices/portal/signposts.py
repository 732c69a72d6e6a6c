"""What shows citizens the way: headings, first questions, and sites of other administrations."""

from dataclasses import dataclass

from eservices.packs.finder import Finder
from eservices.packs.model import Heading, Pack, Site


@dataclass(frozen=True, slots=True)
class Signposts:
    """What a pack says to help people find their way."""

    categories: tuple[Heading, ...] = ()
    life_events: tuple[Heading, ...] = ()
    finder: Finder | None = None
    sites: tuple[Site, ...] = ()


def signposts_of(pack: Pack) -> Signposts:
    """Take the signposts of a pack."""
    return Signposts(pack.categories, pack.life_events, pack.finder, pack.sites)


def heading_named(headings: tuple[Heading, ...], slug: str) -> Heading | None:
    """Find a heading by its name."""
    return next((one for one in headings if one.slug == slug), None)
