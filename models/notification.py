"""A bell entry of one person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from models.core import clock
from models.core.tables import Base, TenantRow, tenant_constraints, tenant_reference


class NotificationKind(StrEnum):
    ESCALATION = "escalation"


class Notification(TenantRow, Base):
    __tablename__ = "notifications"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        tenant_reference("handoff_id", "handoffs"),
        Index("ix_notifications_user", "account_id", "user_id", text("created_at desc"), text("id desc")),
        Index("ix_notifications_handoff", "handoff_id", postgresql_where=text("handoff_id is not null")),
    )

    user_id: Mapped[UUID]
    handoff_id: Mapped[UUID | None]
    kind: Mapped[str]
    title: Mapped[str]
    link: Mapped[str]
    note: Mapped[str | None]
    """What became of it: "claimed by Priya", "withdrawn"."""
    read_at: Mapped[datetime | None]

    def mark_read(self) -> None:
        self.read_at = self.read_at or clock.now()
