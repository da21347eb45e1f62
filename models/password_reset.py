"""A mailed link that resets a forgotten password, once and within an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference
from models.user import User

LIFETIME = timedelta(hours=1)
# A used or expired row is kept, so that a person who opens an old link learns that it is old.
KEPT = timedelta(days=7)


class PasswordReset(TenantRow, Base):
    __tablename__ = "password_resets"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"), Index("ix_password_resets_user", "account_id", "user_id")
    )

    user_id: Mapped[UUID]
    token_fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    sealed_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The encrypted token, kept only until the job has mailed the link."""
    expires_at: Mapped[datetime] = mapped_column(default=lambda: clock.now() + LIFETIME)
    sent_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When a password change, or the user's leaving, closed the link."""

    user: Mapped[User] = relationship(
        primaryjoin="foreign(PasswordReset.user_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.is_unused

    @property
    def is_unused(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at and not self.user.is_gone

    @property
    def is_unsent(self) -> bool:
        return self.is_open and self.sent_at is None and self.sealed_token is not None

    def use(self) -> None:
        self.used_at, self.sealed_token = clock.now(), None

    def note_sent(self) -> None:
        self.sent_at, self.sealed_token = clock.now(), None

    def forget_token(self) -> None:
        """Delete the token, because the link was mailed or never will be."""
        self.sealed_token = None
