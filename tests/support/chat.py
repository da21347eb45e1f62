"""What a person sees of a session, in a test's words."""

from __future__ import annotations

from typing import Any

from tests.support.desk import Person, expect
from tests.support.events import EventListener


def steps_of(person: Person, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = expect(person.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    return items


def answers(person: Person, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    """The copilot's steps, whole and partial."""
    return [step for step in steps_of(person, ai_session) if step["kind"] == "assistant_message"]


def handoff_now(person: Person, handoff: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(person.get(f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}"), 200)
    return found


def session_now(person: Person, ai_session: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(person.get(f"/ai-sessions/{ai_session['id']}"), 200)
    return found


def writes(person: Person, ai_session: dict[str, Any], content: str) -> dict[str, Any]:
    """The reply that will answer this message."""
    posted = expect(person.post(f"/ai-sessions/{ai_session['id']}/messages", content=content), 202)
    reply: dict[str, Any] = posted["reply"]
    return reply


def streamed_text(heard: EventListener, reply_id: str) -> str:
    """The reply's text as a browser puts it together: its last attempt's deltas in their order, none missing."""
    deltas = [event["data"] for event in heard.all if event["type"] == "reply_delta"]
    last = max(delta["attempt"] for delta in deltas if delta["reply_id"] == reply_id)
    mine = [delta for delta in deltas if (delta["reply_id"], delta["attempt"]) == (reply_id, last)]
    assert [delta["index"] for delta in mine] == list(range(len(mine)))
    return "".join(delta["text"] for delta in mine)
