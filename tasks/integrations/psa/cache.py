"""What all workers remember of a tenant's PSA for a while: tokens, discovered addresses, look-ups."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import redis

Seal = Callable[[bytes], bytes]
Unseal = Callable[[bytes], bytes | None]
"""None for what no key opens any more."""


class RedisCache:
    """The cache of the connection `key` (`tasks.integrations.psa.port.Cache`).  Nothing stands in Redis in clear.

    While Redis is away, nothing is remembered.
    """

    def __init__(self, client: redis.Redis, key: str, *, seal: Seal, unseal: Unseal) -> None:
        self._client, self._key, self._seal, self._unseal = client, key, seal, unseal

    def get(self, name: str) -> str | None:
        with suppress(redis.RedisError):
            kept = self._client.get(self._named(name))
            if isinstance(kept, bytes) and (value := self._unseal(kept)) is not None:
                return value.decode()
        return None

    def put(self, name: str, value: str, *, seconds: float) -> None:
        with suppress(redis.RedisError):
            self._client.set(self._named(name), self._seal(value.encode()), px=max(1, int(seconds * 1_000)))

    def forget(self, name: str) -> None:
        with suppress(redis.RedisError):
            self._client.delete(self._named(name))

    def _named(self, name: str) -> str:
        return f"fp:psa:{self._key}:{name}"
