"""An invitation for one person to join the account, valid for a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.user import Role, User

LIFETIME = timedelta(days=7)


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


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
    revoked_at: Mapped[datetime | None]
    """When an admin revoked it, or when it was closed because the inviting or invited person changed."""
    sealed_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The encrypted token, kept only until the job has mailed the link."""

    invited_by: Mapped[User] = relationship(
        primaryjoin="foreign(Invitation.invited_by_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.OPEN if clock.now() < self.expires_at else InvitationState.EXPIRED

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.OPEN

    @property
    def is_unsent(self) -> bool:
        return self.is_open and self.sealed_token is not None

    def accept(self) -> None:
        self.accepted_at, self.sealed_token = clock.now(), None

    def revoke(self) -> None:
        self.revoked_at, self.sealed_token = clock.now(), None

    def renew(self, *, token_fingerprint: bytes, by: User) -> None:
        """Replace the link and start a new week; the old link stops working."""
        self.token_fingerprint, self.invited_by_id = token_fingerprint, by.id
        self.expires_at = clock.now() + LIFETIME

    @property
    def link_number(self) -> int:
        """A number that tells this link from the links it replaced, and from which the link cannot be derived."""
        return int.from_bytes(self.token_fingerprint[:4])

    def forget_token(self, link_number: int) -> None:
        """Delete the token, because its link was mailed or never will be.  A newer link's token is kept."""
        if self.link_number == link_number:
            self.sealed_token = None
