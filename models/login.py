"""A login of a browser, and the failed attempts that the login limit counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.core import clock, ids
from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference
from models.user import User

LIFETIME = timedelta(days=30)


@dataclass(frozen=True)
class Device:
    """The browser of a login.  `fingerprint` is of a token that only this browser has; `client` says it in words."""

    fingerprint: bytes
    client: str
    network: str
    """Its address as limits count it, for the mail about a new device; it is not stored with the login."""


class Login(TenantRow, Base):
    """The row behind a cookie, with only the fingerprint of its token.  Ending it makes the cookie invalid at once."""

    __tablename__ = "logins"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        Index(
            "ix_logins_device", "user_id", "device_fingerprint", postgresql_where=text("device_fingerprint is not null")
        ),
    )

    user_id: Mapped[UUID]
    token_fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime] = mapped_column(default=lambda: clock.now() + LIFETIME)
    ended_at: Mapped[datetime | None]
    device_fingerprint: Mapped[bytes | None] = mapped_column(LargeBinary)
    client: Mapped[str | None]
    """`Firefox on Windows`"""

    user: Mapped[User] = relationship(
        primaryjoin="foreign(Login.user_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )

    account: Mapped[Account] = relationship(
        primaryjoin="foreign(Login.account_id) == Account.id", viewonly=True, lazy="joined", innerjoin=True
    )

    def end(self) -> None:
        self.ended_at = self.ended_at or clock.now()


class LoginFailure(Base):
    """A failed attempt.  It belongs to no account, because the address may be unknown.  Address and IP are hashed."""

    __tablename__ = "login_failures"
    __table_args__ = (
        Index("ix_login_failures_address", "address_fingerprint", "failed_at"),
        Index("ix_login_failures_client", "client_fingerprint", "failed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    address_fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    client_fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    failed_at: Mapped[datetime] = mapped_column(default=clock.now)
