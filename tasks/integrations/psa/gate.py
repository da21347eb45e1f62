"""Bounds the calls to one tenant's PSA among all workers: how many at once, how many in a time, and pauses.

Redis keeps the places and counts the calls.  A place is a lease that ends by itself, so that the place of a worker
that was killed comes back.  While Redis is away, each process keeps to the same limits by itself (docs/adr/0057).
"""

from __future__ import annotations

import random
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from uuid import uuid4

import redis
import structlog
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from tasks.integrations.psa.errors import RateLimited
from tasks.integrations.psa.port import Pace

log = structlog.get_logger(__name__)

CALLS_AT_ONCE = 3
"""Autotask refuses more; the others are spared."""
WAIT_SECONDS = 2.0
"""How long a call waits for a place."""
LOOK_SECONDS = 0.05
"""How often it asks Redis for one."""
LEASE_SECONDS = 40.0
"""Longer than the longest call (`tasks.integrations.psa.http`), which is over by then whatever happens."""
COME_BACK_SECONDS = 3.0
"""When all places were taken."""
MOST_TENANTS = 1_000
"""Whose limits a process remembers for the time without Redis."""

# Takes a place.  1: taken; 0: all are; below 0: a pause, which lasts so many milliseconds.  By the clock of Redis.
_TAKE = """
local pause = redis.call('PTTL', KEYS[2])
if pause > 0 then return -pause end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
"""

# A shorter pause does not shorten one that lasts.
_PAUSE = """
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], 1, 'PX', ARGV[1]) end
"""


@dataclass
class _Tenant:
    """What this process knows of a tenant by itself."""

    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(CALLS_AT_ONCE))
    paused_until: float = 0.0
    """By the monotonic clock."""


_tenants: OrderedDict[str, _Tenant] = OrderedDict()
_tenants_lock = Lock()
_own_counts = MovingWindowRateLimiter(MemoryStorage())


def _tenant(key: str) -> _Tenant:
    with _tenants_lock:
        found = _tenants.setdefault(key, _Tenant())
        _tenants.move_to_end(key)
        if len(_tenants) > MOST_TENANTS:
            _tenants.popitem(last=False)
        return found


class RedisGate:
    """The gate of the connection `key` (`tasks.integrations.psa.port.Gate`)."""

    def __init__(self, client: redis.Redis, key: str, pace: Pace) -> None:
        self._client, self._key = client, key
        self._take, self._pause = client.register_script(_TAKE), client.register_script(_PAUSE)
        self._places_key, self._pause_key = f"fp:psa:{key}:places", f"fp:psa:{key}:pause"
        self._pace = RateLimitItemPerSecond(pace.calls, pace.seconds, namespace="fp:psa-pace")
        self._counts = MovingWindowRateLimiter(
            RedisStorage("redis://", connection_pool=client.connection_pool, wrap_exceptions=False)
        )
        self._own = _tenant(key)

    @contextmanager
    def call(self) -> Iterator[None]:
        """A place for one call, which is counted.  Raises RateLimited if there is none within `WAIT_SECONDS`."""
        ends = time.monotonic() + WAIT_SECONDS
        if not self._own.places.acquire(timeout=WAIT_SECONDS):
            raise _no_place()
        try:
            place = self._place(ends)
            try:
                self._count()
                yield
            finally:
                self._give_back(place)
        finally:
            self._own.places.release()

    def note_refused(self, seconds: float) -> None:
        """No worker calls this tenant's PSA for so many seconds."""
        self._own.paused_until = max(self._own.paused_until, time.monotonic() + seconds)
        with suppress(redis.RedisError):
            self._pause(keys=[self._pause_key], args=[max(1, int(seconds * 1_000))])

    def _place(self, ends: float) -> str | None:
        """The name of a place in Redis; None while Redis is away."""
        name = uuid4().hex
        while True:
            try:
                taken = int(self._take([self._places_key, self._pause_key], [name, CALLS_AT_ONCE, _lease_ms()]))
            except redis.RedisError as error:
                log.warning("calls to a ticket system are limited by each process", error=type(error).__name__)
                _check_pause(self._own.paused_until - time.monotonic())
                return None
            if taken == 1:
                return name
            _check_pause(-taken / 1_000)
            if time.monotonic() >= ends:
                raise _no_place()
            time.sleep(LOOK_SECONDS)

    def _count(self) -> None:
        """Count a call.  Raises RateLimited with the seconds until the next one may be made."""
        try:
            counts, is_allowed = self._counts, self._counts.hit(self._pace, self._key)
        except redis.RedisError:
            counts, is_allowed = _own_counts, _own_counts.hit(self._pace, self._key)
        if not is_allowed:
            resets_at = time.time() + COME_BACK_SECONDS
            with suppress(redis.RedisError):
                resets_at = counts.get_window_stats(self._pace, self._key).reset_time
            raise RateLimited(after=max(1.0, resets_at - time.time()) + random.random())

    def _give_back(self, place: str | None) -> None:
        if place is not None:
            # If Redis went away, the place comes back when its lease ends.
            with suppress(redis.RedisError):
                self._client.zrem(self._places_key, place)


def _lease_ms() -> int:
    return int(LEASE_SECONDS * 1_000)


def _check_pause(seconds: float) -> None:
    """Raises RateLimited while a pause lasts."""
    if seconds > 0:
        raise RateLimited(after=seconds + random.random())


def _no_place() -> RateLimited:
    return RateLimited(after=COME_BACK_SECONDS + random.random())
