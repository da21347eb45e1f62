"""The copilot's reply: read the session, stream the answer, keep it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.facts import FoundFact
from models.operations.fixes import ProposedFix
from models.operations.replies import Written, keep_reply, start_reply
from models.reply import Reply, ReplyStatus
from tasks.actors.deltas import Deltas
from tasks.actors.inputs import chat_reply_input, usage_rows
from tasks.actors.registry import actor
from tasks.integrations.assistant import (
    AssistantError,
    AssistantErrorCode,
    CallRecord,
    ChatReplyInput,
    Control,
    Provider,
    ReplyDone,
    SuggestFix,
    VisibleText,
    stream_reply,
)
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960
# How often the row is asked whether somebody pressed Stop, should Redis have lost the flag.
LOOK_AT_ROW_SECONDS = 2.0
INTERNAL_ERROR = "internal_error"


@dataclass(frozen=True)
class _Asked:
    reply_id: UUID
    ai_session_id: UUID
    is_stopped: bool
    given: ChatReplyInput


def give_up_reply(reply_id: UUID) -> None:
    """Its job is dead: the chat says so instead of waiting for ever."""
    reply, ai_session = _locked(reply_id)
    if reply.is_unfinished:
        keep_reply(reply, ai_session, Written(status=ReplyStatus.FAILED, text="", code=INTERNAL_ERROR))


@actor(Job.REPLY_WRITE, when_dead=give_up_reply, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_reply(job: RunningJob, reply_id: UUID) -> None:
    """Answer everything unanswered in the reply's session.

    Twice is safe: only `record` writes, once, fenced by the row's claim; a second run starts the text over on the
    stream, and a reply that has ended is left alone.  When attempts end the reply is `failed` with a code.
    """
    with job.transaction():
        asked = _prepare(reply_id)
    if asked is None:
        with job.finish():
            return
    written, calls = _write(job, asked)
    with job.finish():
        reply, ai_session = _locked(reply_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id)
        if reply.is_unfinished:
            keep_reply(reply, ai_session, written)


def _prepare(reply_id: UUID) -> _Asked | None:
    reply, ai_session = _locked(reply_id)
    if not reply.is_unfinished:
        return None
    start_reply(reply)
    return _Asked(reply.id, ai_session.id, reply.is_cancel_requested, chat_reply_input(ai_session))


def _write(job: RunningJob, asked: _Asked) -> tuple[Written, list[CallRecord]]:
    """Call the assistant and stream what it says.  No database connection is held."""
    provider = job.context.assistant
    if asked.is_stopped:
        return _ended(provider, AssistantError(AssistantErrorCode.CANCELLED)), []
    deadline = time.monotonic() + job.context.settings.reply_timeout_seconds
    control = Control(deadline=deadline, is_cancelled=_stop_watch(job, asked.reply_id))
    try:
        done = _stream(job, asked, control)
    except AssistantError as error:
        return _ended(provider, error), list(error.calls)
    return _finished(provider, done), list(done.done.calls)


def _stream(job: RunningJob, asked: _Asked, control: Control) -> ReplyDone:
    deltas = Deltas(
        job.context.redis,
        account_id=job.taken.account_id,
        ai_session_id=asked.ai_session_id,
        reply_id=asked.reply_id,
    )
    try:
        for piece in stream_reply(job.context.assistant, asked.given, control):
            if isinstance(piece, VisibleText):
                deltas.add(piece.text)
            else:
                return piece
    finally:
        deltas.send()
    raise AssistantError(AssistantErrorCode.NETWORK)


def _stop_watch(job: RunningJob, reply_id: UUID) -> Callable[[], bool]:
    """Whether somebody pressed Stop: the flag in Redis, and now and then the row."""
    looked_at = time.monotonic()

    def is_stopped() -> bool:
        nonlocal looked_at
        if job.context.stop_flags.is_raised_for(reply_id):
            return True
        if time.monotonic() - looked_at < LOOK_AT_ROW_SECONDS:
            return False
        looked_at = time.monotonic()
        with job.transaction() as unit:
            return unit.db_session.get_one(Reply, reply_id).is_cancel_requested

    return is_stopped


def _finished(provider: Provider, done: ReplyDone) -> Written:
    return Written(
        status=ReplyStatus.FINISHED,
        text=done.text,
        data=_spoken_by(provider),
        fix=_proposed(done.suggest_fix),
        facts=[FoundFact(fact.kind, fact.value) for fact in done.facts],
    )


def _proposed(fix: SuggestFix | None) -> ProposedFix | None:
    if fix is None:
        return None
    return ProposedFix(title=fix.title, rationale=fix.rationale, steps=fix.steps, risk=fix.risk, script=fix.script)


def _ended(provider: Provider, error: AssistantError) -> Written:
    """Failed or stopped: what was written is kept, nothing that the copilot proposed is."""
    was_stopped = error.code == AssistantErrorCode.CANCELLED
    return Written(
        status=ReplyStatus.CANCELLED if was_stopped else ReplyStatus.FAILED,
        text=error.partial_text,
        code=str(error.code),
        data=_spoken_by(provider) | {"message": error.message},
    )


def _spoken_by(provider: Provider) -> dict[str, str]:
    return {"provider": provider.name, "provider_label": provider.label}


def _locked(reply_id: UUID) -> tuple[Reply, AiSession]:
    """The session's row is the lock of everything in it."""
    reply = db_session().get_one(Reply, reply_id)
    ai_session = locked(AiSession, reply.ai_session_id)
    db_session().refresh(reply)
    return reply, ai_session
