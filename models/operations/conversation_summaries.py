"""Requests and stores the summary of a long session's older turns.

A session of any length can be answered without a summary, so nothing waits for one and nothing fails without one.
"""

from __future__ import annotations

from models.ai_session import AiSession
from models.conversation_summary import ConversationSummary
from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.jobs import Job, request
from models.queries.conversation_summaries import summary_row_of
from models.step import Step

RECENT_STEPS = 12
"""About as many steps as a prompt has verbatim; a summary covers what lies before them."""
GROWTH = 12
"""How many more steps must lie before them until the next summary is requested."""


def request_summary_if_grown(ai_session: AiSession) -> None:
    """Request a summary once for each stretch by which the session has grown.

    A request that failed is not repeated; the next stretch includes what it left out.  Expects the session's row to be
    locked.
    """
    if ai_session.step_count < RECENT_STEPS + GROWTH:
        return
    row = _row_of(ai_session)
    known = max(row.covered_index, row.requested_index - RECENT_STEPS)
    if ai_session.step_count - RECENT_STEPS - known >= GROWTH:
        request_summary(ai_session, row)


def request_summary(ai_session: AiSession, row: ConversationSummary) -> None:
    """Request the job.  Expects the session's row to be locked."""
    row.requested_index = ai_session.step_count
    request(Job.CONVERSATION_SUMMARY_WRITE, ai_session_id=ai_session.id)


def store_summary(ai_session: AiSession, last: Step, content: str, *, written_by: JsonObject) -> ConversationSummary:
    """Store a summary that covers everything up to the step `last`, unless the stored one covers as much.

    Expects the session's row to be locked.
    """
    row = _row_of(ai_session)
    row.cover(last.id, last.index, content, written_by=written_by)
    return row


def note_failed_summary(ai_session: AiSession, *, code: str) -> None:
    """Keep the code; the stored summary stays in use.  Expects the session's row to be locked."""
    _row_of(ai_session).error_code = code


def _row_of(ai_session: AiSession) -> ConversationSummary:
    row = summary_row_of(ai_session.id)
    if row is None:
        row = ConversationSummary(account_id=ai_session.account_id, ai_session_id=ai_session.id)
        db_session().add(row)
        db_session().flush()
    return row
