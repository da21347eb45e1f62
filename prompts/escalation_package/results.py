"""What the model may answer when it writes the text of an escalation package."""

from __future__ import annotations

from prompts.shapes import Lines, Paragraph, Result


class EscalationPackage(Result):
    """Evidence comes before conclusions, since the model writes the fields in this order."""

    facts_used: Lines
    open_questions: Lines
    likely_cause: Paragraph
    summary: Paragraph
    next_steps: Lines
