"""An account's channel for escalations: Slack, Teams or a signed webhook; and the log of the calls to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference

MOST_PER_ACCOUNT = 20
CALLS_KEPT = 100
FAILURES_IN_A_ROW = 10
LONGEST_FAILING = timedelta(hours=24)


class ChannelKind(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"
    WEBHOOK = "webhook"

    @property
    def only_hosts(self) -> tuple[str, ...]:
        """The hosts of the vendor's addresses (`models.core.addresses.check_form`); none for our own webhooks."""
        return _HOSTS[self]


_HOSTS: dict[ChannelKind, tuple[str, ...]] = {
    ChannelKind.SLACK: ("hooks.slack.com", "hooks.slack-gov.com"),
    # Workflows only: Microsoft has retired the connectors, whose addresses were below webhook.office.com.
    ChannelKind.TEAMS: (
        ".logic.azure.com",
        ".logic.azure.us",
        ".environment.api.powerplatform.com",
        ".environment.api.gov.powerplatform.microsoft.us",
    ),
    ChannelKind.WEBHOOK: (),
}


class OffReason(StrEnum):
    """Why FlowPilot switched a channel off."""

    GONE = "gone"
    """It answered 404 or 410."""
    FAILURES = "failures"
    """Ten calls in a row failed."""
    FAILING = "failing"
    """Calls have failed for 24 hours."""


class NotificationChannel(TenantRow, Base):
    """A deleted channel keeps its row, because deliveries name it, and loses its address and its secret."""

    __tablename__ = "notification_channels"
    __table_args__ = tenant_constraints(
        CheckConstraint(one_of("kind", ChannelKind), name="kind"),
        CheckConstraint(one_of("off_reason", OffReason), name="off_reason"),
    )

    kind: Mapped[str]
    name: Mapped[str]
    sealed_url: Mapped[bytes | None]
    """Encrypted: whoever knows the address can post to it."""
    url_hint: Mapped[str]
    """The address's host and its last four characters."""
    sealed_secret: Mapped[bytes | None]
    events: Mapped[list[str]]
    """The `NoticeEvent`s that the channel is told of."""
    is_active: Mapped[bool] = mapped_column(default=True)
    off_reason: Mapped[str | None]
    """None while it is active, and if an admin switched it off."""
    failures: Mapped[int] = mapped_column(default=0)
    """How many calls failed since the last one that succeeded."""
    failing_since: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    @property
    def is_usable(self) -> bool:
        return self.is_active and self.deleted_at is None

    def forget_failures(self) -> None:
        self.failures, self.failing_since = 0, None

    def note_failure(self, *, is_gone: bool) -> OffReason | None:
        """Count a failed call, and return why the channel has to be switched off, if it has to."""
        now = clock.now()
        self.failures += 1
        self.failing_since = self.failing_since or now
        if is_gone:
            return OffReason.GONE
        if self.failures >= FAILURES_IN_A_ROW:
            return OffReason.FAILURES
        return OffReason.FAILING if now - self.failing_since >= LONGEST_FAILING else None

    def switch(self, *, on: bool, reason: OffReason | None = None) -> None:
        self.is_active, self.off_reason = on, None if on else reason
        if on:
            self.forget_failures()


class ChannelCall(TenantRow, Base):
    """One call to a channel; the last `CALLS_KEPT` of each channel are kept.  `created_at` is when it ended."""

    __tablename__ = "channel_calls"
    __table_args__ = tenant_constraints(
        tenant_reference("channel_id", "notification_channels"),
        tenant_reference("notice_id", "notices"),
        Index("ix_channel_calls_channel", "channel_id", text("created_at desc"), text("id desc")),
    )

    channel_id: Mapped[UUID]
    notice_id: Mapped[UUID | None]
    """What was said; None for a test."""
    event: Mapped[str]
    """A `NoticeEvent`, or `test`."""
    status: Mapped[str]
    """The HTTP status, or the code of what went wrong if there was no answer."""
    duration_ms: Mapped[int]

    @property
    def status_or_code(self) -> int | str:
        """The HTTP status as a number."""
        return int(self.status) if self.status.isdecimal() else self.status

    @property
    def at(self) -> datetime:
        return self.created_at
