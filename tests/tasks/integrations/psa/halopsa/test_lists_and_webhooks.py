"""The lists from which an admin picks, and the calls that HaloPSA makes to us."""

from __future__ import annotations

import pytest

from models.psa_kinds import LookupKind
from tasks.integrations.psa import Hint, IncomingWebhook, WebhookNotVerified
from tasks.integrations.psa.halopsa import HaloPsa
from tests.outside.psa.halopsa import HaloSimulator, webhook
from tests.tasks.integrations.psa.halopsa.rig import SECRET


def test_the_lists_of_a_tenant(halo: HaloSimulator, psa: HaloPsa) -> None:
    for number in range(250):
        halo.tenant.add_client(f"Client {number}")
    companies = psa.lookup(LookupKind.COMPANIES)
    assert len(companies) == 252 and companies[0].name == "Acme Ltd"
    contacts = psa.lookup(LookupKind.CONTACTS, parent_id="12")
    assert [(one.name, one.parent_id) for one in contacts] == [("Ann Lee", "12"), ("Bo Cole", "12")]
    assert [one.id for one in psa.lookup(LookupKind.BOARDS)] == ["Service", "Network"]
    assert [one.name for one in psa.lookup(LookupKind.STATUSES) if one.is_closed] == ["Closed"]
    priorities = psa.lookup(LookupKind.PRIORITIES)
    assert [(one.id, one.name) for one in priorities] == [("1", "Critical"), ("2", "High / Urgent"), ("3", "Normal")]
    assert [one.name for one in psa.lookup(LookupKind.PRIORITIES, parent_id="2")] == ["Critical", "Urgent"]
    assert [one.name for one in psa.lookup(LookupKind.NOTE_TYPES)] == ["Private Note", "Email User"]
    agents = psa.lookup(LookupKind.AGENTS)
    assert [(one.name, one.email) for one in agents] == [("FlowPilot API", None), ("Tess Nolan", "tess@demo.test")]
    assert psa.lookup(LookupKind.PUBLISH_LEVELS) == ()


def hints(psa: HaloPsa, headers: dict[str, str], body: bytes) -> list[Hint]:
    return list(psa.verify_webhook(IncomingWebhook(headers=headers, body=body)))


def test_a_webhook_with_our_password_hints_at_tickets(psa: HaloPsa) -> None:
    assert hints(psa, *webhook(4001, 4002, 4001, secret=SECRET)) == [Hint(ticket_id="4001"), Hint(ticket_id="4002")]
    headers, body = webhook(4003, secret=SECRET, event="Ticket Deleted")
    assert hints(psa, headers, body) == [Hint(ticket_id="4003", is_deleted=True)]
    strange = b'[{"id": "x"}, 7, {"ticket_id": -1}, {"ticket": {"id": "4005"}}, {"action": {"ticket_id": 4006}}]'
    assert hints(psa, headers, strange) == [Hint(ticket_id="4005"), Hint(ticket_id="4006")]


@pytest.mark.parametrize("value", ["", "Basic", "Basic !!", "Bearer " + SECRET, None])
def test_a_webhook_without_our_password_is_refused(psa: HaloPsa, value: str | None) -> None:
    _, body = webhook(4001, secret=SECRET)
    headers = webhook(4001, secret=f"{SECRET}x")[0] if value is None else {"authorization": value}
    with pytest.raises(WebhookNotVerified):
        psa.verify_webhook(IncomingWebhook(headers=headers, body=body))
    good, _ = webhook(4001, secret=SECRET)
    with pytest.raises(WebhookNotVerified):
        psa.verify_webhook(IncomingWebhook(headers=good, body=b"not json"))
