"""A mailed link with which a person who forgot the password sets another: one use, one hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.tables import Base, TenantRow, tenant_constraints, tenant_reference
from models.user import User

LIFETIME = timedelta(hours=1)
# A used or expired row still tells whoever clicks an old link that it is old.
KEPT = timedelta(days=7)


class PasswordReset(TenantRow, Base):
    __tablename__ = "password_resets"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"), Index("ix_password_resets_user", "account_id", "user_id")
    )

    user_id: Mapped[UUID]
    token_fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    sealed_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Encrypted, for the job that mails it; gone once it has."""
    expires_at: Mapped[datetime] = mapped_column(default=lambda: clock.now() + LIFETIME)
    sent_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(
        primaryjoin="foreign(PasswordReset.user_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )

    @property
    def is_open(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at and not self.user.is_gone

    @property
    def is_to_be_sent(self) -> bool:
        return self.is_open and self.sent_at is None and self.sealed_token is not None

    def note_sent(self) -> None:
        self.sent_at, self.sealed_token = clock.now(), None

    def forget_token(self) -> None:
        """Nobody will mail it any more."""
        self.sealed_token = None
