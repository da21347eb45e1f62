"""Shortens a message until its body fits: first what is said besides, then the problem, the title last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.core.graphemes import beginning
from tasks.integrations.chatops.port import ChatMessage

Escape = Callable[[str], str]


def fitted(message: ChatMessage, write: Callable[[ChatMessage], bytes], *, limit: int) -> bytes:
    """The body that `write` makes of the message, in at most `limit` bytes.  The link is never cut."""
    body = write(message)
    while len(body) > limit:
        message = _shorter(message)
        body = write(message)
    return body


def clipped(text: str, length: int, *, escape: Escape = str) -> str:
    """`text`, escaped, with an ellipsis if it had to be cut to at most `length` characters."""
    escaped = escape(text)
    while len(escaped) > length:
        text = _half(text)
        escaped = escape(text)
    return escaped


def _shorter(message: ChatMessage) -> ChatMessage:
    if message.lines:
        return replace(message, lines=message.lines[:-1])
    if message.problem:
        return replace(message, problem=_half(message.problem))
    assert message.title, "a link alone fits into every limit"
    return replace(message, title=_half(message.title))


def _half(text: str) -> str:
    shorter = beginning(text, (len(text) - 1) // 2).rstrip()
    return f"{shorter}…" if shorter else ""
