"""Something established about the problem, with the step it came from (*What we know*)."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference


class FactSource(StrEnum):
    COPILOT = "copilot"
    ENGINEER = "engineer"


class Fact(TenantRow, Base):
    __tablename__ = "facts"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("step_id", "steps"),
        CheckConstraint(one_of("source", FactSource), name="source"),
        Index("ix_facts_ai_session", "ai_session_id", "created_at"),
    )

    ai_session_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[str]
    source: Mapped[str]
    step_id: Mapped[UUID | None]
    pinned: Mapped[bool] = mapped_column(default=False)
