"""One answer of the copilot on its way: asked, written, kept."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.errors import Conflict
from models.core.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference


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
    """At most one runs and one waits behind it in a session: the waiting one answers all that is unanswered."""

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
    """The assistant_message step in which what was written is kept, whole or partial."""
    code: Mapped[str | None]
    """Why it failed, from the assistant's error codes."""
    cancel_requested_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def is_cancel_requested(self) -> bool:
        return self.cancel_requested_at is not None

    def start(self) -> None:
        self.status = ReplyStatus.RUNNING
        self.started_at = self.started_at or clock.now()

    def ask_to_stop(self) -> None:
        self.cancel_requested_at = self.cancel_requested_at or clock.now()

    def end(self, status: ReplyStatus, *, step_id: UUID | None, code: str | None = None) -> None:
        self.status, self.step_id, self.code = status, step_id, code
        self.finished_at = clock.now()
