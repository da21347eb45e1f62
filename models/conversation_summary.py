"""The summary of a session's older turns, which the copilot reads in their place."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, tenant_constraints, tenant_reference


class ConversationSummary(TenantRow, Base):
    """One row per session, from the first request on.  The session's row guards it."""

    __tablename__ = "conversation_summaries"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("covered_step_id", "steps"),
        UniqueConstraint("ai_session_id"),
    )

    ai_session_id: Mapped[UUID]
    content: Mapped[str] = mapped_column(default="", server_default="")
    """Written by a model or the Demo AI, so it is untrusted; empty until the first one is made."""
    covered_step_id: Mapped[UUID | None]
    covered_index: Mapped[int] = mapped_column(default=0, server_default="0")
    """The index of the last step that `content` covers."""
    requested_index: Mapped[int] = mapped_column(default=0, server_default="0")
    """The session's step count when a summary was last requested, so that each stretch is requested once."""
    written_by: Mapped[JsonObject | None]
    """`{provider, provider_label, model}` of the last summary; its prompt is in `ai_usage`."""
    error_code: Mapped[str | None]
    """Why the last attempt failed: one of the assistant's error codes."""
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @property
    def is_made(self) -> bool:
        return self.covered_index > 0

    def cover(self, step_id: UUID, index: int, content: str, *, written_by: JsonObject) -> None:
        """Replace the summary by one that covers more.  A summary that covers no more than this one changes nothing."""
        if index > self.covered_index:
            self.content, self.written_by, self.error_code = content, written_by, None
            self.covered_step_id, self.covered_index = step_id, index
