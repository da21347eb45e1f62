"""A fix that the copilot proposed, and its life: proposed, tried, what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.errors import Conflict, Invalid
from models.core.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference


class FixStatus(StrEnum):
    PROPOSED = "proposed"
    APPLIED_PENDING = "applied_pending"
    APPLIED_PARTIAL = "applied_partial"
    APPLIED_SUCCESS = "applied_success"
    APPLIED_FAILED = "applied_failed"
    DISMISSED = "dismissed"


TERMINAL = frozenset({FixStatus.APPLIED_SUCCESS, FixStatus.APPLIED_FAILED, FixStatus.DISMISSED})
VERIFIED = frozenset({FixStatus.APPLIED_PARTIAL, FixStatus.APPLIED_SUCCESS, FixStatus.APPLIED_FAILED})
NEEDS_NOTES = frozenset({FixStatus.APPLIED_PENDING, FixStatus.APPLIED_PARTIAL})
# Each outcome keeps its notes in a column of its own, so that those of earlier outcomes stay.
NOTES_COLUMN = {
    FixStatus.APPLIED_PENDING: "pending_reason",
    FixStatus.APPLIED_PARTIAL: "partial_notes",
    FixStatus.APPLIED_FAILED: "failure_reason",
}
LONGEST_NOTES = 4_000


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class DismissedReason(StrEnum):
    ENGINEER = "engineer"
    SUPERSEDED = "superseded"


class FixTerminal(Conflict):
    code, message = "fix_terminal", "This fix already has its outcome."


class AlreadyApplied(Conflict):
    code, message = "already_applied", "This fix has already been tried."


class SuggestedFix(TenantRow, Base):
    __tablename__ = "suggested_fixes"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        CheckConstraint(one_of("status", FixStatus), name="status"),
        CheckConstraint(one_of("risk", Risk), name="risk"),
        CheckConstraint(one_of("dismissed_reason", DismissedReason), name="dismissed_reason"),
        Index("ix_suggested_fixes_ai_session", "ai_session_id", text("created_at desc"), text("id desc")),
    )

    ai_session_id: Mapped[UUID]
    title: Mapped[str]
    rationale: Mapped[str]
    steps: Mapped[list[str]]
    risk: Mapped[str]
    status: Mapped[str] = mapped_column(default=FixStatus.PROPOSED)
    applied_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    pending_reason: Mapped[str | None]
    partial_notes: Mapped[str | None]
    failure_reason: Mapped[str | None]
    dismissed_reason: Mapped[str | None]
    ai_outcome_proposal: Mapped[JsonObject | None]
    ai_drafted_script: Mapped[str | None]
    ai_drafted_parameters: Mapped[list[JsonObject] | None]
    decision: Mapped[str | None]
    proposed_by_step_id: Mapped[UUID | None]

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL

    @property
    def notes(self) -> str | None:
        """What was written about its present status."""
        column = NOTES_COLUMN.get(FixStatus(self.status))
        return getattr(self, column) if column else None

    def apply(self) -> bool:
        """Stamp `applied_at`; the status stays `proposed`.  False when it was stamped before.

        Raises FixTerminal or AlreadyApplied (409) past `proposed`.
        """
        self._check_not_terminal()
        if self.status != FixStatus.PROPOSED:
            raise AlreadyApplied(detail={"status": self.status})
        if self.applied_at:
            return False
        self.applied_at = clock.now()
        return True

    def record(self, outcome: FixStatus, *, notes: str | None) -> None:
        """The outcome, its notes and its stamps.

        Raises FixTerminal (409) from a terminal status, Invalid (422) where notes are required and blank.
        """
        self._check_not_terminal()
        notes = (notes or "").strip() or None
        if outcome in NEEDS_NOTES and notes is None:
            raise Invalid(detail={"notes": ["Say what is missing or what it waits for."]})
        self.status = outcome
        if column := NOTES_COLUMN.get(outcome):
            setattr(self, column, notes)
        self._stamp(outcome)
        if self.is_terminal:
            self.ai_outcome_proposal = None

    def supersede(self) -> None:
        """A newer fix takes its place; only ever done to one that was not applied."""
        self.record(FixStatus.DISMISSED, notes=None)
        self.dismissed_reason = DismissedReason.SUPERSEDED

    def _check_not_terminal(self) -> None:
        if self.is_terminal:
            raise FixTerminal(detail={"status": self.status})

    def _stamp(self, outcome: FixStatus) -> None:
        if outcome == FixStatus.DISMISSED:
            self.dismissed_reason = DismissedReason.ENGINEER
            return
        now = clock.now()
        self.applied_at = self.applied_at or now
        self.verified_at = now if outcome in VERIFIED else None
