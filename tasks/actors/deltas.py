"""Publishes the text of a reply to the browsers while the assistant writes it."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

import redis
import structlog

from models.core.outgoing.running_text import Answer, Piece, Writer
from models.events import reply_delta

BATCH_SECONDS = 0.04
# Each call to a Redis that hangs takes seconds, and the reply must not wait for it.
AFTER_FAILURE_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Deltas:
    """Collects the text of one attempt and publishes it every 40 ms, with a running index.

    If Redis was down or has lost the earlier text, the next delta is a snapshot of the whole text.
    """

    def __init__(self, client: redis.Redis, *, account_id: UUID, topic: str, reply_id: UUID, attempt: int) -> None:
        self._writer = Writer(client, account_id=account_id, topic=topic)
        self._topic, self._reply_id, self._attempt = topic, reply_id, attempt
        self._text: list[str] = []
        self._pending: list[str] = []
        self._index = 0
        self._must_send_all = False
        self._next_at = 0.0
        self._clock: Callable[[], float] = time.monotonic

    def begin(self) -> None:
        """Discard what an earlier attempt wrote."""
        try:
            self._writer.begin(self._reply_id, attempt=self._attempt)
        except redis.RedisError as error:
            self._note_failure(error)

    def add(self, text: str) -> None:
        self._pending.append(text)
        if self._clock() >= self._next_at:
            self.send()

    def send(self) -> None:
        """Publish now what has been collected."""
        text = "".join(self._pending)
        self._pending.clear()
        if not text:
            return
        self._text.append(text)
        self._next_at = self._clock() + BATCH_SECONDS
        try:
            self._send(text)
        except redis.RedisError as error:
            self._note_failure(error)
        self._index += 1

    def _send(self, text: str) -> None:
        if self._must_send_all or self._publish(text) is Answer.GAP:
            self._publish("".join(self._text), is_whole=True)
        self._must_send_all = False

    def _publish(self, text: str, *, is_whole: bool = False) -> Answer:
        piece = Piece(reply_id=self._reply_id, attempt=self._attempt, index=self._index, text=text, is_whole=is_whole)
        return self._writer.send(piece, reply_delta(piece, self._topic))

    def _note_failure(self, error: redis.RedisError) -> None:
        self._must_send_all = True
        self._next_at = self._clock() + AFTER_FAILURE_SECONDS
        log.warning("delta not sent", error=str(error))
