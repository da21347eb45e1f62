"""One line of the audit log: who changed access, money, settings or hands, when, and from where."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.tables import Base, JsonObject, TenantRow, tenant_constraints


class AuditAction(StrEnum):
    """`noun.past_tense`.  Text without a CHECK: a rolling deploy's new code may write what the old has not heard of."""

    ACCOUNT_REGISTERED = "account.registered"
    ACCOUNT_RENAMED = "account.renamed"
    SUBSCRIPTION_CHANGED = "subscription.changed"
    MEMBER_INVITED = "member.invited"
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
    SESSION_CLAIMED = "session.claimed"


class AuditEntry(TenantRow, Base):
    """Append-only: the app's role may neither change nor delete a row.

    Names are copied, so that the line still tells who it was when the person is gone.
    """

    __tablename__ = "audit_log"
    __table_args__ = tenant_constraints(
        Index("ix_audit_log_created", "account_id", text("created_at desc"), text("id desc"))
    )

    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    """None: an operator with a command, or somebody who was not signed in."""
    actor_name: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    subject_name: Mapped[str | None]
    detail: Mapped[JsonObject] = mapped_column(default=dict)
    """What changed, without secrets: old and new values, ids."""
    request_id: Mapped[str | None]
    client: Mapped[str | None]
    """The caller's IP address."""

    @property
    def actor(self) -> dict[str, Any]:
        return {"id": self.actor_id, "name": self.actor_name}

    @property
    def subject(self) -> dict[str, Any]:
        return {"kind": self.subject_kind, "id": self.subject_id, "name": self.subject_name}
