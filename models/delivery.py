"""Deliveries: one notice to one recipient by one channel, and whether it was sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict
from models.notice import Notice
from models.notice_event import WAITING_FOR_A_CLAIM
from models.notification_channel import NotificationChannel
from models.user import User


class Channel(StrEnum):
    BELL = "bell"
    MAIL = "mail"
    PUSH = "push"
    SLACK = "slack"
    TEAMS = "teams"
    WEBHOOK = "webhook"


LEAVING: list[str] = [channel for channel in Channel if channel != Channel.BELL]
"""The channels that leave the app."""


class DeliveryState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELED = "canceled"


class NotFailed(Conflict):
    code, message = "nothing_to_retry", "This was not given up: it is sent, or still being tried."


class BellDelivery(TenantRow, Base):
    """A handoff's entry behind one person's bell.  It is sent as soon as it is stored."""

    __tablename__ = "deliveries"
    __table_args__ = tenant_constraints(
        tenant_reference("handoff_id", "handoffs"),
        UniqueConstraint("handoff_id", "channel", "recipient"),
        CheckConstraint(one_of("channel", ["bell"]), name="channel"),
        CheckConstraint(one_of("state", DeliveryState), name="state"),
    )

    handoff_id: Mapped[UUID]
    channel: Mapped[str]
    recipient: Mapped[str]
    """The user's id."""
    state: Mapped[str] = mapped_column(default=DeliveryState.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class Delivery(TenantRow, Base):
    """A notice that leaves the app.  Unique as its constraint says, so that nobody is told twice.

    It belongs to the job `job_id` while it is `sending`.  If the worker dies, the same job runs again and may send it
    again; any other job leaves it alone.
    """

    __tablename__ = "notice_deliveries"
    __table_args__ = tenant_constraints(
        tenant_reference("notice_id", "notices"),
        tenant_reference("handoff_id", "handoffs"),
        tenant_reference("user_id", "users"),
        tenant_reference("digest_id", "notice_deliveries"),
        UniqueConstraint(
            "account_id",
            "subject_id",
            "event",
            "occasion",
            "channel",
            "recipient",
            name="uq_notice_deliveries_once",
        ),
        CheckConstraint(one_of("channel", LEAVING), name="channel"),
        CheckConstraint(one_of("state", DeliveryState), name="state"),
        Index("ix_notice_deliveries_handoff", "handoff_id", postgresql_where=text("handoff_id is not null")),
        Index("ix_notice_deliveries_digest", "digest_id", postgresql_where=text("digest_id is not null")),
        Index(
            "ix_notice_deliveries_held",
            "user_id",
            "held_until",
            postgresql_where=text("state = 'planned' and held_until is not null"),
        ),
    )

    notice_id: Mapped[UUID]
    handoff_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    """The person; None for a channel, and for somebody who is not a user yet."""
    channel_id: Mapped[UUID | None]
    """The account's channel (Slack, Teams, webhook)."""
    event: Mapped[str]
    subject_id: Mapped[UUID]
    occasion: Mapped[str] = mapped_column(default="")
    channel: Mapped[str]
    recipient: Mapped[str]
    """The address as it was (mail), the user's id (push), or the channel's id."""
    state: Mapped[str] = mapped_column(default=DeliveryState.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    """The stable code of the last failure; `error_message` says it to people."""
    error_message: Mapped[str | None]
    unknown_outcomes: Mapped[int] = mapped_column(default=0, server_default="0")
    """Attempts of which nobody knows whether they reached the recipient."""
    next_attempt_at: Mapped[datetime | None]
    patient_from: Mapped[datetime | None]
    """What the patience with failures counts from, if it was held back or tried again by hand; else `created_at`."""
    held_until: Mapped[datetime | None]
    """The end of quiet hours, or the time of the digest.  A digest sends it, not a job of its own."""
    digest_id: Mapped[UUID | None]
    """The digest that carries it, which is a delivery too."""
    sent_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    remote_id: Mapped[str | None]

    notice: Mapped[Notice] = relationship(primaryjoin="foreign(Delivery.notice_id) == Notice.id", viewonly=True)
    user: Mapped[User | None] = relationship(
        primaryjoin="foreign(Delivery.user_id) == User.id", viewonly=True, lazy="joined"
    )

    accepted_by: Mapped[list[str] | None] = mapped_column(JSONB)
    """Push: the ids of the subscriptions whose push service took it; another attempt leaves those browsers out."""

    told_channel: Mapped[NotificationChannel | None] = relationship(
        primaryjoin="foreign(Delivery.channel_id) == NotificationChannel.id", viewonly=True, lazy="joined"
    )

    @property
    def tried_since(self) -> datetime:
        """When its first attempt could be made."""
        return self.patient_from or self.created_at

    @property
    def is_tried_by_hand(self) -> bool:
        """Whether somebody asked for the attempt that begins now: trying again by hand forgets the last error."""
        return self.attempts > 1 and self.last_error is None

    @property
    def needs_open_handoff(self) -> bool:
        """Whether it is pointless once the escalation is claimed or withdrawn."""
        return self.event in WAITING_FOR_A_CLAIM

    @property
    def is_given_up(self) -> bool:
        return self.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN)
