"""Calls that HaloPSA makes to us: they are not signed, so a name and a password show where they come from."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from tasks.integrations.psa.errors import WebhookNotVerified
from tasks.integrations.psa.halopsa.fields import id_of, text_of
from tasks.integrations.psa.port import Hint, IncomingWebhook

USER_NAME = "flowpilot"
MOST_HINTS = 100
"""Of one call: HaloPSA may send several events together."""


def hints_of(webhook: IncomingWebhook, secret: str | None) -> Sequence[Hint]:
    """Raises WebhookNotVerified without the name and password, and for what is not JSON."""
    if not secret or not _is_from_tenant(webhook.headers.get("authorization", ""), secret):
        raise WebhookNotVerified
    try:
        content = orjson.loads(webhook.body)
    except orjson.JSONDecodeError as error:
        raise WebhookNotVerified from error
    found = {hint.ticket_id: hint for event in _events(content) for hint in _hint(event)}
    return list(found.values())


def _is_from_tenant(header: str, secret: str) -> bool:
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return scheme.lower() == "basic" and hmac.compare_digest(given, f"{USER_NAME}:{secret}".encode())


def _events(content: Any) -> Iterator[Mapping[str, Any]]:
    events = content[:MOST_HINTS] if isinstance(content, list) else [content]
    yield from (event for event in events if isinstance(event, Mapping))


def _hint(event: Mapping[str, Any]) -> Iterator[Hint]:
    """An event has its ticket or action within it, or names the ticket; its own id is not a number."""
    ticket, action = (inner if isinstance(inner := event.get(name), Mapping) else {} for name in ("ticket", "action"))
    places = ((ticket, "id"), (action, "ticket_id"), (event, "ticket_id"), (event, "object_id"), (event, "id"))
    ticket_id = next((found for row, name in places if (found := id_of(row, name))), None)
    if ticket_id:
        yield Hint(ticket_id=ticket_id, is_deleted="delete" in text_of(event, "event").casefold())
