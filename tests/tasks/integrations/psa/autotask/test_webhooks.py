"""Incoming webhooks: signatures, and what they hint at."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.integrations.psa import (
    Hint,
    IncomingWebhook,
    WebhookNotVerified,
)
from tests.outside.psa.autotask import AutotaskSimulator, webhooks
from tests.tasks.integrations.psa.autotask.given import (
    WEBHOOK_SECRET,
    Make,
)


def incoming(body: bytes, **headers: str) -> IncomingWebhook:
    signed = {name.lower(): value for name, value in webhooks.headers(body, secret=WEBHOOK_SECRET).items()}
    return IncomingWebhook(
        headers=signed | {name.replace("_", "-"): value for name, value in headers.items()}, body=body
    )


def test_a_webhook_is_a_hint_at_one_ticket(simulator: AutotaskSimulator, make: Make, ticket: str) -> None:
    written = simulator.store.add_note(int(ticket), {"description": "x"})["id"]
    hint = [Hint(ticket_id=ticket)]

    def hints(action: str, entity: str, item: Any, **fields: Any) -> Any:
        return list(make().verify_webhook(incoming(webhooks.payload(action, entity, item, fields))))

    assert hints("Update", "Ticket", int(ticket)) == hints("Create", "Tickets", int(ticket)) == hint
    assert hints("Delete", "Ticket", int(ticket)) == [Hint(ticket_id=ticket, is_deleted=True)]
    assert hints("Create", "TicketNote", written, TicketID=int(ticket)) == hint
    assert not simulator.received
    assert hints("Create", "TicketNotes", written) == hints("Delete", "TicketNote", written) == hint
    assert hints("Create", "TicketNote", 5) == hints("Deactivated", "Ticket", 5) == hints("Update", "Company", 5) == []
    assert hints("Update", "Ticket", "1/../2") == hints("Update", "Ticket", None) == []
    for body in (b"[]", b"not JSON", b"{}"):
        assert list(make().verify_webhook(incoming(body))) == []


VECTOR = b'{"Action":"updated","ID":4711,"Type":"ticket"}'


def test_only_the_tenants_own_signature_counts(make: Make) -> None:
    assert list(make().verify_webhook(incoming(VECTOR, x_hook_signature="sha1=3n0NQHhR4pqP4hmkMc9p9xOVhbM="))) == []
    other = webhooks.headers(VECTOR, secret="another tenant's")["X-Hook-Signature"]
    for wrong in ("", "3n0NQHhR4pqP4hmkMc9p9xOVhbM=", "sha1=3n0NQHhR4pqP4hmkMc9p9xOVhbm=", "sha1=ü", other):
        with pytest.raises(WebhookNotVerified):
            make().verify_webhook(incoming(VECTOR, x_hook_signature=wrong))
    changed = IncomingWebhook(headers=incoming(VECTOR).headers, body=VECTOR.replace(b"4711", b"4712"))
    with pytest.raises(WebhookNotVerified):
        make().verify_webhook(changed)
