"""Makes the prompt of the resolution note."""

from __future__ import annotations

from prompts.conversation import Assembled
from prompts.previews import assemble_preview, record_of_session
from prompts.resolution_note.inputs import ResolutionNoteInput
from prompts.sizing import PROMPT_TOKENS


def assemble_resolution_note(
    session: ResolutionNoteInput, *, budget_tokens: int = PROMPT_TOKENS
) -> Assembled[ResolutionNoteInput]:
    """As `prompts.previews.assemble_preview`."""
    return assemble_preview("resolution_note", session, record_of=record_of_session, budget_tokens=budget_tokens)
