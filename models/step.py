"""A step: one entry of a session."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.user import User

LONGEST_MESSAGE = 32_000


class StepKind(StrEnum):
    USER_MESSAGE = "user_message"
    ASSISTANT_MESSAGE = "assistant_message"
    ACTION = "action"
    NOTE = "note"
    SYSTEM = "system"


class Step(TenantRow, Base):
    __tablename__ = "steps"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("author_id", "users"),
        UniqueConstraint("ai_session_id", "index"),
        CheckConstraint(one_of("kind", StepKind), name="kind"),
        Index("ix_steps_created", "ai_session_id", "created_at"),
    )

    ai_session_id: Mapped[UUID]
    index: Mapped[int]
    """Starts with 1 (the problem) and has no gaps."""
    kind: Mapped[str]
    author_id: Mapped[UUID | None]
    """None for the copilot and the system."""
    content: Mapped[str]
    data: Mapped[JsonObject] = mapped_column(default=dict)

    author: Mapped[User | None] = relationship(
        primaryjoin="foreign(Step.author_id) == User.id", viewonly=True, lazy="joined"
    )
