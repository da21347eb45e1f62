"""/ai-sessions/{id}/task-lane: list what the copilot asks for, answer, do or skip an item, send the answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.ai_session import AiSession, SessionClosed
from models.lane_item import ItemClosed, LaneItem, NothingToSend
from models.operations import task_lane as operations
from models.operations.task_lane import ClosedItem
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.task_lane import lane_item_view_of, lane_of
from schemas.ai_sessions import AskedSchema
from schemas.task_lane import ClosedItemSchema, CloseItemSchema, TaskLaneSchema
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_ONLY_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

task_lane = Resource(
    "task_lane",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/task-lane",
    description="What the copilot asks for next.",
)


@task_lane.route("", access=MEMBERS)
@task_lane.response(200, TaskLaneSchema)
def list_items(session_id: UUID) -> dict[str, Any]:
    """List the open items and the newest closed ones, in the order in which the copilot asked for them"""
    return {"items": lane_of(access.session_to_read(session_id, by=current_user())), "next_cursor": None}


@task_lane.route(
    "/<uuid:item_id>",
    methods=["POST"],
    access=ENGINEERS_ONLY,  # a reply opens each item, so answers cannot ask the model more often than replies do
    errors=[OwnerOrHandlerRequired, SessionClosed, ItemClosed],
)
@task_lane.arguments(CloseItemSchema)
@task_lane.response(200, ClosedItemSchema)
def close_item(given: dict[str, Any], session_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Answer a question, mark an action as done, or skip an item

    An answer and a done action add a step, and skipping adds none.  The copilot replies to the answer that closes the
    last open question, and to the action that closes the last open item.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    closed = _close(ai_session, access.lane_item_of(ai_session, item_id), given)
    return {"item": lane_item_view_of(closed.item), "step": closed.step, "reply": closed.reply}


@task_lane.route(
    "/send",
    methods=["POST"],
    access=ENGINEERS_ONLY_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed, NothingToSend],
)
@task_lane.response(202, AskedSchema)
def send_answers(session_id: UUID) -> dict[str, Any]:
    """Ask for a reply to the answers so far, although more is open"""
    return {"reply": operations.send_answers(access.workable_session(session_id, by=current_user()))}


def _close(ai_session: AiSession, item: LaneItem, given: dict[str, Any]) -> ClosedItem:
    if "answer" in given:
        return operations.answer_question(ai_session, item, given["answer"], by=current_user())
    close = operations.finish_action if "done" in given else operations.skip_item
    return close(ai_session, item, given.get("note") or None, by=current_user())
