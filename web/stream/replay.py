"""What a client that was away has missed, from its account's short Redis stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis

from models.core import live
from web.stream.live_event import LiveEvent, from_envelope
from web.stream.position import Position

# An account nobody has published for yet gets an entry without an event, so that there is a position to return to.
_MARKER: Mapping[Any, Any] = {"m": 1}
_EVENT = b"e"

Entries = Sequence[tuple[bytes, dict[bytes, bytes]]]


@dataclass(frozen=True, kw_only=True)
class Past:
    """`position` is up to where this client owes nothing to replay; `missed` follows it, `end` is its last entry.

    `has_gap`: what was missed is not known, the client must read again; `position` is then the present one.
    """

    position: Position | None
    missed: Sequence[LiveEvent] = ()
    end: Position | None = None
    has_gap: bool = False


def read(client: redis.Redis, account_id: UUID, last_event_id: str | None) -> Past:
    """What came after `last_event_id`; None is a client that starts afresh.  Raises redis.RedisError.

    The stream is trimmed at its old end only, so the entry of a known position proves that nothing after it is lost.
    Reading also keeps the stream for another while: an account that is listened to does not lose its position.
    """
    key = live.replay_key_of(account_id)
    since = Position.parse(last_event_id) if last_event_id else None
    newest, entries = _fetch(client, key, since)
    if not last_event_id:
        return Past(position=newest)
    if since is None or not entries or _position(entries[0][0]) != since:
        return Past(position=newest, has_gap=True)
    return Past(position=since, missed=_events(entries[1:]), end=_position(entries[-1][0]))


def _fetch(client: redis.Redis, key: str, since: Position | None) -> tuple[Position, Entries]:
    """The newest position, and the entries from `since` on, its own included."""
    with client.pipeline() as pipe:
        pipe.xrevrange(key, count=1)
        pipe.expire(key, live.REPLAY_SECONDS)
        if since:
            pipe.xrange(key, min=str(since))
        newest, _, *rest = pipe.execute()
    return (_position(newest[0][0]) if newest else _mark(client, key)), (rest[0] if rest else ())


def _mark(client: redis.Redis, key: str) -> Position:
    with client.pipeline() as pipe:
        pipe.xadd(key, {**_MARKER})
        pipe.expire(key, live.REPLAY_SECONDS)
        return _position(pipe.execute()[0])


def _events(entries: Entries) -> list[LiveEvent]:
    return [
        from_envelope(fields[_EVENT], position=_position(entry_id)) for entry_id, fields in entries if _EVENT in fields
    ]


def _position(entry_id: Any) -> Position:
    position = Position.parse(entry_id.decode())
    if position is None:
        raise redis.DataError(f"not a stream position: {entry_id!r}")
    return position
