"""What the model may answer when it assesses an escalated session."""

from __future__ import annotations

from prompts.shapes import Level, Lines, Paragraph, Result


class Assessment(Result):
    """The reading of an escalated session, for the person who takes it over.

    Evidence comes before conclusions, since the model writes the fields in this order.
    """

    facts_used: Lines
    open_questions: Lines
    likely_cause: Paragraph
    summary: Paragraph
    confidence: Level
    suggested_steps: Lines
