"""Incoming webhooks: who signed them, and which ticket they are about (SecretKeyPayloadVerification)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from tasks.integrations.psa.autotask.values import id_of, is_id, text
from tasks.integrations.psa.errors import WebhookNotVerified
from tasks.integrations.psa.port import IncomingWebhook

SIGNATURE_HEADER = "x-hook-signature"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Of a ticket, or of a note; then the ticket may be unknown."""

    ticket_id: str | None = None
    note_id: str | None = None
    is_deleted: bool = False
    """The ticket itself."""


def check_signature(webhook: IncomingWebhook, secret: str | None) -> None:
    """Raises WebhookNotVerified unless `secret` signed exactly these bytes."""
    if not secret:
        raise WebhookNotVerified
    given = webhook.headers.get(SIGNATURE_HEADER, "").strip()
    if not hmac.compare_digest(given.encode(), signature(secret, webhook.body).encode()):
        raise WebhookNotVerified


def signature(secret: str, body: bytes) -> str:
    """The header's value.  SHA-1 is the vendor's choice; in an HMAC it is still hard to forge."""
    return "sha1=" + base64.b64encode(hmac.digest(secret.encode(), body, "sha1")).decode()


def change_in(body: bytes) -> Change | None:
    """None for what is about something else, such as the webhook's own deactivation."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(content, Mapping) or text(content, "Action").lower() not in {"create", "update", "delete"}:
        return None
    changed = id_of(content, "Id")
    if changed is None or not is_id(changed):
        return None
    # Sources write the kind both in the singular and in the plural.
    kind = text(content, "EntityType").lower().removesuffix("s")
    if kind == "ticket":
        return Change(ticket_id=changed, is_deleted=text(content, "Action").lower() == "delete")
    return Change(note_id=changed, ticket_id=_ticket_in(content.get("Fields"))) if kind == "ticketnote" else None


def _ticket_in(fields: Any) -> str | None:
    """The ticket among a note's fields, if the webhook was set up to always show it."""
    if not isinstance(fields, Mapping):
        return None
    found = next((name for name in fields if str(name).lower() == "ticketid"), None)
    value = id_of(fields, found) if found else None
    return value if value and is_id(value) else None
