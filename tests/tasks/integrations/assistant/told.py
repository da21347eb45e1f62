"""A session that engineers told the assistant about, and answers that rest on it."""

from __future__ import annotations

from typing import Any

from tasks.integrations.assistant import Assessment, AssessmentInput, AttemptIn, ChatReplyInput, FactIn, FixIn, Turn

PROBLEM = "Outlook on PC-14 asks for the password again and again since this morning."
ERROR_CODE = "0x8004010F"

_SESSION: dict[str, Any] = {
    "problem": PROBLEM,
    "client_name": "Acme",
    "psa_ticket_id": "T-4711",
    "turns": [
        Turn(role="engineer", author="Sam", content=PROBLEM),
        Turn(role="copilot", author="", content="Does webmail work for the same user?"),
        Turn(role="engineer", author="Sam", content=f"Webmail works. Outlook shows {ERROR_CODE}."),
    ],
    "facts": [FactIn(kind="error code", value=ERROR_CODE)],
    "fixes": [
        FixIn(
            ref="F1",
            title="Clear the stored credentials",
            rationale="Old credentials loop.",
            steps=["Open the credential manager", "Remove the entries of Office"],
            risk="low",
            status="applied_failed",
            applied=True,
            notes=None,
        )
    ],
}

CHAT = ChatReplyInput(**_SESSION)
ESCALATED = AssessmentInput(
    **_SESSION,
    reason="Nothing helps",
    escalated_by="Sam",
    attempts=[AttemptIn(what="Clear the stored credentials", outcome="did not work", notes=None)],
)

PROSE = "The profile may be broken. Please make a new one."
ASSESSMENT = Assessment(
    facts_used=[f"The error code is {ERROR_CODE}"],
    open_questions=["Does another profile on PC-14 work?"],
    likely_cause="The Outlook profile on PC-14 is damaged.",
    summary=f"Outlook on PC-14 loops with {ERROR_CODE}. Webmail works.",
    confidence="medium",
    suggested_steps=["Make a new profile"],
)


def long_chat(turns: int) -> ChatReplyInput:
    """A conversation far over the budget of one prompt."""
    told = [
        Turn(role="engineer", author="Sam", content=f"Message {number}: " + "word " * 1_000) for number in range(turns)
    ]
    return CHAT.model_copy(update={"turns": told})
