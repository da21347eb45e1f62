"""An item of the task lane: a question to answer or an action to do, as the copilot asked for it."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict
from models.core.graphemes import beginning
from models.step import Step
from models.user import User

MOST_OPEN = 7
LONGEST_SHOWN_ANSWER = 500
"""How many characters of an answer the item keeps; its step has all of them."""


ANSWERED, DONE = "lane_answer", "lane_action"
"""The `data.kind` of the steps that close an item."""


class LaneKind(StrEnum):
    QUESTION = "question"
    ACTION = "action"


class LaneState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DONE = "done"
    SKIPPED = "skipped"
    OBSOLETE = "obsolete"


class ItemClosed(Conflict):
    code, message = "item_closed", "The copilot no longer needs this."


class NothingToSend(Conflict):
    code, message = "nothing_to_send", "The copilot has every answer already."


class LaneItem(TenantRow, Base):
    __tablename__ = "lane_items"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("step_id", "steps"),
        tenant_reference("answer_step_id", "steps"),
        tenant_reference("closed_by_id", "users"),
        CheckConstraint(one_of("kind", LaneKind), name="kind"),
        CheckConstraint(one_of("state", LaneState), name="state"),
        Index("ix_lane_items_ai_session", "ai_session_id", "created_at"),
    )

    ai_session_id: Mapped[UUID]
    kind: Mapped[str]
    text: Mapped[str]
    choices: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default=sql("'[]'"))
    command: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=LaneState.OPEN, server_default=LaneState.OPEN)
    answer: Mapped[str | None]
    """The beginning of the answer, or of the note with which an action was done or an item was skipped."""
    step_id: Mapped[UUID]
    """The reply that asked for it first."""
    answer_step_id: Mapped[UUID | None]
    closed_by_id: Mapped[UUID | None]
    """None while it is open, and if a reply made it obsolete."""
    closed_at: Mapped[datetime | None]

    closed_by: Mapped[User | None] = relationship(
        primaryjoin="foreign(LaneItem.closed_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def is_open(self) -> bool:
        return self.state == LaneState.OPEN

    @property
    def identity(self) -> tuple[str, str]:
        return identity_of(self.kind, self.text)

    def check_open(self) -> None:
        """Raises ItemClosed (409), which says how and by whom it was closed."""
        if not self.is_open:
            by = {"id": str(self.closed_by_id), "name": self.closed_by.name} if self.closed_by else None
            message = f"{self.closed_by.name} has closed this already." if self.closed_by else None
            raise ItemClosed(message, detail={"state": self.state, "answer": self.answer, "closed_by": by})

    def close(self, state: LaneState, *, by: User, answer: str | None, step: Step | None) -> None:
        self.state, self.closed_by_id, self.closed_at = state, by.id, clock.now()
        self.answer = beginning(answer, LONGEST_SHOWN_ANSWER) if answer else None
        self.answer_step_id = step.id if step else None

    def make_obsolete(self) -> None:
        self.state, self.closed_at = LaneState.OBSOLETE, clock.now()


def identity_of(kind: str, words: str) -> tuple[str, str]:
    """What two items have in common if they ask for the same thing, apart from case, white space and the last sign."""
    plain = " ".join(unicodedata.normalize("NFC", words).split())
    return kind, plain.casefold().rstrip(" ?.!:;")


def quoted(question: str) -> str:
    """The first line of an answer's step."""
    return f"> {question}"


def done_line(action: str) -> str:
    """The first line of a done action's step."""
    return f"Done: {action}"


def heading_of(step: Step) -> str:
    """The first line of a step that closed an item, which has the copilot's words; empty for every other step."""
    match step.data.get("kind"):
        case "lane_answer":
            return quoted(step.data["question"])
        case "lane_action":
            return done_line(step.data["action"])
        case _:
            return ""
