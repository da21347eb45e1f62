"""Stop, while no worker has begun yet."""

from __future__ import annotations

from tests.support.desk import Desk, expect


def test_stop_ends_a_reply_that_has_not_begun(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    stopped = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reply/cancel"), 202)["reply"]
    assert stopped == {"id": ai_session["reply"]["id"], "status": "cancelled"}
    last = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"][-1]
    assert (last["kind"], last["content"]) == ("assistant_message", "")
    assert last["data"] == {"reply_id": stopped["id"], "status": "cancelled", "code": "cancelled"}


def test_a_message_after_stop_gets_a_reply_of_its_own(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reply/cancel"), 202)
    posted = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="And now?"), 202)
    assert posted["reply"]["id"] != ai_session["reply"]["id"]
    assert posted["reply"]["status"] == "queued"


def test_stop_without_a_reply_is_no_error(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    path = f"/ai-sessions/{ai_session['id']}/reply/cancel"
    expect(desk.junior.post(path), 202)
    assert expect(desk.junior.post(path), 202) == {"reply": None}
