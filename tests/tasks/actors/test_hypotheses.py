"""What Claude makes of the causes is weighed by code: from the marker to the board, the next prompt and the handoff."""

from __future__ import annotations

import json
from typing import Any

from tests.outside.anthropic_server import AnthropicServer, structured, text
from tests.support.chat import handoff_now, writes
from tests.support.desk import Desk, expect, path_of_fixes
from tests.support.events import EventListener

PROBLEM = "Nothing prints on PRN-07 since Monday"
STUCK, DRIVER = "Stuck jobs block the queue", "The driver is broken"
CLEAR = {"title": "Clear the print queue", "rationale": "R", "steps": ["S"], "risk": "low", "for": [STUCK]}
READING = {
    "facts_used": [],
    "open_questions": [],
    "likely_cause": f"{STUCK}.",
    "summary": f"Nothing prints. {STUCK}. The queue was cleared.",
    "confidence": "high",
    "suggested_steps": ["Clear the print queue once more", "Print from another PC"],
}


def marker(*hypotheses: dict[str, Any]) -> str:
    return f"[HYPOTHESES] {json.dumps({'hypotheses': hypotheses})}\n"


def cause(words: str, state: str, *refs: str, **more: Any) -> dict[str, Any]:
    return {"cause": words, "state": state, "evidence": [{"ref": ref, "weighs": "for"} for ref in refs]} | more


def suggests(**fix: Any) -> str:
    return f"[SUGGEST_FIX] {json.dumps(CLEAR | fix)}\n"


def board(desk: Desk, ai_session: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    items = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/hypotheses"), 200)["items"]
    return [(one["cause"], one["state"], [piece["label"] for piece in one["evidence"]]) for one in items]


def fixes(desk: Desk, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    return expect(desk.junior.get(path_of_fixes(ai_session)), 200)["items"]


def sent_state(claude: AnthropicServer) -> dict[str, Any]:
    """The session state in the newest request."""
    _, _, words = claude.requests[-1].last_turn.partition("<session_state>\n")
    state: dict[str, Any] = json.loads(words.partition("\n</session_state>")[0])
    return state


def test_what_was_refuted_and_what_failed_do_not_return(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    weighed = marker(cause(STUCK, "supported", "S1", "S99"), cause(DRIVER, "investigating", "S1"))
    claude.script(text(f"Look at the queue.\n{weighed}{suggests()}"))
    ai_session = desk.junior.opens_session(PROBLEM)
    heard.wait_for("reply_finished")
    assert board(desk, ai_session) == [
        (STUCK, "supported", ["message 1"]),
        (DRIVER, "investigating", ["message 1"]),
    ]
    (fix,) = fixes(desk, ai_session)
    outcome = {"outcome": "applied_failed", "notes": "Same as before"}
    expect(desk.junior.patch(f"{path_of_fixes(ai_session)}/{fix['id']}/outcome", **outcome), 200)
    refuted = [(DRIVER, "investigating", ["message 1"]), (STUCK, "refuted", ["message 1", "attempt 1"])]
    assert board(desk, ai_session) == refuted

    again = marker(cause(STUCK, "supported", "S1", ref="H1"))
    claude.script(text(f"Once more.\n{again}{suggests()}"))
    writes(desk.junior, ai_session, "No change")
    heard.wait_for("reply_finished")
    state = sent_state(claude)
    assert [(one["ref"], one["state"]) for one in state["hypotheses"]] == [("H1", "refuted"), ("H2", "investigating")]
    assert state["fixes"][0]["for"] == ["H1"]
    assert board(desk, ai_session) == refuted
    assert [one["id"] for one in fixes(desk, ai_session)] == [fix["id"]]

    claude.script(structured(READING))
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=True)
    reading = handoff_now(desk.senior, handoff)["ai_assessment_data"]
    assert reading["likely_cause"] == f"{DRIVER} (still being checked)."
    assert (reading["summary"], reading["confidence"]) == ("Nothing prints. The queue was cleared.", "low")
    assert reading["suggested_steps"] == ["Print from another PC"]
