"""The copilot's reply: read the session, stream the answer, store it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.ai_session import AiSession
from models.core.locking import locked
from models.core.outgoing import live
from models.core.unit_of_work import db_session
from models.fix_transitions import FixStatus
from models.hypothesis_rules import Evidence
from models.jobs import Job
from models.lane_item import LaneKind
from models.operations.ai_usage import record_calls
from models.operations.facts import FoundFact
from models.operations.hypotheses import FoundHypothesis
from models.operations.lane_items import AskedItem
from models.operations.outcome_proposals import SaidOutcome
from models.operations.replies import Written, save_reply, start_reply
from models.operations.suggested_fixes import ProposedFix
from models.queries.account_settings import account_settings
from models.queries.replies import last_to_write
from models.reply import Reply, ReplyStatus
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.deltas import Deltas
from tasks.actors.inputs.attachments import with_image_contents
from tasks.actors.inputs.chat_replies import chat_reply_input
from tasks.actors.registry import actor
from tasks.actors.streaming import publish_text, stop_check, tag_and_reason
from tasks.integrations.assistant import (
    AssistantError,
    CallRecord,
    Cancelled,
    ChatReplyInput,
    Control,
    FixOutcome,
    HypothesisOut,
    Provider,
    ReplyDone,
    SuggestFix,
    stream_reply,
)
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    reply_id: UUID
    attempt: int
    ai_session_id: UUID
    is_stopped: bool
    given: ChatReplyInput
    shows_images: bool


def give_up_reply(reply_id: UUID, *, code: str) -> None:
    """The job is dead: the reply becomes `failed`, so that the chat does not wait for ever."""
    reply, ai_session = _locked(reply_id)
    if reply.is_unfinished:
        save_reply(reply, ai_session, Written(status=ReplyStatus.FAILED, text="", code=code))


@actor(Job.REPLY_WRITE, when_dead=give_up_reply, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_reply(job: RunningJob, reply_id: UUID) -> None:
    """Answer all messages of the reply's session that are not answered yet.

    Running twice is safe: only the last transaction writes the reply, and only under the row's claim.  A second run
    publishes the text from its beginning, and does nothing if the reply has ended.  When the job is given up, the
    reply is `failed` with a code.
    """
    with job.transaction():
        request = _prepare(reply_id)
    if request is None:
        with job.finish():
            return
    written, calls = _write(job, request)
    with job.finish():
        reply, ai_session = _locked(reply_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id, user_id=last_to_write(ai_session.id))
        if reply.is_unfinished:
            save_reply(reply, ai_session, written)


def _prepare(reply_id: UUID) -> _Request | None:
    reply, ai_session = _locked(reply_id)
    if not reply.is_unfinished:
        return None
    start_reply(reply, ai_session)
    return _Request(
        reply.id,
        reply.attempt,
        ai_session.id,
        reply.is_cancel_requested,
        chat_reply_input(ai_session),
        shows_images=account_settings().images,
    )


def _write(job: RunningJob, request: _Request) -> tuple[Written, list[CallRecord]]:
    """Call the assistant and publish its text.  No database connection is held."""
    provider = job.context.assistant
    if request.is_stopped:
        return _ended(provider, Cancelled()), []
    deadline = time.monotonic() + job.context.settings.reply_timeout_seconds
    control = control_for(job, deadline=deadline, is_cancelled=stop_check(job, Reply, request.reply_id))
    try:
        done = _stream(job, request, control)
    except AssistantError as error:
        return _ended(provider, error), list(error.calls)
    job.context.dropped_markers.add(tag_and_reason(dropped) for dropped in done.dropped)
    return _finished(provider, done), list(done.done.calls)


def _stream(job: RunningJob, request: _Request, control: Control) -> ReplyDone:
    given = with_image_contents(request.given, job.context.files) if request.shows_images else request.given
    deltas = Deltas(
        job.context.redis,
        account_id=job.taken.account_id,
        topic=live.session_topic(request.ai_session_id),
        reply_id=request.reply_id,
        attempt=request.attempt,
    )
    return publish_text(deltas, stream_reply(job.context.assistant, given, control))


def _finished(provider: Provider, done: ReplyDone) -> Written:
    return Written(
        status=ReplyStatus.FINISHED,
        text=done.text,
        data=_written_by(provider) | {"model": done.done.model} | _cut(done) | _cited(done),
        title=done.title,
        hypotheses=[_weighed(one) for one in done.hypotheses],
        fix=_proposed(done.suggest_fix),
        facts=[FoundFact(fact.kind, fact.value) for fact in done.facts],
        outcomes=[_said(outcome) for outcome in done.fix_outcomes],
        asked=_asked(done),
    )


def _cut(done: ReplyDone) -> dict[str, Any]:
    """What of the session this answer is not based on; the screen says so under the reply."""
    data = done.cut.as_data()
    return {"cut": data} if data else {}


def _cited(done: ReplyDone) -> dict[str, Any]:
    """What the refs in the text lead to."""
    return {"citations": [vars(one) for one in done.citations]} if done.citations else {}


def _proposed(fix: SuggestFix | None) -> ProposedFix | None:
    if fix is None:
        return None
    return ProposedFix(
        title=fix.title,
        rationale=fix.rationale,
        steps=fix.steps,
        risk=fix.risk,
        script=fix.script,
        causes=fix.causes,
        guide_id=fix.guide,
        guide_fix_id=fix.guide_fix,
    )


def _weighed(one: HypothesisOut) -> FoundHypothesis:
    evidence = [Evidence(kind=piece.kind, id=piece.id, weighs=piece.weighs, note=piece.note) for piece in one.evidence]
    return FoundHypothesis(
        cause=one.cause, state=one.state, evidence=evidence, guide_id=one.guide, cause_id=one.cause_id
    )


_STATUSES = {
    "worked": FixStatus.APPLIED_SUCCESS,
    "did_not_work": FixStatus.APPLIED_FAILED,
    "partially": FixStatus.APPLIED_PARTIAL,
}


def _said(said: FixOutcome) -> SaidOutcome:
    return SaidOutcome(fix_ref=said.fix_ref, outcome=_STATUSES[said.outcome], quote=said.quote, note=said.note)


def _asked(done: ReplyDone) -> list[AskedItem]:
    return [
        *(AskedItem(kind=LaneKind.QUESTION, text=one.text, choices=one.choices or ()) for one in done.questions),
        *(AskedItem(kind=LaneKind.ACTION, text=one.text, command=one.command) for one in done.actions),
    ]


def _ended(provider: Provider, error: AssistantError) -> Written:
    """A failed or stopped reply: its text is kept, and what the copilot proposed is not."""
    was_stopped = isinstance(error, Cancelled)
    return Written(
        status=ReplyStatus.CANCELLED if was_stopped else ReplyStatus.FAILED,
        text=error.partial_text,
        code=str(error.code),
        data=_written_by(provider) | {"message": error.message},
    )


def _written_by(provider: Provider) -> dict[str, str]:
    return {"provider": provider.name, "provider_label": provider.label}


def _locked(reply_id: UUID) -> tuple[Reply, AiSession]:
    """Lock the session's row, which guards everything in the session."""
    reply = db_session().get_one(Reply, reply_id)
    ai_session = locked(AiSession, reply.ai_session_id)
    db_session().refresh(reply)
    return reply, ai_session
