"""Two sessions as the model gets them, and answers that rest on the second one.

The printer's is small enough for its rendering to be read in a test; Outlook's has an error code to be grounded in.
"""

from __future__ import annotations

from typing import Any

from tasks.integrations.assistant import (
    Assessment,
    AssessmentInput,
    AttemptIn,
    CaseInput,
    ChatReplyInput,
    ClientUpdateInput,
    ConversationSummaryInput,
    DocumentationInput,
    EscalationPackageInput,
    EvidenceIn,
    FactIn,
    FixIn,
    HypothesisIn,
    ResolutionNoteInput,
    SummaryIn,
    TreeInput,
    Turn,
)

OUTLOOK_PROBLEM = "Outlook on PC-14 asks for the password again and again since this morning."
ERROR_CODE = "0x8004010F"


def conversation(*contents: str) -> list[Turn]:
    """Messages in turns, an engineer's first."""
    return [
        Turn(role="copilot", author="Copilot", content=content)
        if number % 2
        else Turn(role="engineer", author="Sam", content=content)
        for number, content in enumerate(contents)
    ]


def failed_fix(title: str, rationale: str, steps: list[str], notes: str | None) -> FixIn:
    return FixIn(
        ref="F1",
        title=title,
        rationale=rationale,
        steps=steps,
        risk="low",
        status="applied_failed",
        applied=True,
        notes=notes,
    )


_PRINTER: dict[str, Any] = {
    "problem": "Printer PRN-07 is offline",
    "client_name": "Northwind",
    "psa_ticket_id": "T-17",
    "turns": conversation("Printer PRN-07 is offline", "Does it answer a ping?", "It does. Its page opens too."),
    "facts": [FactIn(kind="host", value="PRN-07")],
    "fixes": [failed_fix("Restart the spooler", "Jobs hang.", ["Stop it", "Start it"], "Nothing changed")],
    "attempts": [
        AttemptIn(
            ref="A1",
            what="Restart the spooler",
            by="Sam",
            outcome="did_not_work",
            notes="Nothing changed",
            evidence=[EvidenceIn(machine="PRN-07", excerpt="10:02:11 ERROR offline")],
        )
    ],
}
PRINTER_CHAT = ChatReplyInput(**_PRINTER)
PRINTER_HISTORY = ConversationSummaryInput(
    **_PRINTER, summary=SummaryIn(text="- Sam: the printer was moved on Monday", covers_up_to=4)
)
PRINTER_ESCALATION = AssessmentInput(
    **_PRINTER,
    reason="No rights on the print server",
    escalated_by="Sam",
)
PRINTER_DOCUMENTATION = DocumentationInput(
    **_PRINTER, is_resolved=False, resolution=None, verification=None, escalation_reason=None
)
PRINTER_CLIENT_UPDATE = ClientUpdateInput(**_PRINTER, status="active", resolution=None, verification=None)
PRINTER_NOTE = ResolutionNoteInput(**_PRINTER)
PRINTER_CASE = CaseInput(**_PRINTER)
PRINTER_TREE = TreeInput(**_PRINTER, is_session=True, resolution="Gave it a reserved address.")
PRINTER_PACKAGE = EscalationPackageInput(**_PRINTER, reason="No rights on the print server")

_OUTLOOK: dict[str, Any] = {
    "problem": OUTLOOK_PROBLEM,
    "client_name": "Acme",
    "psa_ticket_id": "T-4711",
    "turns": conversation(
        OUTLOOK_PROBLEM, "Does webmail work for the same user?", f"Webmail works. Outlook shows {ERROR_CODE}."
    ),
    "facts": [FactIn(kind="error code", value=ERROR_CODE)],
    "fixes": [
        failed_fix(
            "Clear the stored credentials",
            "Old credentials loop.",
            ["Open the credential manager", "Remove the entries of Office"],
            None,
        )
    ],
}
OUTLOOK_CHAT = ChatReplyInput(**_OUTLOOK)
OUTLOOK_ESCALATION = AssessmentInput(
    **_OUTLOOK,
    reason="Nothing helps",
    escalated_by="Sam",
    attempts=[AttemptIn(what="Clear the stored credentials", outcome="did not work", notes=None)],
    hypotheses=[HypothesisIn(ref="H1", cause="The Outlook profile on PC-14 is damaged", state="supported")],
)
OUTLOOK_NOTE = ResolutionNoteInput(**_OUTLOOK)
OUTLOOK_PACKAGE = EscalationPackageInput(**_OUTLOOK, reason="Nothing helps")
OUTLOOK_PROSE = "The profile may be broken. Please make a new one."
OUTLOOK_ASSESSMENT = Assessment(
    facts_used=[f"The error code is {ERROR_CODE}"],
    open_questions=["Does another profile on PC-14 work?"],
    likely_cause="The Outlook profile on PC-14 is damaged.",
    summary=f"Outlook on PC-14 loops with {ERROR_CODE}. Webmail works.",
    confidence="medium",
    suggested_steps=["Make a new profile"],
)


def chat_about(*contents: str, **changes: Any) -> ChatReplyInput:
    """A session with these messages in turns, without facts, fixes and attempts."""
    return PRINTER_CHAT.model_copy(
        update={"turns": conversation(*contents), "facts": [], "fixes": [], "attempts": [], **changes}
    )


def long_chat(turns: int) -> ChatReplyInput:
    """A conversation far over the budget of one prompt."""
    messages = [
        Turn(role="engineer", author="Sam", content=f"Message {number}: " + "word " * 1_000) for number in range(turns)
    ]
    return OUTLOOK_CHAT.model_copy(update={"turns": messages})
