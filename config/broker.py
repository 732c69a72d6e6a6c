"""Redis as the processes reach it that ring bells or answer them."""

from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.retry import Retry


def open_redis(url: str) -> Redis:
    """Open Redis with a little patience: a restart of the server is a pause, not an error."""
    return Redis.from_url(
        url,
        retry=Retry(ExponentialBackoff(cap=1.0, base=0.05), retries=5),
        socket_connect_timeout=5,
        health_check_interval=30,
    )


def version_of_redis(url: str) -> str:
    """Ask Redis for its version, once and briefly: whoever waits for a page is not kept waiting."""
    once = Retry(NoBackoff(), retries=0)
    with Redis.from_url(url, retry=once, socket_connect_timeout=1, socket_timeout=1) as redis:
        return str(redis.info("server")["redis_version"])
