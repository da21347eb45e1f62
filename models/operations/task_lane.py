"""Answer a question, do or skip an action of the task lane, and send what was answered.

What a reply asks for is kept by `lane_items`.
"""

from __future__ import annotations

from dataclasses import dataclass

from models import events
from models.ai_session import AiSession
from models.core.database.tables import set_loaded
from models.core.errors import Invalid
from models.lane_item import ANSWERED, DONE, LaneItem, LaneKind, LaneState, NothingToSend, done_line, quoted
from models.operations.replies import request_reply
from models.operations.steps import add_step
from models.queries.replies import queued_reply
from models.queries.task_lane import has_waiting_answers, open_items_of
from models.reply import Reply
from models.step import Step, StepKind
from models.user import User


@dataclass(frozen=True)
class ClosedItem:
    """`step`: None for a skipped item.  `reply`: None if the copilot waits for more."""

    item: LaneItem
    step: Step | None
    reply: Reply | None


def answer_question(ai_session: AiSession, item: LaneItem, answer: str, *, by: User) -> ClosedItem:
    """Add the answer as a message that quotes the question.  The last answer requests a reply that covers them all.

    Expects the session's row to be locked.  Raises SessionClosed, ItemClosed (409), Invalid (422, an action).
    """
    _check(ai_session, item, LaneKind.QUESTION, "answer")
    data = {"kind": ANSWERED, "item_id": str(item.id), "question": item.text}
    step = add_step(ai_session, StepKind.USER_MESSAGE, f"{quoted(item.text)}\n\n{answer}", by=by, data=data)
    _close(ai_session, item, LaneState.ANSWERED, by=by, answer=answer, step=step)
    is_last = not any(one.kind == LaneKind.QUESTION for one in open_items_of(ai_session))
    return ClosedItem(item, step, request_reply(ai_session) if is_last else None)


def finish_action(ai_session: AiSession, item: LaneItem, note: str | None, *, by: User) -> ClosedItem:
    """Record that the action was done.  If it was the last open item, a reply is requested.

    Expects the session's row to be locked.  Raises SessionClosed, ItemClosed (409), Invalid (422, a question).
    """
    _check(ai_session, item, LaneKind.ACTION, "done")
    data = {"kind": DONE, "item_id": str(item.id), "action": item.text, "command": item.command, "notes": note}
    content = f"{done_line(item.text)}\n\n{note}" if note else done_line(item.text)
    step = add_step(ai_session, StepKind.ACTION, content, by=by, data=data)
    _close(ai_session, item, LaneState.DONE, by=by, answer=note, step=step)
    return ClosedItem(item, step, None if open_items_of(ai_session) else request_reply(ai_session))


def skip_item(ai_session: AiSession, item: LaneItem, note: str | None, *, by: User) -> ClosedItem:
    """Close the item without a step; the copilot does not ask for it again.

    Expects the session's row to be locked.  Raises SessionClosed, ItemClosed (409).
    """
    ai_session.check_open()
    item.check_open()
    _close(ai_session, item, LaneState.SKIPPED, by=by, answer=note, step=None)
    return ClosedItem(item, None, None)


def send_answers(ai_session: AiSession) -> Reply:
    """Request the reply to the answers so far, although more is open.

    A reply that is queued already answers them, so the second of two people who send gets it too.  Expects the
    session's row to be locked.  Raises SessionClosed, NothingToSend (409).
    """
    ai_session.check_open()
    if not (has_waiting_answers(ai_session) or queued_reply(ai_session.id)):
        raise NothingToSend
    return request_reply(ai_session)


def _check(ai_session: AiSession, item: LaneItem, kind: LaneKind, field: str) -> None:
    ai_session.check_open()
    if item.kind != kind:
        raise Invalid(detail={field: [f"This is not {'a question' if kind == LaneKind.QUESTION else 'an action'}."]})
    item.check_open()


def _close(
    ai_session: AiSession, item: LaneItem, state: LaneState, *, by: User, answer: str | None, step: Step | None
) -> None:
    item.close(state, by=by, answer=answer, step=step)
    set_loaded(item, closed_by=by)
    if step:
        ai_session.bump_state_version()
    events.task_lane_changed(item)
