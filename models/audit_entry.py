"""One line of the audit log: who changed access, billing, settings or a session's handler, when, and from where."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, JsonObject, TenantRow, tenant_constraints


class AuditAction(StrEnum):
    """`noun.past_tense`.  The column has no CHECK, because in a rolling upgrade the new code may write a new action."""

    ACCOUNT_REGISTERED = "account.registered"
    ACCOUNT_RENAMED = "account.renamed"
    AI_BUDGET_CHANGED = "account.ai_budget_changed"
    SETTINGS_CHANGED = "account.settings_changed"
    SUBSCRIPTION_CHANGED = "subscription.changed"
    MEMBER_INVITED = "member.invited"
    INVITATION_RESENT = "invitation.resent"
    INVITATION_REVOKED = "invitation.revoked"
    MEMBER_JOINED = "member.joined"
    MEMBER_CREATED = "member.created"
    ROLE_CHANGED = "member.role_changed"
    MEMBER_DEACTIVATED = "member.deactivated"
    MEMBER_ACTIVATED = "member.activated"
    MEMBER_DELETED = "member.deleted"
    LOGGED_IN = "login.opened"
    LOGGED_OUT = "login.ended"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 -- the name of an event
    PASSWORD_RESET_REQUESTED = "password.reset_requested"  # noqa: S105 -- the name of an event
    PASSWORD_RESET = "password.reset"  # noqa: S105 -- the name of an event
    TOKEN_CREATED = "token.created"  # noqa: S105 -- the name of an event
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 -- the name of an event
    HANDOFF_CREATED = "handoff.created"
    HANDOFF_CLAIMED = "handoff.claimed"
    HANDOFF_WITHDRAWN = "handoff.withdrawn"
    HANDOFF_OPENED = "handoff.opened_to_team"
    SESSION_CLAIMED = "session.claimed"
    OUTCOME_TAKEN_BACK = "fix.outcome_taken_back"
    REDACTION_ALLOWED = "redaction.allowed"
    SHARE_CREATED = "share.created"
    SHARE_OPENED = "share.opened"
    """Somebody read the session by a link, without a login."""
    SHARE_REVOKED = "share.revoked"
    CHANNEL_CREATED = "channel.created"
    CHANNEL_CHANGED = "channel.changed"
    CHANNEL_DELETED = "channel.deleted"
    CHANNEL_SWITCHED_OFF = "channel.switched_off"
    SCRIPT_PUBLISHED = "script.published"
    SCRIPT_ARCHIVED = "script.archived"
    PSA_CONNECTED = "psa.connected"
    PSA_CHANGED = "psa.changed"
    PSA_TESTED = "psa.tested"
    PSA_DISCONNECTED = "psa.disconnected"
    PSA_WEBHOOK_SECRET_MADE = "psa.webhook_secret_made"  # noqa: S105 -- the name of an event
    PSA_PEOPLE_CHANGED = "psa.people_changed"
    TREE_PUBLISHED = "tree.published"
    TREE_ARCHIVED = "tree.archived"


class AuditEntry(TenantRow, Base):
    """Append-only: the app's database role can neither change nor delete a row.

    Names are copied, so that a line still names a person who has been deleted.
    """

    __tablename__ = "audit_log"
    __table_args__ = tenant_constraints(
        Index("ix_audit_log_created", "account_id", text("created_at desc"), text("id desc"))
    )

    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    """None for an operator who ran a command, and for a person who was not signed in."""
    actor_name: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    subject_name: Mapped[str | None]
    detail: Mapped[JsonObject] = mapped_column(default=dict)
    """Old and new values and ids, without secrets."""
    request_id: Mapped[str | None]
    client: Mapped[str | None]
    """The caller's IP address."""

    @property
    def actor(self) -> dict[str, Any]:
        return {"id": self.actor_id, "name": self.actor_name}

    @property
    def subject(self) -> dict[str, Any]:
        return {"kind": self.subject_kind, "id": self.subject_id, "name": self.subject_name}
