"""A polite stop: the first signal is remembered, and loops end at their next turn."""

import signal
import threading
from types import FrameType


class Stop:
    """Answers whether this process was asked to stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def __call__(self) -> bool:
        """Tell whether the process was asked to stop."""
        return self._asked.is_set()

    def on_signals(self) -> "Stop":
        """Listen to SIGTERM and SIGINT; call it from the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)
        return self

    def wait(self) -> None:
        """Sleep until asked to stop."""
        while not self._asked.wait(0.5):
            pass

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()
