"""Events about the copilot's replies, with the text of a running one."""

from __future__ import annotations

from models.core import ids
from models.core.outgoing import live
from models.core.outgoing.running_text import Piece, RunningText
from models.events.publishing import envelope_of, publish_in_session
from models.events.types import EventType
from models.reply import Reply


def reply_started(reply: Reply) -> None:
    """Published at the start of each attempt; the text of a later attempt replaces that of an earlier one."""
    data = {"reply_id": reply.id, "attempt": reply.attempt}
    publish_in_session(EventType.REPLY_STARTED, reply.ai_session_id, data)


def reply_finished(reply: Reply) -> None:
    data = {"reply_id": reply.id, "step_id": reply.step_id}
    publish_in_session(EventType.REPLY_FINISHED, reply.ai_session_id, data)


def reply_failed(reply: Reply) -> None:
    """The reply failed or was stopped; `code` says which and why."""
    data = {"reply_id": reply.id, "step_id": reply.step_id, "code": reply.code}
    publish_in_session(EventType.REPLY_FAILED, reply.ai_session_id, data)


def reply_delta(piece: Piece, topic: str) -> live.Envelope:
    """The only event with content and without a row: a snapshot or the saved text makes up for a lost one.

    `topic` is that of the session, or of the session of the script builder, in which the reply is written.
    """
    data = {
        "session_id": live.conversation_of(topic),
        "reply_id": piece.reply_id,
        "attempt": piece.attempt,
        "index": piece.index,
        "text": piece.text,
        "snapshot": piece.is_whole,
    }
    return envelope_of(ids.new_id(), EventType.REPLY_DELTA, [topic], data)


def reply_so_far(text: RunningText, topic: str) -> list[live.Envelope]:
    """For a client that joins a running reply: `reply_started`, then one delta with the text so far, if any."""
    data = {"session_id": live.conversation_of(topic), "reply_id": text.reply_id, "attempt": text.attempt}
    started = envelope_of(ids.new_id(), EventType.REPLY_STARTED, [topic], data)
    if text.index < 0:
        return [started]
    whole = Piece(reply_id=text.reply_id, attempt=text.attempt, index=text.index, text=text.text, is_whole=True)
    return [started, reply_delta(whole, topic)]
