"""Webhooks as Autotask sends them: signed with the secret that was given when the webhook was set up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

SECONDS = 10.0


def payload(action: str, entity: str, item_id: int, fields: Mapping[str, Any] | None = None) -> bytes:
    """`action` is Create, Update, Delete or Deactivated; `entity` is Ticket or TicketNote."""
    content = {
        "Action": action,
        "Guid": "9c6f6f5e-0c6b-4f38-9a55-0d6a1b9f6f10",
        "EntityType": entity,
        "Id": item_id,
        "Fields": dict(fields or {}),
        "EventTime": "2026-11-23T00:10:00Z",
        "SequenceNumber": 1,
        "PersonID": 12,
    }
    return json.dumps(content).encode()


def headers(body: bytes, *, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha1).digest()
    return {"X-Hook-Signature": "sha1=" + base64.b64encode(digest).decode(), "Content-Type": "application/json"}


def send(url: str, body: bytes, *, secret: str) -> int:
    request = Request(url, data=body, headers=headers(body, secret=secret))
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
