"""The copilot's proposal of how a script becomes a template, and what a person decided about it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference


class TemplatizationStatus(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Templatization(TenantRow, Base):
    __tablename__ = "templatizations"
    __table_args__ = tenant_constraints(
        tenant_reference("script_id", "scripts"),
        tenant_reference("fix_id", "suggested_fixes"),
        tenant_reference("requested_by_id", "users"),
        tenant_reference("decided_by_id", "users"),
        tenant_reference("result_script_id", "scripts"),
        CheckConstraint(one_of("status", TemplatizationStatus), name="status"),
        CheckConstraint("(script_id is null) <> (fix_id is null)", name="source"),
        Index("ix_templatizations_fix", "account_id", "fix_id"),
        Index("ix_templatizations_script", "account_id", "script_id"),
    )

    script_id: Mapped[UUID | None]
    fix_id: Mapped[UUID | None]
    status: Mapped[str]
    content: Mapped[JsonObject | None]
    """`{title, purpose, language, body, parameters, replaced: [{parameter, text, lines}], places,
    source_hash}`: never a secret's value."""
    source_version: Mapped[int | None]
    """The version of the script that it was made from, or of the script that was kept from its fix, if one was."""
    requested_by_id: Mapped[UUID]
    error: Mapped[str | None]
    provider: Mapped[str | None]
    provider_label: Mapped[str | None]
    model: Mapped[str | None]
    prompt_hash: Mapped[str | None]
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    result_script_id: Mapped[UUID | None]
    """The template that it became."""
