"""A key that a person made for a program: it may what the person may, but not change who may get in."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.tables import Base, TenantRow, tenant_constraints, tenant_reference
from models.user import User

MOST_OF_A_USER = 20
# A leaked one is found by those who look for secrets in code and logs.
PREFIX = "fp_"
USE_IS_NOTED_EVERY = timedelta(hours=1)


class PersonalToken(TenantRow, Base):
    """Only the secret's fingerprint is kept."""

    __tablename__ = "personal_tokens"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        Index("ix_personal_tokens_user", "account_id", "user_id", text("created_at desc")),
    )

    user_id: Mapped[UUID]
    name: Mapped[str]
    token_fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    """To the hour: a busy program does not write a row with each call."""
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(
        primaryjoin="foreign(PersonalToken.user_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )

    @property
    def is_valid(self) -> bool:
        if self.revoked_at is not None or self.user.is_gone:
            return False
        return self.expires_at is None or clock.now() < self.expires_at

    def note_use(self) -> None:
        now = clock.now()
        if self.last_used_at is None or self.last_used_at < now - USE_IS_NOTED_EVERY:
            self.last_used_at = now

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or clock.now()
