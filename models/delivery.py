"""One notification of a handoff to one recipient by one channel, and whether it was sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference


class Channel(StrEnum):
    BELL = "bell"


class DeliveryState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELED = "canceled"


class Delivery(TenantRow, Base):
    """Unique for (handoff, channel, recipient), so that a job that runs twice sends once."""

    __tablename__ = "deliveries"
    __table_args__ = tenant_constraints(
        tenant_reference("handoff_id", "handoffs"),
        UniqueConstraint("handoff_id", "channel", "recipient"),
        CheckConstraint(one_of("channel", Channel), name="channel"),
        CheckConstraint(one_of("state", DeliveryState), name="state"),
    )

    handoff_id: Mapped[UUID]
    channel: Mapped[str]
    recipient: Mapped[str]
    """For a bell the user's id; for other channels an address or the channel's id."""
    state: Mapped[str] = mapped_column(default=DeliveryState.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
