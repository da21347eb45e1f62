"""Open a session, write in it, resolve or abandon it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models import events
from models.ai_session import AiSession, NotResolved, SessionStatus, summarise
from models.core import clock
from models.core.unit_of_work import db_session
from models.handoff import AlreadyEscalated
from models.operations.fixes import confirm_pending
from models.operations.handoffs import has_open_handoff, withdraw_open_handoff
from models.operations.replies import request_reply, silence
from models.operations.steps import add_step
from models.queries import access
from models.reply import Reply
from models.step import Step, StepKind
from models.user import User

TITLE_LENGTH = 80


@dataclass(frozen=True, kw_only=True)
class Problem:
    problem: str
    client_name: str | None = None
    psa_ticket_id: str | None = None


@dataclass(frozen=True)
class Posted:
    step: Step
    reply: Reply


@dataclass(frozen=True)
class Closed:
    """`stopped` is the reply that was running, for whoever can tell its worker at once."""

    ai_session: AiSession
    stopped: Reply | None


def open_session(given: Problem, *, by: User) -> AiSession:
    """The problem is the first step, and the copilot is asked."""
    ai_session = AiSession(
        account_id=by.account_id,
        user_id=by.id,
        title=summarise(given.problem, TITLE_LENGTH),
        problem=given.problem,
        client_name=given.client_name,
        psa_ticket_id=given.psa_ticket_id,
        step_count=0,
    )
    db_session().add(ai_session)
    db_session().flush()
    add_step(ai_session, StepKind.USER_MESSAGE, given.problem, by=by)
    request_reply(ai_session)
    return ai_session


def post_message(ai_session: AiSession, content: str, *, by: User) -> Posted:
    """Recorded at once, answered by the reply returned (one that already waits answers this message too).

    Expects the session's row to be locked.  Raises SessionClosed (409).
    """
    ai_session.check_open()
    # Before the step: what is read now is not in the way of writing all at once.
    reply = request_reply(ai_session)
    ai_session.move_on()
    return Posted(add_step(ai_session, StepKind.USER_MESSAGE, content, by=by), reply)


def add_note(ai_session: AiSession, content: str, *, by: User) -> Step:
    """For people: on record, and the copilot does not answer it.

    Expects the session's row to be locked.  Raises SessionClosed (409).
    """
    ai_session.check_open()
    ai_session.move_on()
    return add_step(ai_session, StepKind.NOTE, content, by=by)


def describe_session(ai_session: AiSession, changed: Mapping[str, str | None]) -> AiSession:
    """Another title, client or ticket; `changed` has those that are given.  Expects the row to be locked."""
    before = {name: getattr(ai_session, name) for name in changed}
    for name, value in changed.items():
        setattr(ai_session, name, value)
    if before != changed:
        ai_session.updated_at = clock.now()
        events.session_changed(ai_session)
    return ai_session


def reopen_session(ai_session: AiSession, *, by: User) -> AiSession:
    """It was not solved after all: the chat goes on.

    Expects the session's row to be locked.  Raises NotResolved (409).
    """
    if ai_session.status != SessionStatus.RESOLVED:
        raise NotResolved(detail={"status": ai_session.status})
    ai_session.reopen()
    add_step(ai_session, StepKind.SYSTEM, f"Reopened by {by.name}", data={"kind": "reopened", "by": str(by.id)})
    events.session_changed(ai_session)
    return ai_session


def resolve_session(ai_session: AiSession, *, resolution: str | None, by: User) -> Closed:
    """Close it as solved.  A pending active fix becomes a success, an unclaimed escalation is withdrawn.

    Raises SessionClosed, AlreadyEscalated (409, somebody escalated it at this moment).
    """
    ai_session = _lock_for_closing(ai_session, by=by)
    confirm_pending(ai_session, by=by)
    return _close(ai_session, SessionStatus.RESOLVED, words="Resolved", resolution=resolution, by=by)


def abandon_session(ai_session: AiSession, *, by: User) -> Closed:
    """Close it without a solution; an unclaimed escalation is withdrawn.  Raises as `resolve_session` does."""
    ai_session = _lock_for_closing(ai_session, by=by)
    return _close(ai_session, SessionStatus.ABANDONED, words="Abandoned", resolution=None, by=by)


def _lock_for_closing(ai_session: AiSession, *, by: User) -> AiSession:
    """The handoff's row before the session's, the order in which a claim takes them."""
    withdraw_open_handoff(ai_session, by=by)
    locked = access.workable_session(ai_session.id, by=by)
    locked.check_open()
    if has_open_handoff(locked.id):
        raise AlreadyEscalated
    return locked


def _close(ai_session: AiSession, status: SessionStatus, *, words: str, resolution: str | None, by: User) -> Closed:
    stopped = silence(ai_session)
    content = f"{words} by {by.name}" + (f": {resolution}" if resolution else "")
    add_step(ai_session, StepKind.SYSTEM, content, data={"kind": str(status), "by": str(by.id)})
    ai_session.close(status, resolution=resolution)
    events.session_changed(ai_session)
    return Closed(ai_session, stopped)
