"""A fact about the problem, with the step that it came from (*What we know*)."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict
from models.user import User

LONGEST_VALUE = 500
LONGEST_KIND = 40
MOST = 500
"""The most facts a session may have, with dismissed ones: each call about facts, and the copilot, reads them all."""


class FactSource(StrEnum):
    COPILOT = "copilot"
    ENGINEER = "engineer"


class FactStatus(StrEnum):
    CURRENT = "current"
    DISMISSED = "dismissed"


class FactKind(StrEnum):
    """The kinds that every screen knows.  A fact may have any other short word as its kind."""

    CLIENT = "client"
    USER = "user"
    DEVICE = "device"
    SYSTEM = "system"
    ERROR_CODE = "error_code"
    SINCE = "since"
    SCOPE = "scope"
    CHANGED = "changed"
    EXCLUDED = "excluded"
    OTHER = "other"


MANY_PER_SESSION = frozenset({FactKind.ERROR_CODE, FactKind.CHANGED, FactKind.EXCLUDED, FactKind.OTHER}) | frozenset(
    ("account", "address", "caller", "error_text", "event", "host", "path", "update", "version")
)
"""Kinds of which a problem can have several values, which do not contradict each other."""

MACHINES = frozenset({FactKind.DEVICE, "host", "server"})
"""Kinds whose value is the name of a machine."""

_SAME_KIND = {
    "change": FactKind.CHANGED,
    "changes": FactKind.CHANGED,
    "error": FactKind.ERROR_CODE,
    "computer": FactKind.DEVICE,
    "pc": FactKind.DEVICE,
}


class FactKnown(Conflict):
    code, message = "fact_known", "This is noted already."


class FactDismissed(Conflict):
    code, message = "fact_dismissed", "This fact was dismissed. Restore it first."


class FactLimit(Conflict):
    code, message = (
        "fact_limit",
        f"A session keeps at most {MOST} facts, dismissed ones included. Write a note instead.",
    )


class Fact(TenantRow, Base):
    __tablename__ = "facts"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("step_id", "steps"),
        tenant_reference("created_by_id", "users"),
        tenant_reference("edited_by_id", "users"),
        CheckConstraint(one_of("source", FactSource), name="source"),
        Index("ix_facts_ai_session", "ai_session_id", "created_at"),
    )

    ai_session_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[str]
    source: Mapped[str]
    step_id: Mapped[UUID | None]
    pinned: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[UUID | None]
    """The engineer who added it; None for the copilot."""
    edited_by_id: Mapped[UUID | None]
    dismissed_at: Mapped[datetime | None]
    replaced: Mapped[list[JsonObject] | None]
    """`{kind, value}` of each earlier wording, so that the copilot does not add again what an engineer changed."""

    created_by: Mapped[User | None] = relationship(
        primaryjoin="foreign(Fact.created_by_id) == User.id", viewonly=True, lazy="joined"
    )
    edited_by: Mapped[User | None] = relationship(
        primaryjoin="foreign(Fact.edited_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def is_dismissed(self) -> bool:
        return self.dismissed_at is not None

    @property
    def status(self) -> FactStatus:
        return FactStatus.DISMISSED if self.is_dismissed else FactStatus.CURRENT

    @property
    def identity(self) -> tuple[str, str]:
        return identity_of(self.kind, self.value)

    @property
    def identities(self) -> set[tuple[str, str]]:
        """The identities of the fact's current and earlier wordings."""
        return {self.identity, *self._replaced_identities}

    @property
    def rejected_wordings(self) -> list[tuple[str, str]]:
        """Kind and value of each wording that an engineer replaced, and of the last one if the fact is dismissed."""
        earlier = [(one["kind"], one["value"]) for one in self.replaced or []]
        return [*earlier, (self.kind, self.value)] if self.is_dismissed else earlier

    @property
    def _replaced_identities(self) -> set[tuple[str, str]]:
        return {identity_of(one["kind"], one["value"]) for one in self.replaced or []}

    def contradicts(self, other: Fact) -> bool:
        """Whether the two facts give different values for a kind of which a session can have only one."""
        return self.kind == other.kind and self.kind not in MANY_PER_SESSION and self.identity != other.identity

    def reword(self, *, kind: str, value: str, by: User) -> None:
        if self.identity not in self._replaced_identities:
            self.replaced = [*(self.replaced or []), {"kind": self.kind, "value": self.value}]
        self.kind, self.value, self.edited_by_id = kind, value, by.id

    def dismiss(self) -> None:
        self.dismissed_at = clock.now()

    def restore(self) -> None:
        self.dismissed_at = None


def identity_of(kind: str, value: str) -> tuple[str, str]:
    """What two facts have in common if they say the same: case, white space and line endings make no difference."""
    return kind_of(kind), _folded(value)


def kind_of(word: str) -> str:
    """The kind as it is stored: lower case, words joined by `_`.  "Error code" and "error_code" are the same kind."""
    joined = "_".join(_folded(word).replace("-", " ").replace("_", " ").split())[:LONGEST_KIND].strip("_")
    return str(_SAME_KIND.get(joined, joined or FactKind.OTHER))


def value_of(text: str) -> str:
    """The value as it is stored: on one line and trimmed; empty if it holds only white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _folded(text: str) -> str:
    return value_of(text).casefold()
