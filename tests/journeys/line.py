"""The line between a browser and the portal: how slow it is, and how much comes over it."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

#: Bits and milliseconds of a slow third-generation line.
SLOW_3G: Mapping[str, Any] = {
    "offline": False,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
    "latency": 400,
}
#: A cheap telephone reckons so many times slower than this machine.
SLOWER = 4

#: Milliseconds after which the largest thing on the screen was painted.
LARGEST_PAINT = """() => new Promise(found => new PerformanceObserver(list =>
  found(list.getEntries().pop().startTime)
).observe({type: 'largest-contentful-paint', buffered: true}))"""


class Line:
    """Counts what a page downloads, heads included, and can be made slow."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._tools = page.context.new_cdp_session(page)
        self._tools.send("Network.enable")
        self._tools.on("Network.loadingFinished", self._add)
        self._bytes = 0.0

    def _add(self, event: Mapping[str, Any]) -> None:
        self._bytes += event["encodedDataLength"]

    def counts_anew(self) -> None:
        """Begin a new count."""
        self._bytes = 0.0

    def kilobytes(self) -> float:
        """Tell how much has come since, once the line is silent."""
        self.page.wait_for_load_state("networkidle")
        return self._bytes / 1024

    def forgets_files(self) -> None:
        """Let the browser forget every file that it kept."""
        self._tools.send("Network.clearBrowserCache")

    def is_slow(self) -> None:
        """Make the line and the machine as slow as a cheap telephone far from its mast."""
        self._tools.send("Network.emulateNetworkConditions", dict(SLOW_3G))
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def largest_paint(self) -> float:
        """Tell after how many seconds the largest thing of the open page was painted."""
        self.page.wait_for_load_state("load")
        return float(self.page.evaluate(LARGEST_PAINT)) / 1000
