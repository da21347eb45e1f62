"""The tenant, and the subscription that lets it in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock, ids
from models.core.errors import PaymentRequired, SubscriptionLocked
from models.core.tables import Base, one_of

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
    """Made by `make run`: its passwords are public, so production lets nobody into it."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    subscription: Mapped[Subscription | None] = relationship(lazy="joined")

    def check_subscription(self, *, billing_url: str) -> None:
        """The billing gate.  Raises PaymentRequired (402) with plan, status and the way to billing."""
        if self.subscription and self.subscription.lets_in(clock.now()):
            return
        detail = {"plan": None, "status": None, "billing_url": billing_url}
        if self.subscription is None:
            raise PaymentRequired(detail=detail)
        raise SubscriptionLocked(detail=detail | {"plan": self.subscription.plan, "status": self.subscription.status})


class Subscription(Base):
    """What the account pays for; one a tenant."""

    __tablename__ = "subscriptions"
    __table_args__ = (CheckConstraint(one_of("status", SubscriptionStatus), name="status"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    plan: Mapped[str] = mapped_column(default="free")
    status: Mapped[str] = mapped_column(default=SubscriptionStatus.ACTIVE)
    status_since: Mapped[datetime] = mapped_column(default=clock.now)

    def lets_in(self, now: datetime) -> bool:
        """Any plan passes while trialing or active, and for seven days after it became past due."""
        if self.status == SubscriptionStatus.PAST_DUE:
            return now < self.status_since + PAST_DUE_GRACE
        return self.status in (SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE)

    def change(self, *, plan: str, status: SubscriptionStatus) -> None:
        if status != self.status:
            self.status_since = clock.now()
        self.plan, self.status = plan, status
