"""What a phone downloads: the first page ever opened, then each later one."""

import re

from tests.bench.figures import Figure
from tests.bench.people import PERMIT, Pages
from tests.bench.scene import TYPED
from tests.bench.stage import Stage
from tests.bench.wire import UnexpectedAnswer, Wire

ASSET = re.compile(rb'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"')
KILOBYTE = 1024


class Phone:
    """A browser that keeps static files, and counts what it downloads, heads included."""

    def __init__(self, packed: Wire, plain: Wire) -> None:
        packed.headers = {"Accept-Encoding": "gzip"}
        self.packed, self.plain = packed, plain
        self.kept: set[str] = set()

    def open(self, path: str) -> float:
        """Open a page with what it shows that is not kept yet; gives kilobytes."""
        page = self.plain.get(path)
        needed = {found.decode() for found in ASSET.findall(page.body)} - self.kept
        self.kept |= needed
        return sum(self._size(one) for one in (path, *sorted(needed))) / KILOBYTE

    def _size(self, path: str) -> int:
        answer = self.packed.get(path)
        if answer.status != 200:
            raise UnexpectedAnswer(path, answer.status)
        return answer.size


def page_weight(stage: Stage) -> list[Figure]:
    """Open the portal for the first time, then the pages of an application."""
    citizen = stage.citizen(Pages.NONE)
    first = citizen.visitor.send(f"{PERMIT}/start")
    check = citizen.visitor.send(first, TYPED)
    portal = stage.installation.portal
    phone = Phone(stage.wire(portal), stage.wire(portal))
    home = phone.open("/")
    later = {path: phone.open(path) for path in (*LATER, first, check)}
    case = citizen.lodge(check)
    later[case] = phone.open(case)
    return [
        Figure("first_page_kb", home, "KB", goal="≤ 60", note="home with all it shows, packed"),
        Figure("later_page_kb", max(later.values()), "KB", goal="≤ 15", note="the heaviest"),
        Figure("later_page_median_kb", sorted(later.values())[len(later) // 2], "KB"),
    ]


LATER = ("/services/criminal-record", "/services/building-permit", "/verify", "/accessibility", "/")


def start_seconds(stage: Stage) -> list[Figure]:
    """Tell how long the installation took to answer, the first time and when it was there."""
    return [
        Figure(
            "start_seconds",
            stage.installation.start_seconds,
            "s",
            goal="≤ 15",
            note="`eservices up` on its data folder until both faces answer",
        ),
        Figure("first_start_seconds", stage.first_start_seconds, "s", note="empty data folder"),
    ]
