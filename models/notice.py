"""A notice: what is said about one event, frozen when it happened; its deliveries say to whom and by which channel."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, JsonObject, TenantRow, tenant_constraints, tenant_reference


class SubjectKind(StrEnum):
    """What a notice is about.  `subject_id` is its id; for the account or a login, the account's or the user's."""

    HANDOFF = "handoff"
    AI_SESSION = "ai_session"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of a table's row
    CHANNEL = "channel"
    CONNECTION = "connection"
    ACCOUNT = "account"
    USER = "user"


class Notice(TenantRow, Base):
    __tablename__ = "notices"
    __table_args__ = tenant_constraints(
        tenant_reference("handoff_id", "handoffs"),
        tenant_reference("ai_session_id", "ai_sessions"),
        Index("ix_notices_ai_session", "ai_session_id", postgresql_where=text("ai_session_id is not null")),
    )

    event: Mapped[str]
    """A `NoticeEvent`."""
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    occasion: Mapped[str] = mapped_column(default="")
    """Tells apart events of the same kind about the same subject: a month, the number of a link, a time."""
    handoff_id: Mapped[UUID | None]
    ai_session_id: Mapped[UUID | None]
    content: Mapped[JsonObject]
    """`title` and `link` (a path of the app), and what the event's templates show besides."""
    sealed_content: Mapped[bytes | None]
    """The part of the content that holds a token, encrypted; None once it is sent or given up."""
