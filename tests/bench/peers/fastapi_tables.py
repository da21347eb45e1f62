"""The tables that an escalation reads and writes, as SQLAlchemy maps them for the FastAPI peer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


def now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        str: Text,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: JSONB,
    }


class Row:
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_demo: Mapped[bool]


class Subscription(Base):
    __tablename__ = "subscriptions"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan: Mapped[str]
    status: Mapped[str]
    status_since: Mapped[datetime]


class User(Row, Base):
    __tablename__ = "users"
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool]
    deleted_at: Mapped[datetime | None]


class Login(Row, Base):
    __tablename__ = "logins"
    user_id: Mapped[UUID]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AiSession(Row, Base):
    __tablename__ = "ai_sessions"
    user_id: Mapped[UUID]
    handler_id: Mapped[UUID | None]
    escalated_to_id: Mapped[UUID | None]
    parked_by_id: Mapped[UUID | None]
    title: Mapped[str]
    problem: Mapped[str]
    client_name: Mapped[str | None]
    psa_ticket_id: Mapped[str | None]
    status: Mapped[str]
    state_version: Mapped[int]
    step_count: Mapped[int]
    notice_count: Mapped[int]
    escalation_reason: Mapped[str | None]
    escalation_package: Mapped[dict[str, Any] | None]
    updated_at: Mapped[datetime]
    last_activity_at: Mapped[datetime]


class Step(Row, Base):
    __tablename__ = "steps"
    ai_session_id: Mapped[UUID]
    index: Mapped[int]
    kind: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    content: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    author: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class Fact(Row, Base):
    __tablename__ = "facts"
    ai_session_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[str]
    source: Mapped[str]
    dismissed_at: Mapped[datetime | None]


class Fix(Row, Base):
    __tablename__ = "suggested_fixes"
    ai_session_id: Mapped[UUID]
    title: Mapped[str]
    rationale: Mapped[str]
    steps: Mapped[list[str]]
    risk: Mapped[str]
    status: Mapped[str]
    applied_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]


class Handoff(Row, Base):
    __tablename__ = "handoffs"
    ai_session_id: Mapped[UUID]
    intent: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str | None]
    created_by_id: Mapped[UUID]
    target_user_id: Mapped[UUID | None]
    snapshot: Mapped[dict[str, Any]]
    assessment_status: Mapped[str]
    assessment_due_at: Mapped[datetime | None]
    assessment_round: Mapped[int]


class AuditEntry(Row, Base):
    __tablename__ = "audit_log"
    action: Mapped[str]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    detail: Mapped[dict[str, Any]]
    request_id: Mapped[str]
    client: Mapped[str | None]


class Notification(Row, Base):
    __tablename__ = "notifications"
    user_id: Mapped[UUID]
    handoff_id: Mapped[UUID]
    ai_session_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str]
    link: Mapped[str]


class Delivery(Row, Base):
    __tablename__ = "deliveries"
    handoff_id: Mapped[UUID]
    channel: Mapped[str]
    recipient: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int]
    sent_at: Mapped[datetime]


class OutboxRow(Row, Base):
    __tablename__ = "outbox"
    kind: Mapped[str]
    name: Mapped[str]
    args: Mapped[dict[str, Any]]
    due: Mapped[datetime]
    not_before: Mapped[datetime | None]
    request_id: Mapped[str]
