"""A browser that receives push messages for a user (Web Push, RFC 8030)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference

MOST_PER_USER = 10
COLUMN = "push_subscriptions.sealed_address"


@dataclass(frozen=True)
class PushAddress:
    """Where a browser's push service takes messages, and the browser's keys to encrypt them with (RFC 8291)."""

    endpoint: str
    p256dh: str
    """The browser's public key on P-256, base64 for URLs."""
    auth: str
    """A secret of 16 bytes, base64 for URLs."""

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        return cls(**json.loads(raw))


class PushSubscription(TenantRow, Base):
    """The address is encrypted, because whoever knows it can reach the browser.

    A browser has one row per account: it belongs to the user who subscribed last, and ends with that user's login.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        tenant_reference("login_id", "logins"),
        tenant_reference("last_delivery_id", "notice_deliveries"),
        UniqueConstraint("account_id", "endpoint_fingerprint"),
        Index("ix_push_subscriptions_user", "account_id", "user_id"),
    )

    user_id: Mapped[UUID]
    login_id: Mapped[UUID]
    endpoint_fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary)
    last_delivery_id: Mapped[UUID | None]
    """For the release before.  `Delivery.accepted_by` says which browsers took a message."""
