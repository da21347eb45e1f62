"""The text of the ticket that a session is about, for the assistant: it comes from outside, and is only quoted."""

from __future__ import annotations

from collections.abc import Sequence

from models.ai_session import AiSession
from models.queries.psa_tickets import text_of_ticket
from tasks.integrations.assistant import LogIn, Turn

LONGEST_TEXT = 8_000


def with_ticket(turns: Sequence[Turn], ai_session: AiSession) -> list[Turn]:
    """The turns; the first message of a person gets the ticket's title and description, if the copy has it."""
    if not turns or turns[0].role != "engineer" or turns[0].is_summary:
        return list(turns)
    text = text_of_ticket(ai_session)
    if not text:
        return list(turns)
    ticket = LogIn(name=f"#{ai_session.psa_ticket_id}", text=text[:LONGEST_TEXT], source="ticket")
    return [turns[0].model_copy(update={"logs": [*turns[0].logs, ticket]}), *turns[1:]]
