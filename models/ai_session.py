"""One problem worked with the copilot: its status, who owns and who handles it, and its version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.errors import Conflict
from models.core.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.user import User

GUIDED_FROM = 0.8
EXPLORING_FROM = 0.4
SUMMARY_LENGTH = 120


class SessionStatus(StrEnum):
    ACTIVE = "active"
    ESCALATED = "escalated"
    REQUESTING_ESCALATION = "requesting_escalation"
    """Legacy: never written any more, read like `escalated`."""
    PARKED = "parked"
    RESOLVED = "resolved"
    ABANDONED = "abandoned"


WAITING = frozenset({SessionStatus.ESCALATED, SessionStatus.REQUESTING_ESCALATION})
CLOSED = frozenset({SessionStatus.RESOLVED, SessionStatus.ABANDONED})


class ConfidenceTier(StrEnum):
    DISCOVERY = "discovery"
    EXPLORING = "exploring"
    GUIDED = "guided"


class SessionClosed(Conflict):
    code, message = "session_closed", "This session is closed."


class NotParked(Conflict):
    code, message = "not_parked", "This session is not parked."


class NotResolved(Conflict):
    code, message = "not_resolved", "Only a resolved session can be reopened."


class AiSession(TenantRow, Base):
    """Changed only by operations, with the row locked."""

    __tablename__ = "ai_sessions"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        tenant_reference("handler_id", "users"),
        tenant_reference("escalated_to_id", "users"),
        tenant_reference("parked_by_id", "users"),
        CheckConstraint(one_of("status", SessionStatus), name="status"),
        Index("ix_ai_sessions_created", "account_id", text("created_at desc"), text("id desc")),
        Index("ix_ai_sessions_user", "account_id", "user_id", text("created_at desc")),
        Index(
            "ix_ai_sessions_handled",
            "account_id",
            "handler_id",
            text("created_at desc"),
            text("id desc"),
            postgresql_where=text("handler_id is not null"),
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
    problem: Mapped[str]
    client_name: Mapped[str | None]
    psa_ticket_id: Mapped[str | None]
    status: Mapped[str] = mapped_column(default=SessionStatus.ACTIVE)
    confidence_score: Mapped[float] = mapped_column(default=0.0)
    state_version: Mapped[int] = mapped_column(default=1)
    step_count: Mapped[int] = mapped_column(default=0)
    escalation_reason: Mapped[str | None]
    escalation_package: Mapped[JsonObject | None]
    resolution: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    user: Mapped[User] = relationship(
        primaryjoin="foreign(AiSession.user_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )
    handler: Mapped[User | None] = relationship(
        primaryjoin="foreign(AiSession.handler_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def problem_summary(self) -> str:
        return summarise(self.problem)

    @property
    def confidence_tier(self) -> ConfidenceTier:
        if self.confidence_score >= GUIDED_FROM:
            return ConfidenceTier.GUIDED
        return ConfidenceTier.EXPLORING if self.confidence_score >= EXPLORING_FROM else ConfidenceTier.DISCOVERY

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def is_waiting(self) -> bool:
        """Escalated and not yet claimed."""
        return self.status in WAITING

    def is_worked_by(self, user: User) -> bool:
        """Its owner or its handler: they write in the chat, hand it over, close it."""
        return user.id in (self.user_id, self.handler_id)

    def move_on(self) -> None:
        """Something changed that previews are made from: one call, one step up."""
        self.state_version += 1

    def check_open(self) -> None:
        if self.is_closed:
            raise SessionClosed(detail={"status": self.status})

    def escalate(self, *, reason: str, target: User | None) -> None:
        self.status = SessionStatus.ESCALATED
        self.escalation_reason = reason
        self.escalated_to_id = target.id if target else None
        self.handler_id = self.parked_by_id = None

    def park(self, by: User) -> None:
        self.status = SessionStatus.PARKED
        self.parked_by_id = by.id

    def hand_to(self, user: User) -> None:
        """`user` claimed it and is its handler now."""
        self.status = SessionStatus.ACTIVE
        self.handler_id = self.escalated_to_id = user.id
        self.parked_by_id = None

    def take_back(self, by: User) -> None:
        """The escalation was withdrawn: whoever handed it over goes on with it."""
        self.status = SessionStatus.ACTIVE
        self.escalated_to_id = self.parked_by_id = None
        self.handler_id = by.id if by.id != self.user_id else None

    def resume(self) -> None:
        self.status = SessionStatus.ACTIVE
        self.parked_by_id = None

    def reopen(self) -> None:
        """It was not solved after all."""
        self.status = SessionStatus.ACTIVE
        self.resolution = self.closed_at = None

    def close(self, status: SessionStatus, *, resolution: str | None = None) -> None:
        self.status = status
        self.resolution = resolution
        self.closed_at = clock.now()
        self.parked_by_id = None


def summarise(problem: str, length: int = SUMMARY_LENGTH) -> str:
    """The problem on one line: white space collapsed, cut with an ellipsis when longer than `length` characters."""
    line = " ".join(problem.split())
    return line if len(line) <= length else line[: length - 1] + "…"
