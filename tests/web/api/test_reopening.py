"""Reopen, right after Resolve: what resolving changed is as it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, expect


def does(desk: Desk, ai_session: dict[str, Any], deed: str) -> dict[str, Any]:
    return expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/{deed}"), 200)


def resolved_and_reopened(desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any]:
    does(desk, ai_session, "resolve")
    return does(desk, ai_session, "reopen")


def has_outcome(desk: Desk, fix: dict[str, Any], outcome: str, notes: str | None = None) -> dict[str, Any]:
    path = f"/ai-sessions/{fix['session_id']}/suggested-fixes/{fix['id']}/outcome"
    return expect(desk.junior.patch(path, outcome=outcome, notes=notes), 200)


def now(desk: Desk, fix: dict[str, Any]) -> dict[str, Any]:
    return expect(desk.junior.get(f"/ai-sessions/{fix['session_id']}/suggested-fixes/{fix['id']}"), 200)


def test_a_fix_that_resolving_made_a_success_waits_for_verification_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    pending = has_outcome(desk, desk.proposes(ai_session), "applied_pending", "Until Monday")
    for _ in range(2):
        reopened = resolved_and_reopened(desk, ai_session)
        assert now(desk, pending) == pending
        assert reopened["active_fix"]["id"] == pending["id"]
    steps = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    assert steps[-1]["content"] == f"Took back “Worked”: {pending['title']}"


def test_an_outcome_that_somebody_recorded_stays(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    worked = has_outcome(desk, desk.proposes(ai_session), "applied_success")
    resolved_and_reopened(desk, ai_session)
    assert now(desk, worked) == worked


def test_an_outcome_after_a_former_reopening_stays(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    pending = has_outcome(desk, desk.proposes(ai_session), "applied_pending", "Until Monday")
    resolved_and_reopened(desk, ai_session)
    worked = has_outcome(desk, pending, "applied_success")
    resolved_and_reopened(desk, ai_session)
    assert now(desk, worked) == worked


def test_a_question_whose_reply_was_stopped_is_asked_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    reply = resolved_and_reopened(desk, ai_session)["reply"]
    assert reply["status"] == "queued"
    assert reply["id"] != ai_session["reply"]["id"]


def test_where_nothing_was_unanswered_nothing_is_asked(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reply/cancel"), 202)
    assert resolved_and_reopened(desk, ai_session)["reply"] is None


@pytest.mark.parametrize("deed", ["escalated", "parked"])
def test_what_waited_for_somebody_is_open_and_waits_no_more(desk: Desk, deed: str) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.escalates(ai_session) if deed == "escalated" else desk.junior.parks(ai_session)
    reopened = resolved_and_reopened(desk, ai_session)
    assert (reopened["status"], reopened["open_handoff_id"], reopened["can_write"]) == ("active", None, True)
    assert ai_session["id"] not in desk.senior.queue()
