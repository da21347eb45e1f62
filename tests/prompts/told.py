"""A session told to the prompts, small enough that its rendering can be read in a test."""

from __future__ import annotations

from typing import Any

from prompts.inputs import AssessmentInput, AttemptIn, ChatReplyInput, FactIn, FixIn, Turn

_SESSION: dict[str, Any] = {
    "problem": "Printer PRN-07 is offline",
    "client_name": "Northwind",
    "psa_ticket_id": "T-17",
    "turns": [
        Turn(role="engineer", author="Sam", content="Printer PRN-07 is offline"),
        Turn(role="copilot", author="Copilot", content="Does it answer a ping?"),
        Turn(role="engineer", author="Sam", content="It does. Its page opens too."),
    ],
    "facts": [FactIn(kind="host", value="PRN-07")],
    "fixes": [
        FixIn(
            ref="F1",
            title="Restart the spooler",
            rationale="Jobs hang.",
            steps=["Stop it", "Start it"],
            risk="low",
            status="applied_failed",
            applied=True,
            notes="Nothing changed",
        )
    ],
}

CHAT = ChatReplyInput(**_SESSION)
ESCALATED = AssessmentInput(
    **_SESSION,
    reason="No rights on the print server",
    escalated_by="Sam",
    attempts=[AttemptIn(what="Restart the spooler", outcome="failed", notes=None)],
)


def chat(*contents: str, **changes: Any) -> ChatReplyInput:
    """A conversation of these messages, an engineer's first, then in turns."""
    turns = [
        Turn(role="copilot" if number % 2 else "engineer", author="Sam", content=content)
        for number, content in enumerate(contents)
    ]
    return CHAT.model_copy(update={"turns": turns, "facts": [], "fixes": [], **changes})
