"""A person of an account, and the rights of their role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    ENGINEER = "engineer"
    VIEWER = "viewer"


ADMINS = frozenset({Role.OWNER, Role.ADMIN})
ENGINEERS = ADMINS | {Role.ENGINEER}
EVERYONE = frozenset(Role)


class UserColumns(Protocol):
    """The columns that the rules read; `User` and `Person` have them."""

    @property
    def role(self) -> str: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def deleted_at(self) -> datetime | None: ...
    @property
    def is_engineer(self) -> bool: ...
    @property
    def is_gone(self) -> bool: ...


class UserRules:
    """What a role and a status let somebody do."""

    @property
    def is_admin(self: UserColumns) -> bool:
        return self.role in ADMINS

    @property
    def is_engineer(self: UserColumns) -> bool:
        """Engineer or admin: may work on sessions, not only read them."""
        return self.role in ENGINEERS

    @property
    def can_work(self: UserColumns) -> bool:
        return self.is_engineer and not self.is_gone

    @property
    def is_gone(self: UserColumns) -> bool:
        return not self.is_active or self.deleted_at is not None


@dataclass
class Person(UserRules):
    """Somebody as a read selects them."""

    id: UUID
    name: str
    role: str
    is_active: bool
    deleted_at: datetime | None


class User(UserRules, TenantRow, Base):
    __tablename__ = "users"
    __table_args__ = tenant_constraints(
        # The only value that is unique across accounts: a login address belongs to one person.
        Index("uq_users_address", "email", unique=True, postgresql_where=text("deleted_at is null")),
        CheckConstraint(one_of("role", Role), name="role"),
    )

    name: Mapped[str]
    email: Mapped[str]
    """Normalised: trimmed and in lower case."""
    password_hash: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    deleted_at: Mapped[datetime | None]
    preferences: Mapped[JsonObject] = mapped_column(default=dict, server_default="{}")
    """What the person has chosen about being told; `models.preferences` adds the defaults."""
    has_push: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether a browser of this person has subscribed to Web Push."""


def normalise_address(email: str) -> str:
    """The form in which a login address is stored and compared."""
    return email.strip().lower()
