"""A limit on how often one address may try references and codes that it has to guess.

Each process counts for itself: with several web processes an address gets that many times the
limit, which 160-bit secrets and codes bear easily. The limit keeps lookups cheap; it is not what
keeps them secret.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

#: Addresses remembered at once; beyond, the one not seen for longest starts anew.
REMEMBERED = 10_000


@dataclass(slots=True)
class Bucket:
    """What one address may still do, as of an instant."""

    tokens: float
    at: float


@dataclass(slots=True)
class RateLimit:
    """A token bucket for each address: `burst` at once, then `per_minute`."""

    burst: int = 60
    per_minute: int = 60
    now: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def allow(self, address: str) -> bool:
        """Take a token of this address; False when it has none left."""
        with self._lock:
            bucket = self._refilled(address)
            if bucket.tokens < 1:
                return False
            bucket.tokens -= 1
            return True

    def _refilled(self, address: str) -> Bucket:
        now = self.now()
        bucket = self._buckets.pop(address, None) or Bucket(self.burst, now)
        gained = (now - bucket.at) * self.per_minute / 60
        bucket.tokens, bucket.at = min(self.burst, bucket.tokens + gained), now
        self._buckets[address] = bucket
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket
