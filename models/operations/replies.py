"""Requests, starts, stops and stores the copilot's replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from models import events
from models.ai_session import AiSession, TitleBy
from models.core.database.tables import JsonObject
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.operations.confidence import update_confidence
from models.operations.conversation_summaries import request_summary_if_grown
from models.operations.facts import FoundFact, save_facts
from models.operations.fix_results import causes_of, is_ruled_out
from models.operations.hypotheses import FoundHypothesis, save_hypotheses
from models.operations.lane_items import AskedItem, update_lane
from models.operations.outcome_proposals import SaidOutcome, store_proposals
from models.operations.steps import add_step
from models.operations.suggested_fixes import ProposedFix, propose_fix
from models.reply import UNANSWERED, UNFINISHED, NothingToRetry, Reply, ReplyStatus
from models.step import Step, StepKind

CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Written:
    """The result of a reply: its visible text, how it ended, and the copilot's proposals (only if it finished).

    `data` is added to the step's `data`: provider, label, whether it was cut off, the message of a failure.
    """

    status: ReplyStatus
    text: str
    code: str | None = None
    data: JsonObject = field(default_factory=dict)
    title: str | None = None
    fix: ProposedFix | None = None
    facts: Sequence[FoundFact] = ()
    outcomes: Sequence[SaidOutcome] = ()
    asked: Sequence[AskedItem] = ()
    hypotheses: Sequence[FoundHypothesis] = ()


def request_reply(ai_session: AiSession) -> Reply:
    """Queue a reply that will answer all unanswered messages; its job starts when no other reply of the session runs.

    Expects the session's row to be locked.  If a reply is queued already, it is returned.
    """
    unfinished = _unfinished(ai_session.id)
    if waiting := unfinished.get(ReplyStatus.QUEUED):
        return waiting
    reply = Reply(account_id=ai_session.account_id, ai_session_id=ai_session.id, status=ReplyStatus.QUEUED)
    current().add(reply)
    if ReplyStatus.RUNNING not in unfinished:
        request(Job.REPLY_WRITE, reply_id=reply.id)
    return reply


def retry_reply(ai_session: AiSession) -> Reply:
    """Ask again after a reply that failed or was stopped.  If a reply is queued or running already, it is returned.

    Expects the session's row to be locked.  Raises SessionClosed, NothingToRetry (409).
    """
    ai_session.check_open()
    newest_first = select(Reply).where(Reply.ai_session_id == ai_session.id).order_by(Reply.created_at.desc())
    last = db_session().scalars(newest_first.limit(1)).one_or_none()
    if last is None or last.status == ReplyStatus.FINISHED:
        raise NothingToRetry
    return request_reply(ai_session) if last.status in UNANSWERED else last


def stop_reply(ai_session: AiSession) -> Reply | None:
    """Stop the running reply.  The text so far is kept, and the queued reply starts next.

    If no reply is running, the queued one is cancelled at once.  Expects the session's row to be locked.
    """
    unfinished = _unfinished(ai_session.id)
    if running := unfinished.get(ReplyStatus.RUNNING):
        running.ask_to_stop()
        return running
    if waiting := unfinished.get(ReplyStatus.QUEUED):
        save_reply(waiting, ai_session, Written(status=ReplyStatus.CANCELLED, text="", code=CANCELLED))
        return waiting
    return None


@dataclass(frozen=True)
class EndedReplies:
    """What closing a session stopped: the reply that ran, and whether any reply was queued or running."""

    running: Reply | None
    was_unanswered: bool


def end_unfinished_replies(ai_session: AiSession) -> EndedReplies:
    """Cancel the queued reply and stop the running one, because the session closes."""
    unfinished = _unfinished(ai_session.id)
    if waiting := unfinished.get(ReplyStatus.QUEUED):
        waiting.end(ReplyStatus.CANCELLED, step_id=None, code=CANCELLED)
    running = unfinished.get(ReplyStatus.RUNNING)
    if running:
        running.ask_to_stop()
    return EndedReplies(running, was_unanswered=bool(unfinished))


def start_reply(reply: Reply, ai_session: AiSession) -> None:
    """A worker starts the reply, which answers all steps so far.

    If an earlier worker died, the text starts again from the beginning.  Expects the session's row to be locked.
    """
    reply.start(read_steps=ai_session.step_count)
    events.reply_started(reply)


def save_reply(reply: Reply, ai_session: AiSession, written: Written) -> Step:
    """Store the text, whole or partial, as a step, add the copilot's proposals and start the queued reply.

    Expects the session's row to be locked.
    """
    step = add_step(ai_session, StepKind.ASSISTANT_MESSAGE, written.text, data=_step_data(reply, written))
    reply.end(written.status, step_id=step.id, code=written.code)
    ai_session.bump_state_version()
    if not ai_session.is_closed:
        _save_proposals(ai_session, written, step, reply=reply)
    if written.title:
        _set_title(ai_session, written.title)
    if written.status == ReplyStatus.FINISHED:
        events.reply_finished(reply)
    else:
        events.reply_failed(reply)
    db_session().flush()
    _start_waiting_reply(ai_session.id)
    if written.status == ReplyStatus.FINISHED:
        request_summary_if_grown(ai_session)
    return step


def _set_title(ai_session: AiSession, title: str) -> None:
    before = ai_session.title
    ai_session.set_title(title, by=TitleBy.COPILOT)
    if ai_session.title != before:
        events.session_changed(ai_session)


def _save_proposals(ai_session: AiSession, written: Written, step: Step, *, reply: Reply) -> None:
    provider = written.data.get("provider", "")
    store_proposals(ai_session, written.outcomes, reply=reply, step=step, provider=provider)
    save_facts(ai_session, written.facts, step=step)
    if written.status == ReplyStatus.FINISHED:
        update_lane(ai_session, written.asked, reply=reply, step=step)
    save_hypotheses(ai_session, written.hypotheses)
    if written.fix and not _is_ruled_out(ai_session, written.fix):
        propose_fix(ai_session, written.fix, step=step)
    update_confidence(ai_session)


def _is_ruled_out(ai_session: AiSession, fix: ProposedFix) -> bool:
    """Whether it failed, or its causes were refuted, while the reply was being written."""
    causes = causes_of(ai_session, fix.causes, guide_id=fix.guide_id, guide_fix_id=fix.guide_fix_id)
    return is_ruled_out(ai_session, fix.title, fix.rationale, causes, guide=(fix.guide_id, fix.guide_fix_id))


def _step_data(reply: Reply, written: Written) -> JsonObject:
    data: JsonObject = {"reply_id": str(reply.id), "status": str(written.status), **written.data}
    return data | {"code": written.code} if written.code else data


def _start_waiting_reply(ai_session_id: UUID) -> None:
    if waiting := _unfinished(ai_session_id).get(ReplyStatus.QUEUED):
        request(Job.REPLY_WRITE, reply_id=waiting.id)


def _unfinished(ai_session_id: UUID) -> dict[str, Reply]:
    replies = db_session().scalars(_unfinished_replies(), {"ai_session_id": ai_session_id})
    return {reply.status: reply for reply in replies}


@lru_cache
def _unfinished_replies() -> Select[Reply]:
    return select(Reply).where(Reply.ai_session_id == bindparam("ai_session_id"), Reply.status.in_(UNFINISHED))
