"""A link that shows parts of one session to whoever has it, without a login, until it expires or is revoked."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference
from models.user import User

MOST_HOURS = 720
"""Thirty days."""
MOST_OPEN = 20
"""How many links of one session may be open at the same time."""


class SharePart(StrEnum):
    """What a link can show besides title, client and status."""

    STEPS = "steps"
    FACTS = "facts"
    ATTEMPTS = "attempts"
    DOCUMENTATION = "documentation"


class ShareState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Share(TenantRow, Base):
    """Only a fingerprint of the link's token is kept.  A closed link stays, to show who could read what until when."""

    __tablename__ = "shares"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("created_by_id", "users"),
        Index("ix_shares_ai_session", "ai_session_id", "created_at"),
    )

    ai_session_id: Mapped[UUID]
    created_by_id: Mapped[UUID]
    token_fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    include: Mapped[list[str]]
    """Values of `SharePart`, each once, in its order."""
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_count: Mapped[int] = mapped_column(default=0)
    last_opened_at: Mapped[datetime | None]

    created_by: Mapped[User] = relationship(
        primaryjoin="foreign(Share.created_by_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )

    @property
    def state(self) -> ShareState:
        if self.revoked_at:
            return ShareState.REVOKED
        return ShareState.OPEN if clock.now() < self.expires_at else ShareState.EXPIRED

    @property
    def is_open(self) -> bool:
        return self.state == ShareState.OPEN

    @property
    def was_opened_this_hour(self) -> bool:
        """By the clock in UTC."""
        return self.last_opened_at is not None and _hour_of(self.last_opened_at) == _hour_of(clock.now())

    def revoke(self) -> None:
        self.revoked_at = clock.now()

    def count_opening(self) -> None:
        """Added up by the database, because two people may open the link at the same moment."""
        self.opened_count = Share.opened_count + 1
        self.last_opened_at = clock.now()


def _hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
