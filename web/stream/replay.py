"""Reads the events that a reconnecting client missed from the replay stream of its account in Redis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis

from models.core.outgoing import live
from web.stream.live_event import LiveEvent, from_envelope
from web.stream.position import Position

# An empty replay stream gets an entry without an event, so that a client has a position to return to.
_MARKER: Mapping[Any, Any] = {"m": 1}
_EVENT = b"e"

Entries = Sequence[tuple[bytes, dict[bytes, bytes]]]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """`position`: the client already has everything up to here.  `missed`: the events after it, up to `end`.

    `has_gap`: the missed events are no longer known, so the client must read its data again; `position` is then the
    newest one.
    """

    position: Position | None
    missed: Sequence[LiveEvent] = ()
    end: Position | None = None
    has_gap: bool = False


def read(client: redis.Redis, account_id: UUID, last_event_id: str | None) -> Replay:
    """The events after `last_event_id`, which is None for a new client.  Raises redis.RedisError.

    Redis trims the stream only at its old end.  If the entry of `last_event_id` still exists, no later one is lost.
    Reading also extends the stream's expiry, so that an account with open streams keeps its position.
    """
    key = live.replay_key_of(account_id)
    since = Position.parse(last_event_id) if last_event_id else None
    newest, entries = _fetch(client, key, since)
    if not last_event_id:
        return Replay(position=newest)
    if since is None or not entries or _position(entries[0][0]) != since:
        return Replay(position=newest, has_gap=True)
    return Replay(position=since, missed=_events(entries[1:]), end=_position(entries[-1][0]))


def _fetch(client: redis.Redis, key: str, since: Position | None) -> tuple[Position, Entries]:
    """The newest position, and the entries from `since` on, including the one at `since`."""
    with client.pipeline() as pipe:
        pipe.xrevrange(key, count=1)
        pipe.expire(key, live.REPLAY_SECONDS)
        if since:
            pipe.xrange(key, min=str(since))
        newest, _, *rest = pipe.execute()
    return (_position(newest[0][0]) if newest else _add_marker(client, key)), (rest[0] if rest else ())


def _add_marker(client: redis.Redis, key: str) -> Position:
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
