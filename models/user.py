"""A person of an account, and what their role lets them do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.tables import Base, TenantRow, one_of, tenant_constraints


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    ENGINEER = "engineer"
    VIEWER = "viewer"


ADMINS = frozenset({Role.OWNER, Role.ADMIN})
ENGINEERS = ADMINS | {Role.ENGINEER}
EVERYONE = frozenset(Role)


class User(TenantRow, Base):
    __tablename__ = "users"
    __table_args__ = tenant_constraints(
        # The one unique value across accounts: a login address names one person.
        Index("uq_users_address", "email", unique=True, postgresql_where=text("deleted_at is null")),
        CheckConstraint(one_of("role", Role), name="role"),
    )

    name: Mapped[str]
    email: Mapped[str]
    """Normalised: trimmed, lower case."""
    password_hash: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    deleted_at: Mapped[datetime | None]

    @property
    def is_admin(self) -> bool:
        return self.role in ADMINS

    @property
    def is_engineer(self) -> bool:
        """Engineer or admin: may work on problems, not only read."""
        return self.role in ENGINEERS

    @property
    def is_gone(self) -> bool:
        return not self.is_active or self.deleted_at is not None


def normalise_address(email: str) -> str:
    """The form in which a login address is kept and compared."""
    return email.strip().lower()
