"""A run: somebody goes through a decision tree, question by question, alone or in an AI session.

| state    | what it says                                    | what comes next                               |
| -------- | ----------------------------------------------- | --------------------------------------------- |
| running  | a question is asked, or a step is to be done     | an answer, a step back, an outcome, or leaving |
| finished | an outcome is reached                           | a step back takes it up again                  |
| left     | somebody left before an outcome was reached      | any answer takes it up again                   |
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict, Invalid
from models.user import User

MOST_ANSWERS = 500
"""In one run: a tree may have loops, and each answer is kept."""


class TreeRunState(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    LEFT = "left"


class MovedOn(Conflict):
    """Its detail has the run as it is now."""

    code, message = "moved_on", "Somebody has answered this already. This is where the run is now."


class RunFinished(Conflict):
    code, message = "run_finished", "This run has reached its end. Go back to change an answer."


class RunAtStart(Conflict):
    code, message = "run_at_start", "Nothing was answered yet, so there is nothing to go back to."


class RunTooLong(Conflict):
    code, message = "run_too_long", f"A run keeps at most {MOST_ANSWERS} answers. Start again, or escalate."


class LeadsNowhere(Conflict):
    code, message = "leads_nowhere", "This answer leads nowhere yet. Say in the tree what comes next."


class IsTest(Conflict):
    code, message = "run_is_test", "A test writes nothing. Publish the tree and start it to keep what it finds."


class TreeRun(TenantRow, Base):
    """It has its own copy of the tree, so that nothing that happens to the tree changes a run.

    Whoever changes it holds its row's lock.
    """

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

    started_by: Mapped[User] = relationship(
        primaryjoin="foreign(TreeRun.started_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def current(self) -> JsonObject:
        """The node that is asked or shown now, a `models.decision_trees.graph.Node`."""
        found: JsonObject = self.nodes[self.node]
        return found

    @property
    def is_finished(self) -> bool:
        return self.state == TreeRunState.FINISHED

    def check_at(self, node: str) -> None:
        """Raises MovedOn (409) unless `node` is the current one, so that one of several answers at once counts."""
        if node != self.node:
            raise MovedOn(detail={"run": self.as_json()})

    def target_of(self, answer: str | None) -> str:
        """The id of the node that the answer leads to; None says that a step is done.

        Raises RunFinished, LeadsNowhere, RunTooLong (409), Invalid (422) for what is no answer to the node.
        """
        node = self.current
        if node["kind"] == "outcome":
            raise RunFinished
        target = _target(node, answer)
        if target is None or target not in self.nodes:
            raise LeadsNowhere
        if len(self.path) >= MOST_ANSWERS:
            raise RunTooLong
        return target

    def advance(self, target: str, answer: str | None, *, by: User) -> None:
        """Go to `target`; an outcome finishes the run."""
        entry = {"node": self.node, "answer": answer, "at": clock.rfc3339(clock.now()), "by": _person(by)}
        self.path = [*self.path, entry]
        self.stand_at(target)

    def go_back(self) -> None:
        """Take back the last answer.  Raises RunAtStart (409)."""
        if not self.path:
            raise RunAtStart
        *self.path, last = self.path
        self.stand_at(last["node"])

    def leave(self) -> None:
        """A repeated call changes nothing.  Raises RunFinished (409)."""
        if self.is_finished:
            raise RunFinished
        self.state, self.updated_at = TreeRunState.LEFT, clock.now()

    def as_json(self, *, can_change: bool = True) -> JsonObject:
        """What its answer shows.  `can_change`: false for those who only read it."""
        node = self.current
        shown = {name: node.get(name) for name in ("kind", "text", "help", "script_id", "outcome", "fix")}
        answers = [one["label"] for one in node.get("answers") or ()]
        columns = (
            *("id", "tree_id", "version", "title", "node", "state", "is_test", "ai_session_id", "fix_id"),
            *("created_at", "updated_at", "finished_at"),
        )
        return {
            **{name: getattr(self, name) for name in columns},
            "current": {"id": self.node, **shown, "answers": answers},
            "path": [{**entry, "text": self.nodes[entry["node"]]["text"]} for entry in self.path],
            "started_by": _person(self.started_by),
            "can_change": can_change,
        }

    def stand_at(self, node: str) -> None:
        self.node, self.updated_at = node, clock.now()
        is_outcome = self.current["kind"] == "outcome"
        self.state = TreeRunState.FINISHED if is_outcome else TreeRunState.RUNNING
        self.finished_at = self.updated_at if is_outcome else None


def _target(node: JsonObject, answer: str | None) -> str | None:
    if node["kind"] == "step":
        if answer is not None:
            raise Invalid(detail={"answer": ["This is a step. Send done instead."]})
        return node.get("next")
    if answer is None:
        raise Invalid(detail={"done": ["This is a question. Send one of its answers."]})
    targets: dict[str, Any] = {one["label"]: one.get("next") for one in node.get("answers") or ()}
    if answer not in targets:
        raise Invalid(detail={"answer": [f"This is none of its answers: {', '.join(targets)}."]})
    target: str | None = targets[answer]
    return target


def _person(user: User) -> dict[str, str]:
    return {"id": str(user.id), "name": user.name}
