"""An invitation to join the account, good for one person and a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.user import Role

LIFETIME = timedelta(days=7)


class Invitation(TenantRow, Base):
    __tablename__ = "invitations"
    __table_args__ = tenant_constraints(
        tenant_reference("invited_by_id", "users"), CheckConstraint(one_of("role", Role), name="role")
    )

    email: Mapped[str]
    role: Mapped[str]
    token_fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    invited_by_id: Mapped[UUID]
    expires_at: Mapped[datetime] = mapped_column(default=lambda: clock.now() + LIFETIME)
    accepted_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and clock.now() < self.expires_at
