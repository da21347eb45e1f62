"""Incoming webhooks of PSAs, kept in Redis until a job has examined them.

They hold passwords and texts of an unknown sender, so they are encrypted and end by themselves.  If Redis loses one,
nothing is lost: the next sync finds what it would have said.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import orjson
import redis

from models.core.crypto import CannotOpen, KeyRing

log = logging.getLogger(__name__)

LIFETIME_SECONDS = 600
_COLUMN = "psa_webhooks.call"


@dataclass(frozen=True, kw_only=True)
class PsaCall:
    """`headers`: by name in lower case."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class PsaCalls:
    def __init__(self, client: redis.Redis, key_ring: KeyRing) -> None:
        self._client, self._key_ring = client, key_ring

    def keep(self, call_id: UUID, call: PsaCall, *, account_id: UUID) -> bool:
        """False if Redis is down: the call is dropped."""
        content = orjson.dumps({"headers": dict(call.headers), "body": base64.b64encode(call.body).decode()})
        sealed = self._key_ring.seal(content, account_id=account_id, column=_COLUMN)
        try:
            self._client.set(_key(call_id), sealed, ex=LIFETIME_SECONDS)
        except redis.RedisError as error:
            log.warning("incoming webhook not kept", extra={"error": type(error).__name__})
            return False
        return True

    def get(self, call_id: UUID, *, account_id: UUID) -> PsaCall | None:
        """None if it has ended.  Raises redis.RedisError."""
        sealed = self._client.get(_key(call_id))
        if not isinstance(sealed, bytes):
            return None
        try:
            content = orjson.loads(self._key_ring.open(sealed, account_id=account_id, column=_COLUMN))
        except CannotOpen:
            return None
        return PsaCall(headers=content["headers"], body=base64.b64decode(content["body"]))


def _key(call_id: UUID) -> str:
    return f"fp:psa-call:{call_id}"
