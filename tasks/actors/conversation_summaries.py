"""The rolling summary of a long session, made after a reply so that no reply waits for it."""

from __future__ import annotations

import time
from uuid import UUID

from models.ai_session import AiSession
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.conversation_summaries import note_failed_summary, request_summary, store_summary
from models.step import Step
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.inputs.conversation_summaries import SummaryRequest, summary_request
from tasks.actors.registry import actor
from tasks.integrations.assistant import AssistantError, CallRecord, Done, Provider, summarise
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 300
CALL_SECONDS = 90.0


def give_up_summary(ai_session_id: UUID, *, code: str) -> None:
    """The job is dead: replies go on with the last summary, or with shortened turns."""
    note_failed_summary(locked(AiSession, ai_session_id), code=code)


@actor(Job.CONVERSATION_SUMMARY_WRITE, when_dead=give_up_summary, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_summary(job: RunningJob, ai_session_id: UUID) -> None:
    """Extend the session's summary by its oldest turns, and request the next call if more are left.

    Running twice is safe: the summary is stored under the session's lock, and only if it covers more than the stored
    one.  A second run finds the turns covered and makes no call.  If the assistant fails, the stored summary stays in
    use, and the next stretch of the session includes these turns.
    """
    with job.transaction() as unit:
        request = summary_request(unit.db_session.get_one(AiSession, ai_session_id))
    if request is None:
        with job.finish():
            return
    result, calls = _call(job, request)
    with job.finish():
        ai_session = locked(AiSession, ai_session_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id)
        if isinstance(result, str):
            note_failed_summary(ai_session, code=result)
        else:
            _store(ai_session, request, result, job.context.assistant)


def _call(job: RunningJob, request: SummaryRequest) -> tuple[tuple[str, Done] | str, list[CallRecord]]:
    """The summary with the provider's answer, or an error code.  No database connection is held."""
    try:
        control = control_for(job, deadline=time.monotonic() + CALL_SECONDS)
        text, done = summarise(job.context.assistant, request.given, control)
    except AssistantError as error:
        return str(error.code), list(error.calls)
    return (text, done), list(done.calls)


def _store(ai_session: AiSession, request: SummaryRequest, result: tuple[str, Done], provider: Provider) -> None:
    text, done = result
    written_by = {"provider": provider.name, "provider_label": provider.label, "model": done.model}
    last = db_session().get_one(Step, request.last_step_id)
    row = store_summary(ai_session, last, text, written_by=written_by)
    if request.has_more and row.covered_step_id == last.id:
        request_summary(ai_session, row)
