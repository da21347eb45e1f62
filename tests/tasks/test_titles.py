"""A session gets its title from the copilot, through real workers; a person's title stays."""

from __future__ import annotations

from uuid import UUID

import pytest

from models.ai_session import AiSession
from tasks.actors.inputs.chat_replies import chat_reply_input
from tests.support.chat import answers, session_now, writes
from tests.support.desk import Desk, expect, path_of_fixes
from tests.support.events import EventListener
from tests.support.workers import Workers

PROBLEM = "Backup of FS01 fails since Saturday night: VSS writer timed out, event 8194"


def test_once_the_problem_is_understood_it_has_a_title(workers: Workers, desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session(PROBLEM)
    assert ai_session["title"] == PROBLEM
    heard.wait_for("reply_finished")
    assert session_now(desk.junior, ai_session)["title"] == "VSS writer failed on FS01"
    assert "TITLE" not in answers(desk.junior, ai_session)[0]["content"]
    assert [event["data"]["session_id"] for event in heard.all if event["type"] == "session_changed"] == [
        ai_session["id"]
    ]
    writes(desk.junior, ai_session, "What else could it be?")
    heard.wait_for("reply_finished")
    assert heard.types().count("session_changed") == 1


def test_never_over_a_title_that_a_person_wrote(workers: Workers, desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session("Hello")
    heard.wait_for("reply_finished")
    expect(desk.junior.patch(f"/ai-sessions/{ai_session['id']}", title="The Saturday thing"), 200)
    writes(desk.junior, ai_session, PROBLEM)
    heard.wait_for("reply_finished")
    assert session_now(desk.junior, ai_session)["title"] == "The Saturday thing"


@pytest.mark.parametrize("taken_back", [False, True], ids=["stands", "taken back"])
def test_an_outcome_that_was_taken_back_is_not_told_to_the_copilot(
    workers: Workers, desk: Desk, heard: EventListener, *, taken_back: bool
) -> None:
    ai_session = desk.junior.opens_session(PROBLEM)
    heard.wait_for("reply_finished")
    fix = session_now(desk.junior, ai_session)["active_fix"]
    path = f"{path_of_fixes(ai_session)}/{fix['id']}/outcome"
    expect(desk.junior.patch(path, outcome="applied_failed", notes="It came back"), 200)
    if taken_back:
        expect(desk.junior.send("DELETE", path), 200)
    with desk.unit() as unit:
        told = chat_reply_input(unit.db_session.get_one(AiSession, UUID(ai_session["id"])))
    said = [turn.content for turn in told.turns if turn.role == "engineer"]
    assert said == [PROBLEM] + ([] if taken_back else [f"Did not work: {fix['title']}"])
    assert told.fixes[0].status == ("proposed" if taken_back else "applied_failed")
