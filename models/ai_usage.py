"""One call to a model, successful or not, with its cost and duration."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference


class AiUsage(TenantRow, Base):
    __tablename__ = "ai_usage"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("user_id", "users"),
        Index("ix_ai_usage_month", "account_id", "created_at"),
        # For the operators' figures over all accounts.
        Index("ix_ai_usage_created", "created_at"),
    )

    ai_session_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    """Who asked for it; None where nobody is on record."""
    task: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str]
    prompt_id: Mapped[str]
    prompt_version: Mapped[str]
    prompt_hash: Mapped[str]
    request_id: Mapped[str | None]
    """The vendor's id for the call."""
    input_tokens: Mapped[int]
    cache_write_tokens: Mapped[int]
    cache_read_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cost_micros: Mapped[int]
    """Millionths of a US dollar."""
    price_as_of: Mapped[date | None]
    ttft_ms: Mapped[int | None]
    duration_ms: Mapped[int]
    stop_reason: Mapped[str | None]
    error_code: Mapped[str | None]
