"""What the model may answer when it writes a resolution note."""

from __future__ import annotations

from prompts.shapes import Lines, Paragraph, Result


class ResolutionNote(Result):
    """Evidence comes before conclusions, since the model writes the fields in this order."""

    facts_used: Lines
    cause: Paragraph
    summary: Paragraph
    next_steps: Lines
