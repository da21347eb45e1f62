"""The tickets as a page at `/`, for people who look at the demo; ConnectWise PSA has no such page."""

from __future__ import annotations

from html import escape

from tests.outside.psa.connectwise.tenant import Record, Tenant
from tests.outside.psa.exchange import Reply

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width"><title>Simulated ConnectWise PSA</title><style>
body{{font:15px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}}
article{{border:1px solid #d0d7de;border-radius:8px;padding:.75rem 1rem;margin:1rem 0}} h2{{font-size:1rem;margin:0}}
p{{margin:.25rem 0;color:#57606a}}
pre{{white-space:pre-wrap;font:inherit;background:#f6f8fa;padding:.5rem;margin:.5rem 0}}
</style></head><body><h1>Simulated ConnectWise PSA</h1>
<p>This stands in for a ticket system, so that you can see what FlowPilot writes to one. It refreshes by itself.</p>
{tickets}</body></html>"""


def shown(tenant: Tenant) -> Reply:
    """The ticket that changed last comes first."""
    tickets = sorted(tenant.tables["tickets"].values(), key=lambda one: one["_info"]["lastUpdated"], reverse=True)
    page = _PAGE.format(tickets="".join(_ticket(tenant, ticket) for ticket in tickets[:100]))
    return Reply(body=page.encode(), media_type="text/html; charset=utf-8")


def _ticket(tenant: Tenant, ticket: Record) -> str:
    about = f"{ticket['company']['name']} · {ticket['status']['name']} · {ticket['priority']['name']}"
    notes = "".join(map(_note, tenant.notes_of(ticket["id"])))
    times = "".join(map(_entry, tenant.entries_of(ticket["id"])))
    heading = f"#{ticket['id']} {ticket['summary']}"
    return f"<article><h2>{escape(heading)}</h2><p>{escape(about)}</p>{notes}{times}</article>"


def _note(note: Record) -> str:
    seen_by = "discussion: the client sees it" if note["externalFlag"] else "internal note"
    about = f"{note['createdBy']}, {note['dateCreated']}, {seen_by}"
    return f"<p>{escape(about)}</p><pre>{escape(note['text'])}</pre>"


def _entry(entry: Record) -> str:
    about = f"{entry['member']['name']}: {entry['actualHours']} h. {entry.get('internalNotes', '')}"
    return f"<p>{escape(about)}</p>"
