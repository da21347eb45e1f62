"""The tenant and its subscription, which decides whether its users may work."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account_settings import AccountSettings, settings_from
from models.core import clock, ids
from models.core.database.tables import Base, JsonObject, one_of
from models.core.errors import PaymentRequired, SubscriptionLocked

PAST_DUE_GRACE = timedelta(days=7)


class SubscriptionStatus(StrEnum):
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    LOCKED = "locked"
    CANCELED = "canceled"


class Account(Base):
    """One managed service provider.  Every other tenant row names it."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    name: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)
    """Created by `make run`.  Its passwords are public, so in production nobody can log in to it."""
    settings: Mapped[JsonObject] = mapped_column(default=dict, server_default="{}")
    """What an admin has set; `effective_settings` adds the defaults."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    subscribed_channels: Mapped[list[JsonObject]] = mapped_column(default=list, server_default="[]")
    """The active notification channels, `{id, kind, events}` each: every escalation asks, and has the account at hand.
    `models.operations.notification_channels` keeps them."""
    psa_connection_id: Mapped[UUID | None]
    """The current connection to a PSA: every escalation and resolution asks, and has the account at hand.
    `models.operations.psa_pushes.note_connection` keeps it."""
    ai_monthly_micros: Mapped[int | None] = mapped_column(BigInteger)
    """What calls to a model may cost in a calendar month (UTC), in millionths of a US dollar; None for no limit."""
    ai_hard_stop: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether no call is made any more once the month's budget is used up."""
    ai_budget_told: Mapped[str | None]
    """The month and the level of the budget that admins were told of last: `2026-11 near`."""

    subscription: Mapped[Subscription | None] = relationship(lazy="joined")

    @property
    def effective_settings(self) -> AccountSettings:
        """The settings with their defaults."""
        return settings_from(self.settings)

    def check_subscription(self, *, billing_url: str) -> None:
        """The billing gate.  Raises PaymentRequired (402) with plan, status and the address of the billing page."""
        if self.subscription and self.subscription.lets_in(clock.now()):
            return
        detail = {"plan": None, "status": None, "billing_url": billing_url}
        if self.subscription is None:
            raise PaymentRequired(detail=detail)
        raise SubscriptionLocked(detail=detail | {"plan": self.subscription.plan, "status": self.subscription.status})


class Subscription(Base):
    """What the account pays for; each tenant has one."""

    __tablename__ = "subscriptions"
    __table_args__ = (CheckConstraint(one_of("status", SubscriptionStatus), name="status"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    plan: Mapped[str] = mapped_column(default="free")
    status: Mapped[str] = mapped_column(default=SubscriptionStatus.ACTIVE)
    status_since: Mapped[datetime] = mapped_column(default=clock.now)

    def lets_in(self, now: datetime) -> bool:
        """True for any plan that is trialing or active, and for seven days after it became past due."""
        if self.status == SubscriptionStatus.PAST_DUE:
            return now < self.status_since + PAST_DUE_GRACE
        return self.status in (SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE)

    def change(self, *, plan: str, status: SubscriptionStatus) -> None:
        if status != self.status:
            self.status_since = clock.now()
        self.plan, self.status = plan, status
