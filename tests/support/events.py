"""Listens to an account's events where they leave Redis, and waits for one instead of for time to pass."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import orjson
import redis

from models.core.outgoing import live

PATIENCE_SECONDS = 90.0


class EventListener:
    def __init__(self, redis_url: str, account_id: UUID) -> None:
        self._client = redis.Redis.from_url(redis_url)
        self._pubsub = self._client.pubsub(ignore_subscribe_messages=True)
        self._channel = live.channel_of(account_id)
        self.all: list[dict[str, Any]] = []

    def wait_for(self, event_type: str, *, patience: float = PATIENCE_SECONDS, **data: Any) -> dict[str, Any]:
        """The next event of this type with this data, unheard so far; the others are kept in `all`.

        Fails with what was heard instead when none comes.
        """
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            event = self._next(deadline - time.monotonic())
            if event and event["type"] == event_type and data.items() <= event["data"].items():
                return event
        raise AssertionError(f"no {event_type} with {data}; heard {[event['type'] for event in self.all]}")

    def types(self) -> list[str]:
        return [event["type"] for event in self.all]

    def drain(self) -> list[dict[str, Any]]:
        """Everything that has arrived by now."""
        while self._next(0.05):
            pass
        return self.all

    def _next(self, timeout: float) -> dict[str, Any] | None:
        message = self._pubsub.get_message(timeout=max(timeout, 0.01))
        if message is None or message["type"] != "message":
            return None
        _, _, body = message["data"].partition(b" ")
        self.all.append(orjson.loads(body))
        return self.all[-1]

    def __enter__(self) -> Self:
        self._pubsub.subscribe(self._channel)
        # The first message is Redis's own: from here on nothing is missed.
        while self._pubsub.get_message(timeout=1) is not None:
            pass
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pubsub.close()
        self._client.close()
