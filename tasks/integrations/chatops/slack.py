"""A message for a Slack incoming webhook: blocks, and a plain text for the notification."""

from __future__ import annotations

from typing import Any

import orjson

from tasks.integrations.chatops.fitting import clipped, fitted
from tasks.integrations.chatops.port import ChatMessage

LARGEST_BODY = 28 * 1_024
_LONGEST_TEXT = 3_000
"""What Slack takes in one block."""
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def body_of(message: ChatMessage) -> bytes:
    return fitted(message, _write, limit=LARGEST_BODY)


def escape(text: str) -> str:
    """Slack's three characters: with `<!channel>` anybody could call everybody, and with `<https://…|text>` pretend."""
    return text.translate(_MARKUP)


def _write(message: ChatMessage) -> bytes:
    title = clipped(message.title, _LONGEST_TEXT - 2, escape=escape)
    blocks = [_section(f"*{title}*")]
    if message.problem:
        blocks.append(_section(clipped(message.problem, _LONGEST_TEXT, escape=escape)))
    for label, text in message.lines:
        start = f"*{escape(label)}:* "
        blocks.append(_section(start + clipped(text, _LONGEST_TEXT - len(start), escape=escape)))
    # A button would need an app of ours that answers when it is pressed; a link needs nothing.
    blocks.append(_section(f"<{escape(message.link)}|{escape(message.link_text)}>"))
    return orjson.dumps({"text": title, "blocks": blocks})


def _section(text: str) -> dict[str, Any]:
    """`verbatim`: Slack makes no links, channels or mentions out of words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
