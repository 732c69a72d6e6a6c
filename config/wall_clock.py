"""The time of this machine, which providers' signatures are dated by."""

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """Tell the time of this machine."""
    return datetime.now(UTC)
