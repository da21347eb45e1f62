"""What a prompt is told about an AI session, one typed input per task.

Shapes only: assembly into messages is `prompts.assembly`; reading the database is the caller's job.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FactIn(_Input):
    """Something established about the problem (*What we know*)."""

    kind: str
    value: str


class FixIn(_Input):
    """A suggested fix of the session.  `ref` is short and stable within the session (`F1`, `F2`, …)."""

    ref: str
    title: str
    rationale: str
    steps: list[str]
    risk: str
    status: str
    applied: bool
    notes: str | None


class Turn(_Input):
    """One message of the conversation; markers are already stripped from the copilot's."""

    role: Literal["engineer", "copilot"]
    author: str
    content: str


def _is_engineers(turn: Turn) -> bool:
    return turn.role == "engineer"


class AttemptIn(_Input):
    """One entry of the attempt ledger."""

    what: str
    outcome: str
    notes: str | None


class _SessionInput(_Input):
    problem: str
    client_name: str | None
    psa_ticket_id: str | None
    turns: list[Turn]
    """Oldest first."""
    facts: list[FactIn]
    fixes: list[FixIn]


class ChatReplyInput(_SessionInput):
    """What the copilot needs to answer; the last turn is an engineer's."""

    @property
    def latest_message(self) -> str:
        """What engineers have said since the copilot's last answer."""
        return "\n\n".join(reversed([turn.content for turn in takewhile(_is_engineers, reversed(self.turns))]))


class AssessmentInput(_SessionInput):
    """What the assessment of an escalated session is drawn from."""

    reason: str
    escalated_by: str
    attempts: list[AttemptIn]


SessionInput = ChatReplyInput | AssessmentInput
