"""A session of the script builder: a conversation in which the copilot writes one script, and its messages.

A standalone session belongs to its user and counts towards the cap; an inline one belongs to a user in an AI session,
and there is at most one that is open.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict
from models.scripting.languages import ScriptLanguage

MOST_OPEN = 5
"""How many standalone sessions one person may have open."""
LONGEST_MESSAGE = 20_000
MOST_MESSAGES = 200
"""Of one session, the copilot's included."""


class ScriptSessionLimit(Conflict):
    code = "script_session_limit"
    message = f"You have {MOST_OPEN} open script sessions. Save or discard one first."


class ScriptSessionClosed(Conflict):
    code, message = "script_session_closed", "This script session is closed."


class ScriptReplyRunning(Conflict):
    code, message = "script_reply_running", "The copilot is writing. Stop it, or wait until it has finished."


class ScriptSessionFull(Conflict):
    code, message = "script_session_full", "This conversation is too long. Save the script and open it again."


class NoDraft(Conflict):
    code, message = "no_draft", "There is no script yet."


class DraftConflict(Conflict):
    code, message = "version_conflict", "The script has changed meanwhile."


class ScriptSessionOrigin(StrEnum):
    STANDALONE = "standalone"
    PILOT_INLINE = "pilot_inline"


class ScriptSessionStatus(StrEnum):
    OPEN = "open"
    SAVED = "saved"
    ABANDONED = "abandoned"


class ScriptMessageRole(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


class ScriptMessageStatus(StrEnum):
    """A person's message is FINISHED at once; the copilot's goes through the others."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED_MESSAGE = frozenset({ScriptMessageStatus.QUEUED, ScriptMessageStatus.RUNNING})
UNANSWERED_MESSAGE = frozenset({ScriptMessageStatus.FAILED, ScriptMessageStatus.CANCELLED})


class ScriptSession(TenantRow, Base):
    __tablename__ = "script_sessions"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("fix_id", "suggested_fixes"),
        tenant_reference("script_id", "scripts"),
        CheckConstraint(one_of("origin", ScriptSessionOrigin), name="origin"),
        CheckConstraint(one_of("status", ScriptSessionStatus), name="status"),
        CheckConstraint(one_of("language", ScriptLanguage), name="language"),
        CheckConstraint("(origin = 'pilot_inline') = (ai_session_id is not null)", name="inline"),
        Index(
            "uq_script_sessions_inline",
            "account_id",
            "user_id",
            "ai_session_id",
            unique=True,
            postgresql_where=text("origin = 'pilot_inline' and status = 'open'"),
        ),
        Index("ix_script_sessions_listed", "account_id", "user_id", "created_at", "id"),
    )

    user_id: Mapped[UUID]
    origin: Mapped[str]
    ai_session_id: Mapped[UUID | None]
    fix_id: Mapped[UUID | None]
    """The fix that an inline session began with."""
    title: Mapped[str]
    language: Mapped[str]
    status: Mapped[str] = mapped_column(default=ScriptSessionStatus.OPEN)
    draft: Mapped[JsonObject | None]
    """The script as it is now: `{title, purpose, language, body, parameters, risk, risk_reasons}`."""
    draft_version: Mapped[int] = mapped_column(default=0)
    """Counts the drafts; 0 before the first."""
    script_id: Mapped[UUID | None]
    """The script of the library that it revises, or that it was saved as."""
    script_version: Mapped[int | None]
    """The version of the revised script that the first draft was, on which saving is based."""
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def is_open(self) -> bool:
        return self.status == ScriptSessionStatus.OPEN

    def check_open(self) -> None:
        """Raises ScriptSessionClosed (409)."""
        if not self.is_open:
            raise ScriptSessionClosed(detail={"status": self.status})

    def set_draft(self, draft: JsonObject) -> bool:
        """Make this the script as it is now, as the next version.  Returns False if it is the script already."""
        if draft == self.draft:
            return False
        self.draft, self.language = draft, draft["language"]
        self.draft_version += 1
        self.touch()
        return True

    def touch(self) -> None:
        self.updated_at = clock.now()


class ScriptMessage(TenantRow, Base):
    __tablename__ = "script_messages"
    __table_args__ = tenant_constraints(
        tenant_reference("script_session_id", "script_sessions"),
        CheckConstraint(one_of("role", ScriptMessageRole), name="role"),
        CheckConstraint(one_of("status", ScriptMessageStatus), name="status"),
        Index("ix_script_messages_listed", "script_session_id", "created_at", "id"),
        Index(
            "uq_script_messages_unfinished",
            "account_id",
            "script_session_id",
            unique=True,
            postgresql_where=text("status in ('queued', 'running')"),
        ),
    )

    script_session_id: Mapped[UUID]
    role: Mapped[str]
    content: Mapped[str]
    status: Mapped[str]
    draft: Mapped[JsonObject | None]
    """The script that this message of the copilot wrote, as in `ScriptSession.draft`."""
    draft_version: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(default=0)
    """How often a worker has started it; each start publishes the text anew."""
    cancel_requested_at: Mapped[datetime | None]
    code: Mapped[str | None]
    """Why it failed: one of the assistant's error codes, or the job's."""
    provider: Mapped[str | None]
    provider_label: Mapped[str | None]
    model: Mapped[str | None]
    prompt_hash: Mapped[str | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED_MESSAGE

    @property
    def is_cancel_requested(self) -> bool:
        return self.cancel_requested_at is not None

    def start(self) -> None:
        self.status = ScriptMessageStatus.RUNNING
        self.attempt += 1

    def ask_to_stop(self) -> None:
        self.cancel_requested_at = self.cancel_requested_at or clock.now()

    def end(self, status: ScriptMessageStatus, *, content: str = "", code: str | None = None) -> None:
        self.status, self.content, self.code = status, content, code
        self.finished_at = clock.now()
