"""A fix that the copilot proposed, and how it ended; `fix_transitions` holds the rules that move it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.fix_transitions import (
    TERMINAL,
    VERIFIED,
    Decision,
    DismissedReason,
    FixStatus,
    check_decision,
    check_may_apply,
    check_not_terminal,
    check_outcome,
)
from models.scripting.guessing import language_of
from models.scripting.languages import ScriptLanguage

# Each outcome has its own column for notes, so that the notes of earlier outcomes stay.
NOTES_COLUMN = {
    FixStatus.APPLIED_PENDING: "pending_reason",
    FixStatus.APPLIED_PARTIAL: "partial_notes",
    FixStatus.APPLIED_FAILED: "failure_reason",
}
LONGEST_NOTES = 4_000
LONGEST_SCRIPT = 100_000
# What an outcome changes.  Its step stores their values from before, so that it can be undone.
OUTCOME_COLUMNS = (
    "status",
    "applied_at",
    "verified_at",
    "pending_reason",
    "partial_notes",
    "failure_reason",
    "dismissed_reason",
    "ai_outcome_proposal",
    "remind_at",
    "reminded_at",
)
TIMES = ("applied_at", "verified_at", "remind_at", "reminded_at")


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SuggestedFix(TenantRow, Base):
    __tablename__ = "suggested_fixes"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        CheckConstraint(one_of("status", FixStatus), name="status"),
        CheckConstraint(one_of("risk", Risk), name="risk"),
        CheckConstraint(one_of("dismissed_reason", DismissedReason), name="dismissed_reason"),
        CheckConstraint(one_of("decision", Decision), name="decision"),
        Index(
            "ix_suggested_fixes_pending",
            "account_id",
            "ai_session_id",
            postgresql_where=text("status = 'applied_pending'"),
        ),
        Index("ix_suggested_fixes_created", "account_id", "created_at"),
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
    remind_at: Mapped[datetime | None]
    """When to remind the engineer of a fix that waits for verification; null for every other status."""
    reminded_at: Mapped[datetime | None]
    """When the reminder was sent, so that it is sent once."""
    partial_notes: Mapped[str | None]
    failure_reason: Mapped[str | None]
    dismissed_reason: Mapped[str | None]
    ai_outcome_proposal: Mapped[JsonObject | None]
    ai_drafted_script: Mapped[str | None]
    ai_drafted_parameters: Mapped[list[JsonObject] | None]
    ai_drafted_language: Mapped[str | None]
    """The language that the drafted script was written in; null where only its text is known."""
    decision: Mapped[str | None]
    script_id: Mapped[UUID | None]
    """The script that the engineer ran in place of the draft, with the decision `used_template`."""
    script_title: Mapped[str | None]
    """What that script was called at that time."""
    template_offered_at: Mapped[datetime | None]
    """When somebody was asked whether the drafted script, which was run once, should become a template."""
    proposed_by_step_id: Mapped[UUID | None]
    hypothesis_ids: Mapped[list[str] | None]
    """The causes that it is for."""
    guide_id: Mapped[str | None]
    guide_fix_id: Mapped[str | None]
    """Of the library's guide and of its fix, if it is one."""

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL

    @property
    def causes(self) -> list[str]:
        """The ids of the hypotheses that it is for."""
        return self.hypothesis_ids or []

    @property
    def script_language(self) -> ScriptLanguage:
        """Of the drafted script: the one that it was written in, or else the one that it looks like."""
        if self.ai_drafted_language:
            return ScriptLanguage(self.ai_drafted_language)
        return language_of(self.ai_drafted_script or "")

    @property
    def is_untried(self) -> bool:
        """Nobody applied it or said what it did."""
        never_applied = self.status == FixStatus.PROPOSED and self.applied_at is None
        return never_applied and self.ai_outcome_proposal is None

    @property
    def notes(self) -> str | None:
        """The notes of its current status."""
        column = NOTES_COLUMN.get(FixStatus(self.status))
        return getattr(self, column) if column else None

    def apply(self) -> bool:
        """Set `applied_at`; the status stays `proposed`.  Returns False if it was set already.

        Raises FixTerminal or AlreadyApplied (409) unless the status is `proposed`.
        """
        check_may_apply(self.status)
        if self.applied_at:
            return False
        self.applied_at = clock.now()
        return True

    def record(self, outcome: FixStatus, *, notes: str | None, remind_at: datetime | None = None) -> None:
        """Record the outcome with its notes, times and reminder.

        Raises FixTerminal (409) if the status is terminal, Invalid (422) if required notes are blank.
        """
        notes = (notes or "").strip() or None
        check_outcome(self.status, outcome, notes=notes)
        self.status = outcome
        if column := NOTES_COLUMN.get(outcome):
            setattr(self, column, notes)
        self._set_times(outcome)
        self._set_reminder(remind_at)
        if self._settles(self.ai_outcome_proposal):
            self.ai_outcome_proposal = None

    def draft(self, script: str, parameters: list[JsonObject], language: str | None) -> bool:
        """Replace the drafted script.  Returns False if it is the same.  Raises FixTerminal (409)."""
        check_not_terminal(self.status)
        drafted = (script, parameters, language)
        if (self.ai_drafted_script, self.ai_drafted_parameters, self.ai_drafted_language) == drafted:
            return False
        self.ai_drafted_script, self.ai_drafted_parameters, self.ai_drafted_language = drafted
        return True

    def decide(self, decision: Decision, script_id: UUID | None, *, script_title: str | None = None) -> bool:
        """Returns False if this was the decision already.  Raises FixTerminal (409), Invalid (422)."""
        check_decision(self.status, decision, script_id)
        if (self.decision, self.script_id) == (decision, script_id):
            return False
        self.decision, self.script_id, self.script_title = decision, script_id, script_title
        if decision == Decision.USED_TEMPLATE:
            self.applied_at = self.applied_at or clock.now()
        return True

    def outcome_as_json(self) -> JsonObject:
        """The current values of the columns that an outcome changes."""
        values = {name: getattr(self, name) for name in OUTCOME_COLUMNS}
        return values | {name: clock.rfc3339(values[name]) for name in TIMES if values[name]}

    def restore(self, before: JsonObject) -> None:
        """Undo the last outcome; `before` is what `outcome_as_json` returned before that outcome.

        A proposal that the outcome did not settle stays as it is now.
        """
        proposal = self.ai_outcome_proposal
        if proposal is None and self._settles(before["ai_outcome_proposal"]):
            proposal = before["ai_outcome_proposal"]
        for name in OUTCOME_COLUMNS:
            value = before.get(name)
            setattr(self, name, datetime.fromisoformat(value) if value and name in TIMES else value)
        self.ai_outcome_proposal = proposal

    def supersede(self) -> None:
        """A newer fix replaces this one, which was never applied."""
        self.record(FixStatus.DISMISSED, notes=None)
        self.dismissed_reason = DismissedReason.SUPERSEDED

    def _set_times(self, outcome: FixStatus) -> None:
        if outcome == FixStatus.DISMISSED:
            self.dismissed_reason = DismissedReason.ENGINEER
            return
        now = clock.now()
        self.applied_at = self.applied_at or now
        self.verified_at = now if outcome in VERIFIED else None

    def _set_reminder(self, remind_at: datetime | None) -> None:
        if remind_at != self.remind_at:
            self.remind_at, self.reminded_at = remind_at, None

    def _settles(self, proposal: JsonObject | None) -> bool:
        """Whether the current status answers the proposal: it is terminal, or what the copilot proposed."""
        return proposal is not None and (self.is_terminal or proposal["outcome"] == self.status)
