"""Keeps the text of a running reply in Redis, so that a stream that opens meanwhile shows it from the start.

Each topic has one list: first a header that names the reply and attempt, then the published pieces.  One script both
appends and publishes a piece.  A reader of the list therefore has all pieces up to `index` and receives the later ones
as events.  If Redis loses the list, the next piece does not fit and the writer publishes its whole text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import redis

from models.core.outgoing import live

# The list expires after this long without a new piece; the next piece then restores the whole text.
EXPIRE_SECONDS = 120


class Answer(StrEnum):
    """The result of sending a piece.  GAP: Redis lacks the pieces before it.  OUTDATED: a later attempt has begun."""

    SENT = "sent"
    GAP = "gap"
    OUTDATED = "outdated"


# The list's first element is "reply attempt first_index"; each further one is a piece, numbered from `first_index`.
# Keys: list, channel.  Arguments: reply, attempt, index, piece, is_whole (1: the piece is all of the text), seconds,
# message.  Index -1 begins an attempt that has no text yet.
_APPEND = """
local reply, attempt, index = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local head = redis.call('LINDEX', KEYS[1], 0)
local its_reply, its_attempt, its_first
if head then its_reply, its_attempt, its_first = string.match(head, '^(%S+) (%d+) (%d+)$') end
if its_reply == reply and tonumber(its_attempt) > attempt then return 'outdated' end
if ARGV[5] == '1' or index < 0 then
  redis.call('DEL', KEYS[1])
  redis.call('RPUSH', KEYS[1], reply .. ' ' .. attempt .. ' ' .. math.max(index, 0))
else
  local is_ours = its_reply == reply and tonumber(its_attempt) == attempt
  if not is_ours or tonumber(its_first) + redis.call('LLEN', KEYS[1]) - 1 ~= index then return 'gap' end
end
if index >= 0 then redis.call('RPUSH', KEYS[1], ARGV[4]) end
redis.call('EXPIRE', KEYS[1], ARGV[6])
if ARGV[7] ~= '' then redis.call('PUBLISH', KEYS[2], ARGV[7]) end
return 'sent'
"""


@dataclass(frozen=True, kw_only=True)
class RunningText:
    """`index`: the number of the last piece in `text`; -1 if there is no text yet."""

    reply_id: UUID
    attempt: int
    index: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a reply's text or, with `is_whole`, the whole text up to `index`."""

    reply_id: UUID
    attempt: int
    index: int
    text: str
    is_whole: bool = False


class Writer:
    """Publishes the pieces of one topic."""

    def __init__(self, client: redis.Redis, *, account_id: UUID, topic: str) -> None:
        self._append: Callable[..., Any] = client.register_script(_APPEND)
        self._keys = [live.running_text_key_of(account_id, topic), live.channel_of(account_id)]

    def begin(self, reply_id: UUID, *, attempt: int) -> None:
        """Start an attempt and drop the text of earlier ones.  Raises redis.RedisError."""
        self._run(Piece(reply_id=reply_id, attempt=attempt, index=-1, text=""), b"")

    def send(self, piece: Piece, envelope: live.Envelope) -> Answer:
        """Store `piece` and publish `envelope` in one step.  Raises redis.RedisError."""
        return self._run(piece, live.ephemeral_message(envelope))

    def _run(self, piece: Piece, message: bytes) -> Answer:
        about = [str(piece.reply_id), piece.attempt, piece.index, piece.text, int(piece.is_whole)]
        return Answer(self._append(keys=self._keys, args=[*about, EXPIRE_SECONDS, message]).decode())


def read(client: redis.Redis, account_id: UUID, topics: Iterable[str]) -> dict[str, RunningText]:
    """The running replies by topic.  Raises redis.RedisError."""
    wanted = sorted(topics)
    with client.pipeline(transaction=False) as pipe:
        for topic in wanted:
            pipe.lrange(live.running_text_key_of(account_id, topic), 0, -1)
        lists = pipe.execute() if wanted else []
    return {topic: _read(*elements) for topic, elements in zip(wanted, lists, strict=True) if elements}


def _read(head: bytes, *pieces: bytes) -> RunningText:
    reply_id, attempt, first = head.decode().split(" ")
    return RunningText(
        reply_id=UUID(reply_id),
        attempt=int(attempt),
        index=int(first) + len(pieces) - 1 if pieces else -1,
        text=b"".join(pieces).decode(),
    )
