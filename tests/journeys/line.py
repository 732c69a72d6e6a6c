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
#: Milliseconds that a cheap telephone takes for some reckoning: four times what it takes on two
#: idle cores of a server.
CHEAP = 4 * 10.0
RECKONS = """() => { const began = performance.now(); let sum = 0;
  for (let at = 0; at < 5e6; at++) sum += Math.sqrt(at);
  return sum && performance.now() - began; }"""

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
        """Make the line and the machine as slow as a cheap telephone far from its mast.

        A machine that is slow or busy itself is slowed down by so much the less.
        """
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        rate = max(1.0, CHEAP / min(self.page.evaluate(RECKONS) for _ in range(5)))
        self._tools.send("Network.emulateNetworkConditions", dict(SLOW_3G))
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": rate})

    def largest_paint(self) -> float:
        """Tell after how many seconds the largest thing of the open page was painted."""
        self.page.wait_for_load_state("load")
        return float(self.page.evaluate(LARGEST_PAINT)) / 1000
