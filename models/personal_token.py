"""A token that a user creates for a program.  It has the user's rights, except to change who has access."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference
from models.user import User

MOST_PER_USER = 20
# Secret scanners recognise a leaked token by it.
PREFIX = "fp_"
USE_NOTED_EVERY = timedelta(hours=1)


class PersonalToken(TenantRow, Base):
    """Only the fingerprint of the secret is stored."""

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
    """Updated at most once an hour, so that a busy program does not write a row with each call."""
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
        if self.last_used_at is None or self.last_used_at < now - USE_NOTED_EVERY:
            self.last_used_at = now

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or clock.now()
