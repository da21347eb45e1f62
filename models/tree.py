"""A decision tree of the account, its versions, and the request for a draft by the copilot.

| status    | runs                     | how it gets there                                           |
| --------- | ------------------------ | ----------------------------------------------------------- |
| draft     | only as a test           | it was written, copied, imported, or drafted by the copilot |
| published | its published version    | an engineer publishes it; editing it makes a newer draft     |
| archived  | none that begins from now | it was deleted                                              |

Every save makes a version, which nothing changes afterwards.  `published_version` is the one that people run.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict, Invalid, ReadOnly
from models.user import User

LONGEST_TITLE = 120
LONGEST_PURPOSE = 2_000
LONGEST_TAG = 40
MOST_TAGS = 20
LONGEST_DESCRIPTION = 4_000


class TreeStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class TreeSource(StrEnum):
    """GUIDE marks a tree of the built-in library, and the copy of one; the copilot drafted those of SESSION and
    DESCRIPTION.
    """

    WRITTEN = "written"
    GUIDE = "guide"
    SESSION = "session"
    DESCRIPTION = "description"
    IMPORT = "import"


class TreeDraftStatus(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class TreeInvalid(Invalid):
    """`detail.problems`: `[{node, code, message}]`."""

    code, message = "tree_invalid", "This tree has faults. Correct them, then publish it."


class TreeArchived(Conflict):
    code, message = "tree_archived", "This tree is archived. Restore it first."


class TreeNotPublished(Conflict):
    code, message = "tree_not_published", "This tree has not been published yet."


class TreeReadOnly(ReadOnly):
    message = "This tree belongs to FlowPilot's library. Copy it to change it."


class NotATreeFile(Invalid):
    code, message = "not_a_tree_file", "This is not a decision tree of FlowPilot."


class NewerTreeFile(Invalid):
    code, message = "newer_tree_file", "This tree was exported by a newer FlowPilot, which this one cannot read."


class Tree(TenantRow, Base):
    __tablename__ = "trees"
    __table_args__ = tenant_constraints(
        tenant_reference("source_ai_session_id", "ai_sessions"),
        tenant_reference("created_by_id", "users"),
        tenant_reference("updated_by_id", "users"),
        CheckConstraint(one_of("status", TreeStatus), name="status"),
        CheckConstraint(one_of("source_kind", TreeSource), name="source_kind"),
        Index("ix_trees_listed", "account_id", "updated_at", "id"),
    )

    title: Mapped[str]
    purpose: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    status: Mapped[str] = mapped_column(default=TreeStatus.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    """The number of the newest version; a save names the version that it changes."""
    published_version: Mapped[int | None]
    published_at: Mapped[datetime | None]
    root: Mapped[str | None]
    """The id of the first node; None while there is none."""
    nodes: Mapped[JsonObject]
    """By id, each a `models.decision_trees.graph.Node`."""
    folded_text: Mapped[str]
    """Title, purpose, tags and the nodes' texts as the search compares them."""
    source_kind: Mapped[str] = mapped_column(default=TreeSource.WRITTEN)
    source_guide_id: Mapped[str | None]
    source_ai_session_id: Mapped[UUID | None]
    created_by_id: Mapped[UUID]
    updated_by_id: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)

    created_by: Mapped[User] = relationship(
        primaryjoin="foreign(Tree.created_by_id) == User.id", viewonly=True, lazy="joined"
    )
    updated_by: Mapped[User] = relationship(
        primaryjoin="foreign(Tree.updated_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def source(self) -> dict[str, Any]:
        return {"kind": self.source_kind, "session_id": self.source_ai_session_id, "guide_id": self.source_guide_id}

    @property
    def read_only(self) -> bool:
        return False

    @property
    def is_archived(self) -> bool:
        return self.status == TreeStatus.ARCHIVED

    @property
    def is_runnable(self) -> bool:
        return self.published_version is not None and not self.is_archived


class TreeVersion(TenantRow, Base):
    """What one save left.  It never changes."""

    __tablename__ = "tree_versions"
    __table_args__ = tenant_constraints(
        tenant_reference("tree_id", "trees"),
        tenant_reference("created_by_id", "users"),
        UniqueConstraint("account_id", "tree_id", "version"),
    )

    tree_id: Mapped[UUID]
    version: Mapped[int]
    title: Mapped[str]
    purpose: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    root: Mapped[str | None]
    nodes: Mapped[JsonObject]
    is_published: Mapped[bool] = mapped_column(default=False)
    """Publishing is a save as well: the version that it makes is the one that people run."""
    created_by_id: Mapped[UUID]

    created_by: Mapped[User] = relationship(
        primaryjoin="foreign(TreeVersion.created_by_id) == User.id", viewonly=True, lazy="joined"
    )


class TreeDraft(TenantRow, Base):
    """A request for a tree that the copilot drafts, from a description or from a resolved session."""

    __tablename__ = "tree_drafts"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("requested_by_id", "users"),
        tenant_reference("tree_id", "trees"),
        CheckConstraint(one_of("status", TreeDraftStatus), name="status"),
        CheckConstraint("(description is null) <> (ai_session_id is null)", name="source"),
    )

    description: Mapped[str | None]
    ai_session_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(default=TreeDraftStatus.PENDING)
    requested_by_id: Mapped[UUID]
    tree_id: Mapped[UUID | None]
    """The draft tree that it became."""
    error: Mapped[str | None]
    provider: Mapped[str | None]
    provider_label: Mapped[str | None]
    model: Mapped[str | None]
    prompt_hash: Mapped[str | None]
    finished_at: Mapped[datetime | None]
