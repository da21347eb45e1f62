"""A reply of the copilot, from the request to the stored text."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict


class ReplyStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = frozenset({ReplyStatus.QUEUED, ReplyStatus.RUNNING})
UNANSWERED = frozenset({ReplyStatus.FAILED, ReplyStatus.CANCELLED})


class NothingToRetry(Conflict):
    code, message = "nothing_to_retry", "The copilot's last reply did not fail."


class Reply(TenantRow, Base):
    """A session has at most one running and one queued reply.  The queued one answers all messages since then."""

    __tablename__ = "replies"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("step_id", "steps"),
        CheckConstraint(one_of("status", ReplyStatus), name="status"),
        Index("uq_replies_running", "ai_session_id", unique=True, postgresql_where=text("status = 'running'")),
        Index("uq_replies_queued", "ai_session_id", unique=True, postgresql_where=text("status = 'queued'")),
    )

    ai_session_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(default=ReplyStatus.QUEUED)
    step_id: Mapped[UUID | None]
    """The `assistant_message` step that holds the text, complete or partial."""
    code: Mapped[str | None]
    """Why it failed: one of the assistant's error codes."""
    attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often a worker has started it.  If a worker dies or shuts down, the next one starts the text over."""
    read_steps: Mapped[int | None]
    """The index of the last step in its prompt; None before it starts, and if an older release started it."""
    cancel_requested_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def is_cancel_requested(self) -> bool:
        return self.cancel_requested_at is not None

    def start(self, *, read_steps: int) -> None:
        self.status, self.read_steps = ReplyStatus.RUNNING, read_steps
        self.attempt += 1
        self.started_at = self.started_at or clock.now()

    def ask_to_stop(self) -> None:
        self.cancel_requested_at = self.cancel_requested_at or clock.now()

    def end(self, status: ReplyStatus, *, step_id: UUID | None, code: str | None = None) -> None:
        self.status, self.step_id, self.code = status, step_id, code
        self.finished_at = clock.now()
