"""A notification: an entry behind one person's bell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, relationship

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.user import User


class NotificationKind(StrEnum):
    ESCALATION = "escalation"
    ESCALATION_WAITING = "escalation_waiting"
    SESSION_RESOLVED = "session_resolved"
    FIX_REMINDER = "fix_reminder"
    PSA_PUSH_FAILED = "psa_push_failed"
    CHANNEL_SWITCHED_OFF = "channel_switched_off"
    PSA_CONNECTION_FAILING = "psa_connection_failing"
    AI_BUDGET_80 = "ai_budget_80"
    AI_BUDGET_REACHED = "ai_budget_reached"
    SUBSCRIPTION_CHANGED = "subscription_changed"


class Outcome(StrEnum):
    """How the escalation or session ended that a notification is about."""

    CLAIMED = "claimed"
    WITHDRAWN = "withdrawn"
    RESOLVED = "resolved"
    ABANDONED = "abandoned"
    REOPENED = "reopened"


@dataclass(frozen=True)
class OutcomeView:
    """What became of an escalation.  Its recipients see it even if they may no longer read the session."""

    kind: Outcome
    by: User | None
    at: datetime


class Notification(TenantRow, Base):
    __tablename__ = "notifications"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        tenant_reference("handoff_id", "handoffs"),
        Index("ix_notifications_user", "account_id", "user_id", text("created_at desc"), text("id desc")),
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("outcome_by_id", "users"),
        CheckConstraint(one_of("outcome", Outcome), name="outcome"),
        Index("ix_notifications_handoff", "handoff_id", postgresql_where=text("handoff_id is not null")),
        Index("ix_notifications_ai_session", "ai_session_id", postgresql_where=text("ai_session_id is not null")),
    )

    user_id: Mapped[UUID]
    handoff_id: Mapped[UUID | None]
    ai_session_id: Mapped[UUID | None]
    kind: Mapped[str]
    title: Mapped[str]
    link: Mapped[str]
    note: Mapped[str | None]
    """The outcome in words: "claimed by Priya", "withdrawn"; for a resolved session what fixed it."""
    outcome: Mapped[str | None]
    outcome_by_id: Mapped[UUID | None]
    outcome_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    outcome_by: Mapped[User | None] = relationship(
        primaryjoin="foreign(Notification.outcome_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def outcome_view(self) -> OutcomeView | None:
        if self.outcome is None or self.outcome_at is None:
            return None
        return OutcomeView(Outcome(self.outcome), self.outcome_by, self.outcome_at)

    def mark_read(self) -> None:
        self.read_at = self.read_at or clock.now()
