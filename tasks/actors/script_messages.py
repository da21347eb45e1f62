"""A reply of the script builder: read the conversation, stream the answer, store it with its script."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.core.locking import locked
from models.core.outgoing import live
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.script_messages import WrittenMessage, save_script_message, start_script_message
from models.script_session import ScriptMessage, ScriptMessageStatus, ScriptSession
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.deltas import Deltas
from tasks.actors.inputs.scripts import script_input
from tasks.actors.registry import actor
from tasks.actors.streaming import publish_text, stop_check, tag_and_reason
from tasks.integrations.assistant import (
    AssistantError,
    CallRecord,
    Cancelled,
    Control,
    Provider,
    ScriptDone,
    ScriptInput,
    stream_script,
)
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    message_id: UUID
    script_session_id: UUID
    attempt: int
    is_stopped: bool
    given: ScriptInput


def give_up_script_message(message_id: UUID, *, code: str) -> None:
    """The job is dead: the reply becomes `failed`, and the person can ask again."""
    message, script_session = _locked(message_id)
    if message.is_unfinished:
        failed = WrittenMessage(status=ScriptMessageStatus.FAILED, text="", code=code)
        save_script_message(message, script_session, failed)


@actor(Job.SCRIPT_MESSAGE_WRITE, when_dead=give_up_script_message, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_script_message(job: RunningJob, message_id: UUID) -> None:
    """Answer the person's last message in the script builder.

    Running twice is safe: only the last transaction writes the reply and the draft, and only while the reply is
    unfinished.  A second run publishes the text from its beginning, and does nothing if the reply has ended.
    """
    with job.transaction():
        request = _prepare(message_id)
    if request is None:
        with job.finish():
            return
    written, calls = _write(job, request)
    with job.finish():
        message, script_session = _locked(message_id)
        record_calls(usage_rows(calls), ai_session_id=script_session.ai_session_id, user_id=script_session.user_id)
        if message.is_unfinished:
            save_script_message(message, script_session, written)


def _prepare(message_id: UUID) -> _Request | None:
    message, script_session = _locked(message_id)
    if not message.is_unfinished:
        return None
    start_script_message(message)
    return _Request(
        message.id, script_session.id, message.attempt, message.is_cancel_requested, script_input(script_session)
    )


def _write(job: RunningJob, request: _Request) -> tuple[WrittenMessage, list[CallRecord]]:
    """Call the assistant and publish its text.  No database connection is held."""
    provider = job.context.assistant
    if request.is_stopped:
        return _ended(provider, Cancelled()), []
    deadline = time.monotonic() + job.context.settings.reply_timeout_seconds
    control = control_for(job, deadline=deadline, is_cancelled=stop_check(job, ScriptMessage, request.message_id))
    try:
        done = _stream(job, request, control)
    except AssistantError as error:
        return _ended(provider, error), list(error.calls)
    job.context.dropped_markers.add(tag_and_reason(one) for one in done.dropped)
    return _finished(provider, done), list(done.done.calls)


def _stream(job: RunningJob, request: _Request, control: Control) -> ScriptDone:
    deltas = Deltas(
        job.context.redis,
        account_id=job.taken.account_id,
        topic=live.script_topic(request.script_session_id),
        reply_id=request.message_id,
        attempt=request.attempt,
    )
    return publish_text(deltas, stream_script(job.context.assistant, request.given, control))


def _finished(provider: Provider, done: ScriptDone) -> WrittenMessage:
    call = done.done.calls[-1]
    return WrittenMessage(
        status=ScriptMessageStatus.FINISHED,
        text=done.text,
        draft=done.script,
        source=_written_by(provider) | {"model": call.model, "prompt_hash": call.prompt_hash},
    )


def _ended(provider: Provider, error: AssistantError) -> WrittenMessage:
    """Stopped, or failed with its code; what was written is kept."""
    status = ScriptMessageStatus.CANCELLED if isinstance(error, Cancelled) else ScriptMessageStatus.FAILED
    return WrittenMessage(status=status, text=error.partial_text, code=str(error.code), source=_written_by(provider))


def _written_by(provider: Provider) -> dict[str, Any]:
    return {"provider": provider.name, "provider_label": provider.label}


def _locked(message_id: UUID) -> tuple[ScriptMessage, ScriptSession]:
    """Lock the script session's row, which guards its messages and its draft."""
    message = db_session().get_one(ScriptMessage, message_id)
    script_session = locked(ScriptSession, message.script_session_id)
    db_session().refresh(message)
    return message, script_session
