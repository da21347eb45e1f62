"""The resolution note as Markdown: the record's part from the record, the rest from the model's answer."""

from __future__ import annotations

from models.core import markdown
from prompts.outcomes import Outcome
from prompts.record_sections import facts_section, outcome_sentence, problem_section
from prompts.resolution_note.inputs import ResolutionNoteInput
from prompts.resolution_note.results import ResolutionNote

OUTCOMES: dict[Outcome, str] = {
    "success": "**Solved.** {fix} worked; this was recorded{at}.",
    "partial": "**Not solved yet.** {fix} worked in part{at}{said}",
    "failed": "**Not solved.** {fix} did not work{said}",
    "pending": "**Provisional.** {fix} was applied{at} and waits to be verified. It waits on: {notes}",
    "verifying": "**The result is not known.** {fix} was applied{at}, and nobody has recorded what it did.",
    "proposed": "**Not solved.** {fix} was proposed and has not been tried.",
    "dismissed": "**Not solved by a fix on record.** {fix} was dismissed.",
    "none": "**No fix is on record.**",
}


def resolution_note_content(note: ResolutionNote, session: ResolutionNoteInput, *, ledger: str) -> str:
    """The Markdown document.

    `session` is the redacted input that `note` was written from, `ledger` the attempt ledger as Markdown.
    """
    return markdown.document(
        markdown.section("Outcome", outcome_sentence(session, OUTCOMES)),
        markdown.section("Summary", markdown.block_of(note.summary)),
        problem_section(session),
        markdown.section("What was tried", ledger),
        markdown.section("Cause", markdown.block_of(note.cause)),
        facts_section(session),
        markdown.section("Next steps", markdown.numbered(map(markdown.line_of, note.next_steps))),
    )
