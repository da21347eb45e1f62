"""What the documentation and the client update of a session have in common: a text, and a draft beside it.

| it is     | text                                | a job's result becomes | a person's change becomes |
| --------- | ----------------------------------- | ---------------------- | ------------------------- |
| unedited  | from the record or the copilot      | the text               | the text, now edited      |
| edited    | a person's                          | the draft              | the text                  |

`Documentation` and `ClientUpdate` are the tables; `models.operations` holds what people do with them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.core import clock
from models.core.database.tables import JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict
from models.user import User


class WriteUpStatus(StrEnum):
    """The state of the job.  Whether there is a text is said by `content`, which may exist before the job has ended."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


NONE = "none"
"""What the API calls the status of a session without a row."""


class NoDraft(Conflict):
    code, message = "no_draft", "There is no draft to accept."


def write_up_constraints(*more: Any) -> tuple[Any, ...]:
    """The `__table_args__` of a table of write-ups, then `more`."""
    return tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("edited_by_id", "users"),
        CheckConstraint(one_of("status", WriteUpStatus), name="status"),
        UniqueConstraint("ai_session_id"),
        *more,
    )


class WriteUp(TenantRow):
    """The columns and rules of both tables.  Only operations change a row, with its session's row locked."""

    __tablename__: str

    ai_session_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(default=WriteUpStatus.READY)
    content: Mapped[str | None]
    state_version: Mapped[int]
    """The session's state version that the text was made from."""
    is_outdated: Mapped[bool] = mapped_column(default=False)
    """Something else than a new state version has made the text stale: the session was reopened."""
    draft: Mapped[str | None]
    """What the last job wrote beside a text that a person had edited."""
    draft_state_version: Mapped[int | None]
    error: Mapped[str | None]
    """Why the last job wrote nothing: one of the assistant's error codes."""
    written_by: Mapped[JsonObject | None]
    """Provider, its label, and the prompt's id, version and hash; None for a text that was made without a model."""
    round: Mapped[int] = mapped_column(default=0)
    """Grows by one with each job.  A job of an earlier round writes nothing."""
    edited_by_id: Mapped[UUID | None]
    edited_at: Mapped[datetime | None]

    @declared_attr
    def edited_by(cls) -> Mapped[User | None]:  # noqa: N805 -- SQLAlchemy calls it with the class
        return relationship(
            primaryjoin=f"foreign({cls.__tablename__}.c.edited_by_id) == users.c.id", viewonly=True, lazy="joined"
        )

    @property
    def is_pending(self) -> bool:
        return self.status == WriteUpStatus.PENDING

    @property
    def is_edited(self) -> bool:
        """Whether a person wrote the text or accepted it.  No job overwrites such a text."""
        return self.edited_at is not None

    def await_text(self) -> None:
        """A job is requested: a new round."""
        self.status, self.error = WriteUpStatus.PENDING, None
        self.round += 1

    def is_awaiting(self, round_number: int) -> bool:
        """Whether the job of this round is still wanted: the comparison of the compare-and-set."""
        return self.is_pending and self.round == round_number

    def end(self, status: WriteUpStatus, *, error: str | None = None) -> None:
        self.status, self.error = status, error

    def set_text(self, content: str, *, state_version: int) -> None:
        """Set the text that the session shows from now on.  The draft stays until somebody accepts it."""
        self.content, self.state_version, self.is_outdated = content, state_version, False

    def set_draft(self, content: str, *, state_version: int) -> None:
        self.draft, self.draft_state_version = content, state_version

    def edit(self, content: str, *, state_version: int, by: User) -> None:
        """A person wrote this text; from here on jobs only write drafts."""
        self.set_text(content, state_version=state_version)
        self.edited_by_id, self.edited_at = by.id, clock.now()

    def take_draft(self, *, by: User) -> str:
        """Accept the draft in place of the text.  Raises NoDraft (409)."""
        if self.draft is None or self.draft_state_version is None:
            raise NoDraft
        self.edit(self.draft, state_version=self.draft_state_version, by=by)
        self.draft = self.draft_state_version = None
        return str(self.content)
