"""What the copilot asks for in a session, in a test's words, and what people do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from models.ai_session import AiSession
from models.core.locking import locked
from models.lane_item import LaneKind
from models.operations.lane_items import AskedItem
from models.operations.replies import Written, request_reply, save_reply, start_reply
from models.reply import Reply, ReplyStatus
from tests.support.desk import Desk, Person, expect

Lane = list[dict[str, Any]]


def path_of_lane(ai_session: Mapping[str, Any]) -> str:
    return f"/ai-sessions/{ai_session['id']}/task-lane"


def lane_of(person: Person, ai_session: Mapping[str, Any]) -> Lane:
    """Open and closed items, as the API tells them."""
    items: Lane = expect(person.get(path_of_lane(ai_session)), 200)["items"]
    return items


def open_items(person: Person, ai_session: Mapping[str, Any]) -> Lane:
    return [item for item in lane_of(person, ai_session) if item["state"] == "open"]


def copilot_asks(desk: Desk, ai_session: Mapping[str, Any], *questions: str, actions: Sequence[str] = ()) -> Lane:
    """A reply with these questions and actions finishes; all items that are open then."""
    copilot_finishes(desk, copilot_starts(desk, ai_session), *questions, actions=actions)
    return open_items(desk.owner, ai_session)


def copilot_starts(desk: Desk, ai_session: Mapping[str, Any]) -> UUID:
    """A worker starts the session's queued reply, or a new one; its id."""
    with desk.unit():
        reply_id = request_reply(locked(AiSession, UUID(ai_session["id"]))).id
    with desk.unit() as unit:
        reply = unit.db_session.get_one(Reply, reply_id)
        start_reply(reply, locked(AiSession, reply.ai_session_id))
    return reply_id


def copilot_finishes(
    desk: Desk, reply_id: UUID, *questions: str, actions: Sequence[str] = (), status: ReplyStatus = ReplyStatus.FINISHED
) -> None:
    """The reply that `copilot_starts` started ends."""
    asked = [AskedItem(kind=LaneKind.QUESTION, text=text, choices=["Yes", "No"]) for text in questions]
    asked += [AskedItem(kind=LaneKind.ACTION, text=text, command="whoami") for text in actions]
    with desk.unit() as unit:
        reply = unit.db_session.get_one(Reply, reply_id)
        written = Written(status=status, text="Let us see.", asked=asked)
        save_reply(reply, locked(AiSession, reply.ai_session_id), written)


def closes(person: Person, ai_session: Mapping[str, Any], item: Mapping[str, Any], **how: Any) -> TestResponse:
    return person.post(f"{path_of_lane(ai_session)}/{item['id']}", **how)


def sends(person: Person, ai_session: Mapping[str, Any]) -> TestResponse:
    return person.post(f"{path_of_lane(ai_session)}/send")
