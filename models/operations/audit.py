"""Writes the audit log, in the transaction of the change that a line records."""

from __future__ import annotations

from typing import Any

from models.account import Account
from models.ai_session import AiSession
from models.audit_entry import AuditAction, AuditEntry
from models.core.observing import origin
from models.core.unit_of_work import current
from models.handoff import Handoff
from models.invitation import Invitation
from models.notification_channel import NotificationChannel
from models.personal_token import PersonalToken
from models.psa_connection import PsaConnection
from models.script import Script
from models.suggested_fix import SuggestedFix
from models.tree import Tree
from models.user import User

OPERATOR = "operator"
"""A person who runs a command on the server."""
NOT_SIGNED_IN = "not signed in"
FLOWPILOT = "FlowPilot"
"""Nobody: FlowPilot itself, by one of its rules."""

Subject = (
    Account
    | AiSession
    | Handoff
    | Invitation
    | NotificationChannel
    | PersonalToken
    | PsaConnection
    | Script
    | SuggestedFix
    | Tree
    | User
)


def record(action: AuditAction, subject: Subject, *, by: User | str, **detail: Any) -> None:
    """Add one line to the account's log.

    `by` is the person of the account who did it, or OPERATOR, NOT_SIGNED_IN or FLOWPILOT.  `detail` is plain JSON (ids
    as text) without secrets and without text from a chat.
    """
    came_from = origin.current()
    current().add(
        AuditEntry(
            account_id=current().account_id,
            action=action,
            actor_id=None if isinstance(by, str) else by.id,
            actor_name=by if isinstance(by, str) else by.name,
            subject_kind=_KINDS[type(subject)],
            subject_id=subject.id,
            subject_name=_name_of(subject),
            detail=detail,
            request_id=came_from.request_id,
            client=came_from.client,
        )
    )


_KINDS: dict[type[Subject], str] = {
    Account: "account",
    AiSession: "ai_session",
    Handoff: "handoff",
    Invitation: "invitation",
    NotificationChannel: "notification_channel",
    PersonalToken: "personal_token",
    PsaConnection: "psa_connection",
    Script: "script",
    SuggestedFix: "suggested_fix",
    Tree: "tree",
    User: "user",
}


def _name_of(subject: Subject) -> str | None:
    """A name that people recognise.  A session has none, because the text of its problem must stay in the session."""
    if isinstance(subject, Invitation):
        return subject.email
    if isinstance(subject, Tree):
        return subject.title
    if isinstance(subject, PsaConnection):
        return f"{subject.provider} {subject.base_url}"
    if isinstance(subject, Script):
        return subject.title
    return getattr(subject, "name", None)
