"""Ask the copilot, stop it, and keep what it wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from models import events
from models.ai_session import AiSession
from models.core.tables import JsonObject
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.operations.confidence import update_confidence
from models.operations.facts import FoundFact, keep_facts
from models.operations.fixes import ProposedFix, propose_fix
from models.operations.steps import add_step
from models.reply import UNANSWERED, UNFINISHED, NothingToRetry, Reply, ReplyStatus
from models.step import Step, StepKind

CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What came of a reply: its shown text, how it ended, and the copilot's proposals (none unless finished).

    `data` joins the step's: provider, label, whether it was cut off, the message of a failure.
    """

    status: ReplyStatus
    text: str
    code: str | None = None
    data: JsonObject = field(default_factory=dict)
    fix: ProposedFix | None = None
    facts: Sequence[FoundFact] = ()


def request_reply(ai_session: AiSession) -> Reply:
    """The reply that will answer everything unanswered; its job starts when no other one runs.

    Expects the session's row to be locked.  One that already waits is returned as it is.
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
    """Ask again after a reply that failed or was stopped; one that is on its way already is returned as it is.

    Expects the session's row to be locked.  Raises SessionClosed, NothingToRetry (409).
    """
    ai_session.check_open()
    newest_first = select(Reply).where(Reply.ai_session_id == ai_session.id).order_by(Reply.created_at.desc())
    last = db_session().scalars(newest_first.limit(1)).one_or_none()
    if last is None or last.status == ReplyStatus.FINISHED:
        raise NothingToRetry
    return request_reply(ai_session) if last.status in UNANSWERED else last


def stop_reply(ai_session: AiSession) -> Reply | None:
    """Stop the running reply: what it wrote by then is kept, and the one that waits behind it begins.

    One that has not begun ends at once.  Expects the session's row to be locked.
    """
    unfinished = _unfinished(ai_session.id)
    if running := unfinished.get(ReplyStatus.RUNNING):
        running.ask_to_stop()
        return running
    if waiting := unfinished.get(ReplyStatus.QUEUED):
        keep_reply(waiting, ai_session, Written(status=ReplyStatus.CANCELLED, text="", code=CANCELLED))
        return waiting
    return None


def silence(ai_session: AiSession) -> Reply | None:
    """For a session that closes: the waiting reply never begins, the running one is stopped and returned."""
    unfinished = _unfinished(ai_session.id)
    if waiting := unfinished.get(ReplyStatus.QUEUED):
        waiting.end(ReplyStatus.CANCELLED, step_id=None, code=CANCELLED)
    running = unfinished.get(ReplyStatus.RUNNING)
    if running:
        running.ask_to_stop()
    return running


def start_reply(reply: Reply) -> None:
    """The worker begins (again, after a worker died: its text starts over)."""
    reply.start()
    events.reply_started(reply)


def keep_reply(reply: Reply, ai_session: AiSession, written: Written) -> Step:
    """Keep the text as a step, whole or partial, with what the copilot proposed; let the waiting reply begin.

    Expects the session's row to be locked.
    """
    step = add_step(ai_session, StepKind.ASSISTANT_MESSAGE, written.text, data=_step_data(reply, written))
    # The reply, its facts and its fix refer to the step.
    current().write_additions()
    reply.end(written.status, step_id=step.id, code=written.code)
    ai_session.move_on()
    if not ai_session.is_closed:
        _keep_proposals(ai_session, written, step)
    if written.status == ReplyStatus.FINISHED:
        events.reply_finished(reply)
    else:
        events.reply_failed(reply)
    db_session().flush()
    _let_waiting_begin(ai_session.id)
    return step


def _keep_proposals(ai_session: AiSession, written: Written, step: Step) -> None:
    keep_facts(ai_session, written.facts, step=step)
    if written.fix:
        propose_fix(ai_session, written.fix, step=step)
    update_confidence(ai_session)


def _step_data(reply: Reply, written: Written) -> JsonObject:
    data: JsonObject = {"reply_id": str(reply.id), "status": str(written.status), **written.data}
    return data | {"code": written.code} if written.code else data


def _let_waiting_begin(ai_session_id: UUID) -> None:
    if waiting := _unfinished(ai_session_id).get(ReplyStatus.QUEUED):
        request(Job.REPLY_WRITE, reply_id=waiting.id)


def _unfinished(ai_session_id: UUID) -> dict[str, Reply]:
    query = select(Reply).where(Reply.ai_session_id == ai_session_id, Reply.status.in_(UNFINISHED))
    return {reply.status: reply for reply in db_session().scalars(query)}
