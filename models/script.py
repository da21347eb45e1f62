"""A script of the account's library, and its versions.

| status    | who finds it                          | how it gets there                                     |
| --------- | ------------------------------------- | ----------------------------------------------------- |
| draft     | everybody in the account              | it was written, imported, or made from a fix          |
| published | everybody, and it is offered for fixes | an engineer publishes it; an admin, if it can destroy |
| archived  | only who asks for archived scripts    | it was deleted; it can be restored                    |

Every save makes a version, which nothing changes afterwards.  A script with parameters is a template.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypedDict
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.scripting import limits
from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.parameter import Parameter
from models.user import User

LONGEST_TITLE, LONGEST_PURPOSE, LONGEST_BODY = limits.LONGEST_TITLE, limits.LONGEST_PURPOSE, limits.LONGEST_BODY
LONGEST_TAG = 40
MOST_TAGS = 20


class ScriptStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class ScriptSource(StrEnum):
    """GUIDE marks a script of the built-in library, and the copy of one."""

    WRITTEN = "written"
    BUILDER = "builder"
    FIX = "fix"
    GUIDE = "guide"
    IMPORT = "import"


class Source(TypedDict):
    """Where a script came from; `guide_id` is that of the library's guide that it is a copy of."""

    kind: str
    session_id: UUID | None
    fix_id: UUID | None
    guide_id: str | None


class Script(TenantRow, Base):
    __tablename__ = "scripts"
    __table_args__ = tenant_constraints(
        tenant_reference("source_ai_session_id", "ai_sessions"),
        tenant_reference("source_fix_id", "suggested_fixes"),
        tenant_reference("created_by_id", "users"),
        tenant_reference("updated_by_id", "users"),
        CheckConstraint(one_of("language", ScriptLanguage), name="language"),
        CheckConstraint(one_of("risk", ScriptRisk), name="risk"),
        CheckConstraint(one_of("status", ScriptStatus), name="status"),
        CheckConstraint(one_of("source_kind", ScriptSource), name="source_kind"),
        Index("ix_scripts_listed", "account_id", "updated_at", "id"),
        Index(
            "uq_scripts_fix",
            "account_id",
            "source_fix_id",
            unique=True,
            postgresql_where=text("source_kind = 'fix'"),
        ),
    )

    title: Mapped[str]
    purpose: Mapped[str]
    language: Mapped[str]
    body: Mapped[str]
    parameters: Mapped[list[Parameter]] = mapped_column(JSONB(none_as_null=True))
    risk: Mapped[str]
    risk_reasons: Mapped[list[str]]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    status: Mapped[str] = mapped_column(default=ScriptStatus.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    """The number of the newest version; a save names the version that it changes."""
    folded_text: Mapped[str]
    """Title, purpose and body as the search compares them."""
    source_kind: Mapped[str] = mapped_column(default=ScriptSource.WRITTEN)
    source_ai_session_id: Mapped[UUID | None]
    source_fix_id: Mapped[UUID | None]
    """At most one script is kept from a fix."""
    source_guide_id: Mapped[str | None]
    use_count: Mapped[int] = mapped_column(default=0)
    """How often somebody said that they ran it for a fix."""
    created_by_id: Mapped[UUID]
    updated_by_id: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)

    created_by: Mapped[User] = relationship(
        primaryjoin="foreign(Script.created_by_id) == User.id", viewonly=True, lazy="joined"
    )
    updated_by: Mapped[User] = relationship(
        primaryjoin="foreign(Script.updated_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def is_template(self) -> bool:
        return bool(self.parameters)

    @property
    def read_only(self) -> bool:
        return False

    @property
    def source(self) -> Source:
        return Source(
            kind=self.source_kind,
            session_id=self.source_ai_session_id,
            fix_id=self.source_fix_id,
            guide_id=self.source_guide_id,
        )


class ScriptVersion(TenantRow, Base):
    """What one save left.  It never changes."""

    __tablename__ = "script_versions"
    __table_args__ = tenant_constraints(
        tenant_reference("script_id", "scripts"),
        tenant_reference("created_by_id", "users"),
        UniqueConstraint("account_id", "script_id", "version"),
    )

    script_id: Mapped[UUID]
    version: Mapped[int]
    title: Mapped[str]
    purpose: Mapped[str]
    language: Mapped[str]
    body: Mapped[str]
    parameters: Mapped[list[Parameter]] = mapped_column(JSONB(none_as_null=True))
    risk: Mapped[str]
    risk_reasons: Mapped[list[str]]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    status: Mapped[str]
    restored_from: Mapped[int | None]
    """The version whose content a restore brought back."""
    created_by_id: Mapped[UUID]

    created_by: Mapped[User] = relationship(
        primaryjoin="foreign(ScriptVersion.created_by_id) == User.id", viewonly=True, lazy="joined"
    )
