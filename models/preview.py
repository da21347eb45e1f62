"""A preview of a text that ends a session's work: its resolution note or its escalation package.

A session has one row of each kind.  A round begins when somebody asks and ends with a text or an error code.  The draft
of a session's case follows the same rules (`models.case`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference


class PreviewKind(StrEnum):
    RESOLUTION_NOTE = "resolution_note"
    ESCALATION_PACKAGE = "escalation_package"


class PreviewStatus(StrEnum):
    """NONE is the state of a preview that nobody has asked for; no row has it."""

    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class Rounds(TenantRow):
    """The columns and rules of a text that a job writes when somebody asks: one row for each session and kind.

    What the last round that succeeded wrote stays while a new round is pending, and after it failed.
    """

    ai_session_id: Mapped[UUID]
    status: Mapped[str]
    round: Mapped[int] = mapped_column(default=0)
    """Counts the jobs; the result of an earlier round is dropped."""
    requested_version: Mapped[int]
    """The session's `state_version` when somebody last asked."""
    requested_by_id: Mapped[UUID]
    """Who began the round: its cost is theirs."""
    state_version: Mapped[int | None]
    """The `state_version` that `content` was written from; like the columns below, None without content."""
    cache_key: Mapped[str | None]
    prompt_hash: Mapped[str | None]
    provider: Mapped[str | None]
    provider_label: Mapped[str | None]
    model: Mapped[str | None]
    generated_at: Mapped[datetime | None]
    error: Mapped[str | None]
    """Why the last round failed: one of the assistant's error codes, or the job's."""

    def needs_round(self, *, state_version: int, cache_key: str) -> bool:
        """Whether a call has to be made: no round is under way, and another text than the present one is wanted."""
        if self.status == PreviewStatus.PENDING and self.round:
            return False
        return self.status != PreviewStatus.READY or (self.state_version, self.cache_key) != (state_version, cache_key)

    def is_awaiting(self, preview_round: int) -> bool:
        """Whether the result of this round is still wanted."""
        return self.status == PreviewStatus.PENDING and self.round == preview_round

    def begin_round(self, *, by_id: UUID) -> None:
        self.status, self.requested_by_id = PreviewStatus.PENDING, by_id
        self.round += 1
        self.error = None

    def end_round(self) -> None:
        self.status = PreviewStatus.READY
        self.generated_at = clock.now()

    def fail_round(self, code: str) -> None:
        self.status, self.error = PreviewStatus.FAILED, code


def rounds_constraints(*more: Any) -> tuple[Any, ...]:
    """The `__table_args__` of a table of rounds, then `more`."""
    return tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("requested_by_id", "users"),
        CheckConstraint(one_of("status", [status for status in PreviewStatus if status != "none"]), name="status"),
        *more,
    )


class Preview(Rounds, Base):
    __tablename__ = "previews"
    __table_args__ = rounds_constraints(
        CheckConstraint(one_of("kind", PreviewKind), name="kind"), UniqueConstraint("ai_session_id", "kind")
    )

    kind: Mapped[str]
    content: Mapped[str | None]
