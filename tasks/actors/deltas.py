"""A reply's text on its way to the browsers while it is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

import redis
import structlog

from models.core import live
from models.events import reply_delta

BATCH_SECONDS = 0.04

log = structlog.get_logger(__name__)


class Deltas:
    """Gathers text and sends it every 40 ms with a running index; what Redis loses, the saved step heals."""

    def __init__(self, client: redis.Redis, *, account_id: UUID, ai_session_id: UUID, reply_id: UUID) -> None:
        self._client = client
        self._account_id, self._ai_session_id, self._reply_id = account_id, ai_session_id, reply_id
        self._pending: list[str] = []
        self._index = 0
        self._sent_at = 0.0
        self._clock: Callable[[], float] = time.monotonic

    def add(self, text: str) -> None:
        self._pending.append(text)
        if self._clock() - self._sent_at >= BATCH_SECONDS:
            self.send()

    def send(self) -> None:
        """What has gathered, now."""
        text = "".join(self._pending)
        self._pending.clear()
        if not text:
            return
        envelope = reply_delta(self._reply_id, self._ai_session_id, index=self._index, text=text)
        self._index, self._sent_at = self._index + 1, self._clock()
        try:
            live.publish_fleeting(self._client, self._account_id, envelope)
        except redis.RedisError as error:
            log.warning("delta not sent", error=str(error))
