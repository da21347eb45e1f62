"""A message for a Teams workflow: an Adaptive Card 1.5.

Its texts are text runs, which Teams shows as they are; a text block would read Markdown in what people wrote.
"""

from __future__ import annotations

from typing import Any

import orjson

from tasks.integrations.chatops.fitting import clipped, fitted
from tasks.integrations.chatops.port import ChatMessage

LARGEST_BODY = 20 * 1_000
"""28 KB by the documentation; workflows have refused cards of 21 KB."""
_LONGEST_TEXT = 4_000


def body_of(message: ChatMessage) -> bytes:
    return fitted(message, _write, limit=LARGEST_BODY)


def _write(message: ChatMessage) -> bytes:
    body = [_text(_run(message.title, weight="bolder", size="medium"))]
    if message.problem:
        body.append(_text(_run(message.problem)))
    body += [_text(_run(f"{label}: ", weight="bolder"), _run(text)) for label, text in message.lines]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": clipped(message.title, _LONGEST_TEXT),
        "msteams": {"width": "full"},
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": message.link_text, "url": message.link}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return orjson.dumps({"type": "message", "attachments": [attachment]})


def _text(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": list(runs)}


def _run(text: str, **look: str) -> dict[str, Any]:
    return {"type": "TextRun", "text": clipped(text, _LONGEST_TEXT), **look}
