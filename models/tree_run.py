"""A run: somebody goes through a decision tree, question by question, alone or in an AI session."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference


class TreeRunState(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    LEFT = "left"


class TreeRun(TenantRow, Base):
    """It has its own copy of the tree, so that nothing that happens to the tree changes a run."""

    __tablename__ = "tree_runs"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("started_by_id", "users"),
        tenant_reference("fix_id", "suggested_fixes"),
        CheckConstraint(one_of("state", TreeRunState), name="state"),
        Index("ix_tree_runs_tree", "account_id", "tree_id", "created_at"),
        Index("ix_tree_runs_ai_session", "account_id", "ai_session_id"),
    )

    tree_id: Mapped[UUID]
    """A tree of the account, or one of the built-in library, which has no row."""
    version: Mapped[int]
    title: Mapped[str]
    root: Mapped[str]
    nodes: Mapped[JsonObject]
    node: Mapped[str]
    """The id of the node that is asked or shown now."""
    path: Mapped[list[JsonObject]]
    """What was answered: `{node, answer, at, by}`, oldest first; `by` is `{id, name}`, `answer` None for a step."""
    state: Mapped[str] = mapped_column(default=TreeRunState.RUNNING)
    is_test: Mapped[bool] = mapped_column(default=False)
    """A test of a draft: it writes into no AI session and counts in no figure."""
    ai_session_id: Mapped[UUID | None]
    """The AI session that it writes into, or that it became."""
    fix_id: Mapped[UUID | None]
    """The fix that its outcome suggested there."""
    started_by_id: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
