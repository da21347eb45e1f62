"""One session with one proposed fix, and the engineer who works on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from models.ai_session import AiSession
from models.core.locking import locked
from models.operations.facts import FoundFact
from models.operations.hypotheses import FoundHypothesis
from models.operations.outcome_proposals import SaidOutcome
from models.operations.replies import Written, save_reply, start_reply
from models.operations.suggested_fixes import ProposedFix
from models.reply import Reply, ReplyStatus
from tests.support.desk import Desk, expect, path_of_fixes

PROPOSAL = {
    "outcome": "applied_success",
    "notes": None,
    "quote": "it works",
    "step_id": None,
    "provider": "demo",
    "created_at": "2026-11-02T08:00:00Z",
}
"""What the copilot read in a message, as it is stored with the fix."""


class FixCase:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.engineer = desk, desk.junior
        self.ai_session = self.engineer.opens_session()
        self.fix = desk.proposes(self.ai_session)
        self.session_path = f"/ai-sessions/{self.ai_session['id']}"
        self.path = f"{path_of_fixes(self.ai_session)}/{self.fix['id']}"
        self._reply_id = UUID(self.ai_session["reply"]["id"])

    def apply(self) -> dict[str, Any]:
        return expect(self.engineer.post(f"{self.path}/apply"), 200)

    def try_outcome(self, outcome: Any, **more: Any) -> TestResponse:
        return self.engineer.patch(f"{self.path}/outcome", outcome=outcome, **more)

    def record(self, outcome: str = "applied_failed", notes: str | None = "Came back", **more: Any) -> dict[str, Any]:
        return expect(self.try_outcome(outcome, notes=notes, **more), 200)

    def undo(self, path: str | None = None) -> TestResponse:
        return self.engineer.send("DELETE", f"{path or self.path}/outcome")

    def read(self) -> dict[str, Any]:
        return expect(self.engineer.get(self.path), 200)

    def steps(self) -> list[dict[str, Any]]:
        return expect(self.engineer.get(f"{self.session_path}/steps"), 200)["items"]

    def attempts(self) -> list[dict[str, Any]]:
        return expect(self.engineer.get(f"{self.session_path}/attempts"), 200)["items"]

    @property
    def version(self) -> int:
        return self.engineer.reads(self.ai_session)["state_version"]

    def writes(self, message: str) -> None:
        """The next reply answers this message."""
        posted = expect(self.engineer.post(f"{self.session_path}/messages", content=message), 202)
        self._reply_id = UUID(posted["reply"]["id"])

    def begins_reply(self) -> None:
        """A worker begins to write the session's reply."""
        with self.desk.unit() as unit:
            ai_session = locked(AiSession, UUID(self.ai_session["id"]))
            start_reply(unit.db_session.get_one(Reply, self._reply_id), ai_session)

    def keeps_reply(
        self,
        fix: ProposedFix | None = None,
        *,
        outcomes: Sequence[SaidOutcome] = (),
        hypotheses: Sequence[FoundHypothesis] = (),
        facts: Sequence[FoundFact] = (),
    ) -> None:
        """The worker has finished."""
        finished = Written(
            status=ReplyStatus.FINISHED,
            text="Look at this",
            data={"provider": "demo"},
            fix=fix,
            outcomes=outcomes,
            hypotheses=hypotheses,
            facts=facts,
        )
        with self.desk.unit() as unit:
            ai_session = locked(AiSession, UUID(self.ai_session["id"]))
            save_reply(unit.db_session.get_one(Reply, self._reply_id), ai_session, finished)
