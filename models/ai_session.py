"""A session: one problem that an engineer works on with the copilot."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict, Invalid
from models.session_state import (
    CLOSED as CLOSED,
    WAITING as WAITING,
    ConfidenceTier as ConfidenceTier,
    SessionRules,
    SessionStatus as SessionStatus,
)
from models.user import User

LONGEST_WATCH = timedelta(days=90)
NOT_SOLVED_WITHIN = timedelta(days=30)
"""Later than this, what comes back is a new problem."""


class TitleBy(StrEnum):
    """Who gave a session its title.  Only an engineer may change a title that an engineer gave."""

    RULE = "rule"
    COPILOT = "copilot"
    ENGINEER = "engineer"


class VerifiedBy(StrEnum):
    """How the person who resolved a session knows that the problem is solved."""

    TESTED = "tested"
    CLIENT = "client"
    WATCHED = "watched"
    """It is watched until `watch_until`."""
    NONE = "none"


class SessionClosed(Conflict):
    code, message = "session_closed", "This session is closed."


class NotParked(Conflict):
    code, message = "not_parked", "This session is not parked."


class NotResolved(Conflict):
    code, message = "not_resolved", "Only a resolved session can be reopened."


class AiSession(SessionRules, TenantRow, Base):
    """Only operations change it, with its row locked."""

    __tablename__ = "ai_sessions"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        tenant_reference("handler_id", "users"),
        tenant_reference("escalated_to_id", "users"),
        tenant_reference("parked_by_id", "users"),
        CheckConstraint(one_of("status", SessionStatus), name="status"),
        CheckConstraint(one_of("title_by", TitleBy), name="title_by"),
        CheckConstraint(one_of("verified_by", VerifiedBy), name="verified_by"),
        Index("ix_ai_sessions_created", "account_id", text("created_at desc"), text("id desc")),
        Index("ix_ai_sessions_active", "account_id", text("last_activity_at desc"), text("id desc")),
        Index("ix_ai_sessions_user_active", "account_id", "user_id", text("last_activity_at desc"), text("id desc")),
        Index(
            "ix_ai_sessions_handler_active",
            "account_id",
            "handler_id",
            text("last_activity_at desc"),
            text("id desc"),
            postgresql_where=text("handler_id is not null"),
        ),
        Index(
            "ix_ai_sessions_client",
            "account_id",
            "client_name",
            postgresql_where=text("client_name is not null"),
        ),
        Index(
            "ix_ai_sessions_ticket",
            "account_id",
            "psa_ticket_id",
            text("created_at desc"),
            postgresql_where=text("psa_ticket_id is not null"),
        ),
        Index(
            "ix_ai_sessions_waiting",
            "account_id",
            text("updated_at desc"),
            text("id desc"),
            postgresql_where=text("status in ('escalated', 'requesting_escalation')"),
        ),
    )

    user_id: Mapped[UUID]
    handler_id: Mapped[UUID | None]
    escalated_to_id: Mapped[UUID | None]
    parked_by_id: Mapped[UUID | None]
    title: Mapped[str]
    title_by: Mapped[str] = mapped_column(default=TitleBy.RULE, server_default=TitleBy.RULE)
    problem: Mapped[str]
    client_name: Mapped[str | None]
    psa_ticket_id: Mapped[str | None]
    offers: Mapped[JsonObject] = mapped_column(default=dict, server_default="{}")
    """The `psa_ticket_id` and `client_name` found in the first message, until somebody links or declines them."""
    status: Mapped[str] = mapped_column(default=SessionStatus.ACTIVE)
    confidence_score: Mapped[float] = mapped_column(default=0.0)
    state_version: Mapped[int] = mapped_column(default=1)
    step_count: Mapped[int] = mapped_column(default=0)
    """The number of steps, which is the index of the newest one."""
    notice_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of these steps the system wrote."""
    escalation_reason: Mapped[str | None]
    escalation_package: Mapped[JsonObject | None]
    resolution: Mapped[str | None]
    verified_by: Mapped[str | None]
    """A `VerifiedBy`; None if nobody was asked."""
    watch_until: Mapped[datetime | None]
    is_documented: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether it has a row in `documentation`, so that an escalation need not ask for one."""
    closed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    """When it last turned out, within `NOT_SOLVED_WITHIN` of being resolved, that it had not been solved."""
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    last_activity_at: Mapped[datetime] = mapped_column(default=clock.now, server_default=func.now())
    """When the newest step was added, for example a message or a claim.  A new title does not count."""

    user: Mapped[User] = relationship(
        primaryjoin="foreign(AiSession.user_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )
    handler: Mapped[User | None] = relationship(
        primaryjoin="foreign(AiSession.handler_id) == User.id", viewonly=True, lazy="joined"
    )

    @validates("psa_ticket_id")
    def _keep_ticket_number(self, _name: str, given: str | None) -> str | None:
        return ticket_number(given)

    def bump_state_version(self) -> None:
        """Increase the state version, because something that previews show has changed."""
        self.state_version += 1

    def check_open(self) -> None:
        if self.is_closed:
            raise SessionClosed(detail={"status": self.status})

    def remove_offer(self, name: str) -> None:
        """Remove an offer, because somebody has set or declined its value."""
        if name in self.offers:
            self.offers = {offer: value for offer, value in self.offers.items() if offer != name}

    def set_title(self, title: str, *, by: TitleBy) -> None:
        """Set the title, unless an engineer gave the current one and `by` is not an engineer."""
        if by == TitleBy.ENGINEER or self.title_by != TitleBy.ENGINEER:
            self.title, self.title_by = title, by

    def escalate(self, *, reason: str, target: User | None) -> None:
        self.status = SessionStatus.ESCALATED
        self.escalation_reason = reason
        self.escalated_to_id = target.id if target else None
        self.handler_id = self.parked_by_id = None

    def park(self, by: User) -> None:
        self.status = SessionStatus.PARKED
        self.parked_by_id = by.id

    def hand_to(self, user: User) -> None:
        """Make `user` the handler, who has claimed the session."""
        self.status = SessionStatus.ACTIVE
        self.handler_id = self.escalated_to_id = user.id
        self.parked_by_id = None

    def give_back_to(self, by: User) -> None:
        """Give the session back to `by`, because the escalation was withdrawn."""
        self.status = SessionStatus.ACTIVE
        self.escalated_to_id = self.parked_by_id = None
        self.handler_id = by.id if by.id != self.user_id else None

    def resume(self) -> None:
        self.status = SessionStatus.ACTIVE
        self.parked_by_id = None

    def reopen(self) -> None:
        """Make a closed session active again, because it was not solved after all."""
        now = clock.now()
        if self.closed_at and now - self.closed_at <= NOT_SOLVED_WITHIN:
            self.reopened_at = now
        self.status = SessionStatus.ACTIVE
        self.resolution = self.closed_at = self.verified_by = self.watch_until = None

    def verify(self, verified_by: VerifiedBy | None, *, watch_until: datetime | None) -> None:
        """Store how the person who resolves it knows that it is solved.

        Raises Invalid (422): only what is watched may have an end, which is in the future and at most 90 days away.
        """
        now = clock.now()
        if watch_until and verified_by != VerifiedBy.WATCHED:
            raise Invalid(detail={"watch_until": ["Only what is watched has an end."]})
        if watch_until and not now < watch_until <= now + LONGEST_WATCH:
            raise Invalid(detail={"watch_until": ["This has to be in the future, within 90 days."]})
        self.verified_by, self.watch_until = verified_by, watch_until

    def close(self, status: SessionStatus, *, resolution: str | None = None) -> None:
        self.status = status
        self.resolution = resolution
        self.closed_at = clock.now()
        self.parked_by_id = None


def ticket_number(given: str | None) -> str | None:
    """The number without the `#` that screens put before it, in plain characters; None if it is blank."""
    return unicodedata.normalize("NFKC", given or "").strip().lstrip("#").strip() or None
