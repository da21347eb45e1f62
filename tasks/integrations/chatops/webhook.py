"""Our own JSON for anything else, signed by the rules of Standard Webhooks (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac

import orjson

from models.core import clock
from tasks.integrations.chatops.fitting import fitted
from tasks.integrations.chatops.port import ChatMessage

LARGEST_BODY = 28 * 1_024
SECRET_PREFIX = "whsec_"  # noqa: S105 -- a prefix, no secret


def body_of(message: ChatMessage) -> bytes:
    """`{type, timestamp, data: {handoff_id, session_id, title, link}}`"""
    return fitted(message, _write, limit=LARGEST_BODY)


def signature_headers(message_id: str, body: bytes, *, secret: str) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp` (seconds of this call) and `webhook-signature` over both and the body."""
    timestamp = str(int(clock.now().timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}


def _write(message: ChatMessage) -> bytes:
    data = {
        "handoff_id": message.handoff_id,
        "session_id": message.session_id,
        "title": message.title,
        "link": message.link,
    }
    return orjson.dumps({"type": message.event, "timestamp": clock.rfc3339(message.at), "data": data})
