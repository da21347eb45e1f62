"""What HaloPSA sends to an address that its admin set up."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import uuid4


def webhook(
    *ticket_ids: int, secret: str, user_name: str = "flowpilot", event: str = "Ticket Updated", in_list: bool = False
) -> tuple[dict[str, str], bytes]:
    """Headers, by name in lower case, and body of a call about these tickets.  Several come as a list."""
    events = [_event(ticket_id, event) for ticket_id in ticket_ids]
    content: Any = events if in_list or len(events) != 1 else events[0]
    credentials = base64.b64encode(f"{user_name}:{secret}".encode()).decode()
    return (
        {"content-type": "application/json", "authorization": f"Basic {credentials}"},
        json.dumps(content).encode(),
    )


def _event(ticket_id: int, event: str) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "webhook_id": str(uuid4()),
        "event": event,
        "timestamp": "2026-11-23T00:10:00",
        "object_id": ticket_id,
        "ticket": {"id": ticket_id, "summary": "What stands here is never believed"},
    }
