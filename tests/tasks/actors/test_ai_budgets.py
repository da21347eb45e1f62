"""The monthly AI budget in the workers: calls end at it, whatever was asked at once, and people's work does not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.operations.ai_sessions import Problem, open_session
from models.user import User
from tests.outside.anthropic_server import AnthropicServer, ReceivedRequest, Reply, error, text
from tests.support.chat import answers, writes
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.installation import Installation

ASKED_AT_ONCE = 300
THREADS = 8


def budget(desk: Desk, monthly_micros: int | None, *, hard_stop: bool = True) -> None:
    body = {"monthly_micros": monthly_micros, "hard_stop": hard_stop}
    expect(desk.owner.send("PUT", "/account/ai-budget", json=body), 200)


def asked_about(words: str, claude: AnthropicServer) -> int:
    """How many requests name the problem: jobs of an earlier test's sessions may still ask."""
    return sum(words in request.text for request in claude.requests)


def used(desk: Desk) -> dict[str, Any]:
    return expect(desk.owner.get("/usage/ai"), 200)


def test_a_reply_beyond_the_budget_says_so_and_the_message_is_kept(
    desk: Desk, heard: EventListener, claude: AnthropicServer
) -> None:
    claude.answer_with(lambda _: text("Check the spooler."))
    budget(desk, 0)
    ai_session = desk.junior.opens_session("The label printer in bay 7 prints blank labels")
    assert heard.wait_for("reply_failed")["data"]["code"] == "budget_exhausted"
    (step,) = answers(desk.junior, ai_session)
    assert step["data"]["code"] == "budget_exhausted" and step["content"] == ""
    assert asked_about("bay 7", claude) == 0
    budget(desk, None)
    writes(desk.junior, ai_session, "And now?")
    heard.wait_for("reply_finished")
    assert answers(desk.junior, ai_session)[-1]["content"] == "Check the spooler."


def test_an_assessment_beyond_the_budget_is_unavailable_and_the_handoff_stands(
    desk: Desk, heard: EventListener, claude: AnthropicServer
) -> None:
    claude.answer_with(lambda _: text("Check the spooler."))
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_finished")
    budget(desk, 0)
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready")
    shown = expect(desk.senior.get(f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"), 200)
    assert (shown["assessment_status"], shown["assessment_error"]) == ("unavailable", "budget_exhausted")
    expect(desk.senior.claims(handoff), 200)


def test_each_attempt_of_a_job_asks_the_budget_again(desk: Desk, heard: EventListener, claude: AnthropicServer) -> None:
    """A budget that ends between two attempts ends the job."""
    budget(desk, 1)

    def overloaded_while_the_budget_ends(request: ReceivedRequest) -> Reply:
        if "bay 9" in request.text:
            budget(desk, 0)
        return error(529)

    claude.answer_with(overloaded_while_the_budget_ends)
    desk.junior.opens_session("The label printer in bay 9 prints blank labels")
    assert heard.wait_for("reply_failed")["data"]["code"] == "budget_exhausted"
    assert asked_about("bay 9", claude) == 1


def test_the_report_names_who_asked(desk: Desk, heard: EventListener, claude: AnthropicServer) -> None:
    claude.answer_with(lambda _: text("Check the spooler."))
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.senior.claims(handoff), 200)
    writes(desk.senior, {"id": handoff["session_id"]}, "I look at it.")
    heard.wait_for("reply_finished")
    assert eventually(lambda: {line["user"]["name"] for line in used(desk)["by_user"]} >= {desk.senior.name})


def test_requests_at_once_stop_at_the_budget(desk: Desk, installation: Installation, claude: AnthropicServer) -> None:
    """Each worker thread may be in the middle of one call when the budget ends, and begins no other."""
    claude.answer_with(lambda _: text("Check the spooler."))
    cost = _cost_of_a_call(desk)
    budget(desk, used(desk)["used_micros"] + 5 * cost)
    with desk.unit() as unit:
        junior = unit.db_session.get_one(User, UUID(desk.junior.id))
        for number in range(ASKED_AT_ONCE):
            open_session(Problem(problem=f"Printer {number} of bay 8 prints nothing"), by=junior)
    ended = "select count(*) as n from replies where account_id = %(account)s and status in ('finished', 'failed')"
    total = ASKED_AT_ONCE + 1
    assert eventually(lambda: installation.sql(ended, account=desk.account_id)[0]["n"] == total, patience=150)
    made = asked_about("of bay 8", claude)
    assert 5 <= made < 5 + THREADS
    codes = "select code, count(*) as n from replies where account_id = %(account)s and status = 'failed' group by code"
    (failed,) = installation.sql(codes, account=desk.account_id)
    assert failed == {"code": "budget_exhausted", "n": ASKED_AT_ONCE - made}


def _cost_of_a_call(desk: Desk) -> int:
    desk.junior.opens_session()
    assert eventually(lambda: used(desk)["used_micros"] > 0)
    cost: int = used(desk)["used_micros"]
    return cost
