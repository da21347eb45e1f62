"""A handoff: a session is escalated to the team or to one person, or parked for later."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict, Forbidden, Invalid
from models.user import User

LONGEST_REASON = 4_000


class Intent(StrEnum):
    ESCALATE = "escalate"
    PARK = "park"


class HandoffStatus(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    WITHDRAWN = "withdrawn"


class AssessmentStatus(StrEnum):
    PENDING = "pending"
    READY = "ready"
    UNAVAILABLE = "unavailable"
    NOT_REQUESTED = "not_requested"


class HandoffAlreadyClaimed(Conflict):
    code = "handoff_already_claimed"

    def __init__(
        self, handoff: Handoff | None = None, *, winner: User | None = None, at: datetime | None = None
    ) -> None:
        winner = handoff.claimed_by if handoff else winner
        at = handoff.claimed_at if handoff else at
        assert winner and at, "a claimed handoff has a winner and a time"
        super().__init__(
            f"Already claimed by {winner.name}",
            detail={"claimed_by": {"id": str(winner.id), "name": winner.name}, "claimed_at": clock.rfc3339(at)},
        )


class HandoffWithdrawn(Conflict):
    code, message = "handoff_withdrawn", "This handoff was withdrawn."


class NotEscalated(Conflict):
    code, message = "not_escalated", "Nobody has escalated this session."


class AlreadyEscalated(Conflict):
    code, message = "already_escalated", "This session has already been handed over."


class OwnHandoff(Forbidden):
    code, message = "own_handoff", "You handed this over yourself."


class NotTarget(Forbidden):
    code, message = "not_target", "This was handed to somebody else."


class TargetSelf(Invalid):
    code, message = "target_self", "You cannot hand it over to yourself. Park it instead."


class InvalidTarget(Invalid):
    code, message = "invalid_target", "This person cannot take over a session."


class Handoff(TenantRow, Base):
    __tablename__ = "handoffs"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("created_by_id", "users"),
        tenant_reference("target_user_id", "users"),
        tenant_reference("claimed_by_id", "users"),
        CheckConstraint(one_of("intent", Intent), name="intent"),
        CheckConstraint(one_of("status", HandoffStatus), name="status"),
        CheckConstraint(one_of("assessment_status", AssessmentStatus), name="assessment_status"),
        CheckConstraint("(claimed_by_id is null) = (claimed_at is null)", name="claim_whole"),
        Index("uq_handoffs_open", "ai_session_id", unique=True, postgresql_where=text("status = 'open'")),
        Index(
            "ix_handoffs_queue",
            "account_id",
            text("created_at desc"),
            text("id desc"),
            postgresql_where=text("status = 'open' and intent = 'escalate'"),
        ),
        Index("ix_handoffs_created_by", "account_id", "created_by_id", "ai_session_id"),
        Index("ix_handoffs_ai_session", "ai_session_id", text("created_at desc"), text("id desc")),
        Index(
            "ix_handoffs_claimed",
            "account_id",
            "claimed_at",
            postgresql_include=["ai_session_id"],
            postgresql_where=text("claimed_at is not null"),
        ),
        Index("ix_handoffs_created", "account_id", "created_at", postgresql_where=text("intent = 'escalate'")),
    )

    ai_session_id: Mapped[UUID]
    intent: Mapped[str]
    status: Mapped[str] = mapped_column(default=HandoffStatus.OPEN)
    reason: Mapped[str | None]
    created_by_id: Mapped[UUID]
    target_user_id: Mapped[UUID | None]
    snapshot: Mapped[JsonObject]
    assessment_status: Mapped[str]
    assessment_error: Mapped[str | None]
    assessment_due_at: Mapped[datetime | None]
    """The deadline of the assessment, counted from the handoff or from the last "try again"."""
    assessment_round: Mapped[int] = mapped_column(default=0)
    """Grows by one with each "try again".  A job of an earlier round writes nothing."""
    ai_assessment: Mapped[str | None]
    ai_assessment_data: Mapped[JsonObject | None]
    claimed_by_id: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None]

    ai_session: Mapped[AiSession] = relationship(
        primaryjoin="foreign(Handoff.ai_session_id) == AiSession.id", viewonly=True
    )
    created_by: Mapped[User] = relationship(
        primaryjoin="foreign(Handoff.created_by_id) == User.id", viewonly=True, lazy="joined", innerjoin=True
    )
    target_user: Mapped[User | None] = relationship(
        primaryjoin="foreign(Handoff.target_user_id) == User.id", viewonly=True, lazy="joined"
    )
    claimed_by: Mapped[User | None] = relationship(
        primaryjoin="foreign(Handoff.claimed_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def handoff_id(self) -> UUID:
        """The id, under the name that rows of the queue have for it."""
        return self.id

    @property
    def priority(self) -> str | None:
        """The linked ticket's priority; always None until a PSA is connected."""
        return None

    @property
    def assessment_confidence(self) -> str | None:
        return (self.ai_assessment_data or {}).get("confidence")

    def open_to_team(self) -> None:
        """Remove the target, because that person can no longer work."""
        self.target_user_id = None

    def is_for(self, user: User) -> bool:
        """Whether `user` may take it: it has no target, `user` is the target or an admin, or the target cannot work."""
        if self.target_user_id in (None, user.id) or user.is_admin:
            return True
        return self.target_user is not None and not self.target_user.can_work

    def await_assessment(self, *, until: datetime) -> None:
        """Start a new round of the assessment, which must end by `until`."""
        self.assessment_status, self.assessment_error = AssessmentStatus.PENDING, None
        self.assessment_due_at = until
        self.assessment_round += 1

    def is_awaiting(self, assessment_round: int) -> bool:
        """Whether this round is still open: the comparison of the compare-and-set."""
        return self.assessment_status == AssessmentStatus.PENDING and self.assessment_round == assessment_round

    def store_assessment(self, *, prose: str, data: dict[str, Any]) -> None:
        self.assessment_status = AssessmentStatus.READY
        self.ai_assessment, self.ai_assessment_data = prose, data | {"has_assessment": True}

    def fail_assessment(self, error: str) -> None:
        self.assessment_status, self.assessment_error = AssessmentStatus.UNAVAILABLE, error
        self.ai_assessment_data = {"has_assessment": False}
