"""What tests ask the system about processes that are not their children."""

import time

import psutil


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def left_after(pids: list[int], *, seconds: float) -> list[int]:
    """Wait until these processes have ended, and give those that have not in that time."""
    limit = time.monotonic() + seconds
    while any(map(lives, pids)) and time.monotonic() < limit:
        time.sleep(0.02)
    return [pid for pid in pids if lives(pid)]
