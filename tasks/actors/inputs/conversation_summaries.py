"""What the assistant needs to extend the summary of a session."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.queries.conversation_summaries import steps_to_summarise, summary_row_of
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import VERBATIM_TURNS, ConversationSummaryInput, Turn

MOST_TURNS = 24
"""How many turns one call adds, so that each gets enough of the prompt."""


@dataclass(frozen=True)
class SummaryRequest:
    """The input, the step that its last turn is, and whether more turns are left for another call."""

    given: ConversationSummaryInput
    last_step_id: UUID
    has_more: bool


def summary_request(ai_session: AiSession) -> SummaryRequest | None:
    """The oldest turns that neither the summary covers nor a prompt has verbatim; None if there are none."""
    row = summary_row_of(ai_session.id)
    covered = row.covered_index if row else 0
    # One step more is read, because it may take the last one back.
    steps = steps_to_summarise(ai_session, after=covered, recent=VERBATIM_TURNS, limit=MOST_TURNS + 1)
    fields = session_fields(ai_session, steps=steps)
    turns: list[Turn] = fields["turns"][:MOST_TURNS]
    if not turns or turns[-1].step_id is None:
        return None
    given = ConversationSummaryInput(**fields | {"turns": turns, "turns_left_out": 0})
    return SummaryRequest(given, UUID(turns[-1].step_id), has_more=len(steps) > MOST_TURNS)
