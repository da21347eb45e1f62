"""The case of a session by the built-in Demo AI, through real workers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.ai_usage import AiUsage
from tests.support.cases import listed, resolves
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.workers import Workers


@pytest.mark.usefixtures("workers")
def test_the_draft_says_what_solved_it_without_names_and_is_stored_by_resolving(
    workers: Workers, desk: Desk, heard: EventListener
) -> None:
    """`resolve` says nothing about the case, so what the job writes is the case."""
    ai_session = desk.junior.opens_session(
        "VPN at Contoso Dental drops after ten minutes, error 0x80072EE7. A dental practice with 20 seats."
        f" {desk.junior.name} saw it too, password: Winter-2026!",
        client_name="Contoso Dental",
    )
    heard.wait_for("reply_finished", session_id=ai_session["id"])
    path = f"/ai-sessions/{ai_session['id']}"
    expect(desk.junior.post(f"{path}/case"), 202)
    heard.wait_for("preview_ready", session_id=ai_session["id"], kind="case", status="ready")
    draft = expect(desk.junior.get(f"{path}/case"), 200)
    assert (draft["status"], draft["content"]["fix"]) == ("ready", "")
    fix = desk.proposes(ai_session, "Raise the idle timeout")
    expect(desk.junior.patch(f"{path}/suggested-fixes/{fix['id']}/outcome", outcome="applied_success"), 200)
    assert expect(desk.junior.get(f"{path}/case"), 200)["stale"]
    resolves(desk.junior, ai_session, verified_by="tested")
    heard.wait_for("preview_ready", session_id=ai_session["id"], kind="case", status="ready")
    (stored,) = listed(desk.viewer)
    assert stored["fix"].startswith("Raise the idle timeout.") and stored["signals"] == ["0x80072EE7"]
    assert stored["client_kind"] == "dental practice, about 20 seats"
    assert stored["provider"] == "demo" and stored["verification"] and stored["edited_by"] is None
    said = " ".join([stored["title"], stored["problem"], stored["cause"], *stored["tried"]])
    assert not [name for name in ("Contoso", desk.junior.name, "Winter-2026") if name in said], said
    _is_cited_in_the_next_session(desk, heard, stored)
    calls = desk.rows(select(AiUsage).where(AiUsage.task == "case"))
    assert len(calls) == 2


def _is_cited_in_the_next_session(desk: Desk, heard: EventListener, stored: dict[str, Any]) -> None:
    """The copilot names what solved it, and the ref in its text leads to the case."""
    ai_session = desk.senior.opens_session("The VPN drops after ten minutes with error 0x80072EE7 at a practice")
    heard.wait_for("reply_finished", session_id=ai_session["id"])
    steps = expect(desk.senior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    (reply,) = (step for step in steps if step["kind"] == "assistant_message")
    assert reply["content"].startswith("Solved once here: Raise the idle timeout")
    case, guide, *_also_near = reply["data"]["citations"]
    assert case == {"ref": "C1", "kind": "case", "id": stored["id"], "title": stored["title"]}
    assert (guide["ref"], guide["kind"], guide["id"]) == ("G1", "guide", "vpn-drops")
    assert f"**{guide['title']}** [G1]" in reply["content"]
    assert "[C1]." in reply["content"]
