"""A session with its board of possible causes, and the engineer who works on it."""

from __future__ import annotations

from typing import Any

from models.operations.hypotheses import FoundHypothesis
from models.operations.suggested_fixes import ProposedFix
from tests.support.desk import Desk, expect
from tests.web.api.fix_case import FixCase

LOG = "\n".join(f"2026-11-28 10:31:4{second} ERROR disk0 predictive failure on FS01" for second in range(4))


class Board(FixCase):
    """A session in which the copilot has written nothing yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.hypotheses_path = f"{self.session_path}/hypotheses"

    def items(self) -> list[dict[str, Any]]:
        return expect(self.engineer.get(self.hypotheses_path), 200)["items"]

    def states(self) -> dict[str, str]:
        return {one["cause"]: one["state"] for one in self.items()}

    def adds(self, cause: str, **more: Any) -> dict[str, Any]:
        return expect(self.engineer.post(self.hypotheses_path, cause=cause, **more), 201)

    def changes(self, hypothesis: dict[str, Any], **what: Any) -> Any:
        return self.engineer.patch(f"{self.hypotheses_path}/{hypothesis['id']}", **what)

    def says(self, message: str) -> str:
        """The id of the step."""
        self.writes(message)
        return self.steps()[-1]["id"]

    def replies(self, *hypotheses: FoundHypothesis, fix: ProposedFix | None = None) -> None:
        """A reply to the newest message weighs these causes."""
        self.begins_reply()
        self.keeps_reply(fix, hypotheses=hypotheses)


def a_fix(title: str, *causes: str, **more: Any) -> ProposedFix:
    told = {"rationale": "It fits", "steps": ["Do it"], "risk": "low", "causes": causes}
    return ProposedFix(title=title, **told | more)


def evidence(kind: str, row_id: str, weighs: str = "for", note: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "id": row_id, "weighs": weighs, "note": note}


def newest_fix(board: Board) -> dict[str, Any]:
    return expect(board.engineer.get(f"{board.session_path}/suggested-fixes"), 200)["items"][0]


def records(board: Board, fix: dict[str, Any], outcome: str, notes: str | None = "Same error") -> dict[str, Any]:
    path = f"{board.session_path}/suggested-fixes/{fix['id']}/outcome"
    return expect(board.engineer.patch(path, outcome=outcome, notes=notes), 200)


def cited(one: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return [(piece["label"], piece["weighs"], piece["is_new"]) for piece in one["evidence"]]
