"""Resolve or abandon: who may, what stands on record, and that it happens once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.reply import Reply
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener

ENDINGS = {"resolve": "resolved", "abandon": "abandoned"}


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


def close(person, ai_session: dict[str, Any], ending: str = "resolve", **body: Any):
    return person.post(f"/ai-sessions/{ai_session['id']}/{ending}", **body)


def test_resolving_answers_session_documentation_and_push(desk: Desk, ai_session) -> None:
    answer = expect(close(desk.junior, ai_session, resolution="Signed in again"), 200)
    assert (answer["session"]["status"], answer["session"]["resolution"]) == ("resolved", "Signed in again")
    assert answer["documentation"] == {"status": "pending"}
    assert answer["psa_push"] == {"status": "no_psa"}


def test_resolving_needs_no_words(desk: Desk, ai_session) -> None:
    assert expect(close(desk.junior, ai_session), 200)["session"]["resolution"] is None


def test_a_resolution_of_over_8000_characters_is_refused(desk: Desk, ai_session) -> None:
    response = close(desk.junior, ai_session, resolution="x" * 8_001)
    assert refuse(response, 422, "validation_failed").keys() == {"resolution"}
    assert desk.junior.reads(ai_session)["status"] == "active"


def test_abandoning_answers_the_session(desk: Desk, ai_session) -> None:
    assert expect(close(desk.junior, ai_session, "abandon"), 200)["status"] == "abandoned"


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_record_says_who_closed_it(desk: Desk, ai_session, ending: str) -> None:
    expect(close(desk.junior, ai_session, ending), 200)
    step = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"][-1]
    assert (step["kind"], step["content"]) == ("system", f"{ENDINGS[ending].title()} by Sam")


@pytest.mark.parametrize("first", ENDINGS)
@pytest.mark.parametrize("second", ENDINGS)
def test_a_closed_session_is_not_closed_again(desk: Desk, ai_session, first: str, second: str) -> None:
    expect(close(desk.junior, ai_session, first), 200)
    assert refuse(close(desk.junior, ai_session, second), 409, "session_closed") == {"status": ENDINGS[first]}


@pytest.mark.parametrize("ending", ENDINGS)
def test_nobody_writes_in_a_closed_session(desk: Desk, ai_session, ending: str) -> None:
    expect(close(desk.junior, ai_session, ending), 200)
    response = desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="One more thing")
    refuse(response, 409, "session_closed")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_handler_closes_it_like_the_owner(desk: Desk, ai_session, ending: str) -> None:
    desk.senior.claims(desk.junior.escalates(ai_session))
    expect(close(desk.senior, ai_session, ending), 200)
    assert desk.junior.reads(ai_session)["status"] == ENDINGS[ending]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_admin_who_only_reads_it_does_not_close_it(desk: Desk, ai_session, ending: str) -> None:
    refuse(close(desk.owner, ai_session, ending), 403, "owner_or_handler_required")


def test_an_engineer_who_may_not_read_it_does_not_learn_of_it(desk: Desk, ai_session) -> None:
    refuse(close(desk.senior, ai_session), 404, "not_found")


def test_a_handler_who_escalated_it_further_may_still_close_it(desk: Desk, ai_session) -> None:
    desk.senior.claims(desk.junior.escalates(ai_session))
    desk.senior.escalates(ai_session)
    assert expect(close(desk.senior, ai_session), 200)["session"]["status"] == "resolved"


def test_closing_stops_the_reply(desk: Desk, ai_session) -> None:
    expect(close(desk.junior, ai_session), 200)
    (reply,) = desk.rows(select(Reply))
    assert not reply.is_unfinished


def test_closing_is_told_to_the_session(desk: Desk, ai_session, heard: EventListener) -> None:
    expect(close(desk.junior, ai_session), 200)
    heard.wait_for("session_changed", session_id=ai_session["id"], status="resolved")


def test_a_claim_never_reopens_a_closed_session(desk: Desk, ai_session) -> None:
    handoff = desk.junior.escalates(ai_session)
    desk.changes_session(ai_session, status="resolved")
    refuse(desk.senior.claims(handoff), 409, "handoff_withdrawn")
    assert desk.junior.reads(ai_session)["status"] == "resolved"
