"""One module per noun.  Importing this package registers every actor (`ACTORS`)."""

from __future__ import annotations

from tasks.actors import (
    ai_budgets,
    attachments,
    cases,
    channel_messages,
    client_updates,
    conversation_summaries,
    digests,
    documentation,
    handoffs,
    invitations,
    mails,
    passwords,
    previews,
    psa_connections,
    psa_lookups,
    psa_pushes,
    psa_tickets,
    psa_webhooks,
    pushes,
    reminders,
    replies,
)
from tasks.actors.registry import ACTORS

__all__ = [
    "ACTORS",
    "ai_budgets",
    "attachments",
    "cases",
    "channel_messages",
    "client_updates",
    "conversation_summaries",
    "digests",
    "documentation",
    "handoffs",
    "invitations",
    "mails",
    "passwords",
    "previews",
    "psa_connections",
    "psa_lookups",
    "psa_pushes",
    "psa_tickets",
    "psa_webhooks",
    "pushes",
    "reminders",
    "replies",
]
