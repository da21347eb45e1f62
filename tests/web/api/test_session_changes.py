"""Describe a session, note something, ask again, resume, reopen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from models.ai_session import AiSession, TitleBy
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener


def does(person: Person, ai_session: dict[str, Any], what: str, **body: Any) -> TestResponse:
    return person.post(f"/ai-sessions/{ai_session['id']}/{what}", **body)


def describes(person: Person, ai_session: dict[str, Any], **what: Any) -> TestResponse:
    return person.patch(f"/ai-sessions/{ai_session['id']}", **what)


def steps(person: Person, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    return expect(person.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]


def test_only_what_is_sent_is_changed(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session("No mail", client_name="Acme", psa_ticket_id="48210")
    changed = expect(describes(desk.junior, ai_session, title=" Mail at Acme ", psa_ticket_id=None), 200)
    assert (changed["title"], changed["client_name"], changed["psa_ticket_id"]) == ("Mail at Acme", "Acme", None)
    assert changed["state_version"] == ai_session["state_version"] + 1, "previews name the ticket"
    retitled = expect(describes(desk.junior, ai_session, title="No mail at Acme"), 200)
    assert retitled["state_version"] == changed["state_version"]
    heard.wait_for("session_changed", session_id=ai_session["id"])


def test_nothing_sent_changes_nothing(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    assert expect(describes(desk.junior, ai_session), 200)["updated_at"] == ai_session["updated_at"]


@pytest.mark.parametrize("what", [{"title": " "}, {"title": None}, {"title": "x" * 121}, {"problem": "Other"}])
def test_what_a_session_may_be_called(desk: Desk, what: dict[str, Any]) -> None:
    refuse(describes(desk.junior, desk.junior.opens_session(), **what), 422, "validation_failed")


def test_a_title_of_120_characters_is_taken_and_is_an_engineers(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    assert ai_session["title_by"] == "rule"
    changed = expect(describes(desk.junior, ai_session, title="x" * 120), 200)
    assert (len(changed["title"]), changed["title_by"]) == (120, "engineer")


def test_what_an_engineer_called_it_the_copilot_does_not_change(desk: Desk) -> None:
    named, unnamed = desk.junior.opens_session(), desk.junior.opens_session()
    expect(describes(desk.junior, named, title="Mail at Acme"), 200)
    with desk.unit() as unit:
        for ai_session in (named, unnamed):
            row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
            row.set_title("Outlook token", by=TitleBy.COPILOT)
    assert desk.junior.reads(named)["title"] == "Mail at Acme"
    assert desk.junior.reads(unnamed)["title"] == "Outlook token"


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_client_and_ticket_are_cleared(desk: Desk, blank: str | None) -> None:
    ai_session = desk.junior.opens_session(client_name="Acme", psa_ticket_id="48210")
    changed = expect(describes(desk.junior, ai_session, client_name=blank, psa_ticket_id=blank), 200)
    assert (changed["client_name"], changed["psa_ticket_id"]) == (None, None)


@pytest.mark.parametrize("given", ["#48210", "48210", " # 48210 ", "##48210", "\uff0348210"])
def test_a_ticket_number_is_kept_without_its_sign(desk: Desk, given: str) -> None:
    ai_session = desk.junior.opens_session(psa_ticket_id=given)
    assert ai_session["psa_ticket_id"] == "48210"
    other = desk.junior.opens_session()
    assert expect(describes(desk.junior, other, psa_ticket_id=given), 200)["psa_ticket_id"] == "48210"
    desk.junior.escalates(ai_session)
    assert desk.senior.bell()[0]["title"].startswith("Escalation from Sam · #48210: ")


def test_only_owner_and_handler_describe_note_and_reopen(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    for response in (
        describes(desk.owner, ai_session, title="Mine"),
        does(desk.owner, ai_session, "notes", content="Mine"),
        does(desk.owner, ai_session, "reopen"),
        does(desk.owner, ai_session, "reply/retry"),
    ):
        refuse(response, 403, "owner_or_handler_required")
    refuse(describes(desk.senior, ai_session, title="Mine"), 404, "not_found")


def test_a_note_is_on_record_and_nobody_answers_it(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    note = expect(does(desk.junior, ai_session, "notes", content="Called Jane, back at 14:00"), 201)
    assert (note["kind"], note["content"], note["author"]["name"]) == ("note", "Called Jane, back at 14:00", "Sam")
    heard.wait_for("step_created", step_id=note["id"])
    now = desk.junior.reads(ai_session)
    assert now["reply"] == ai_session["reply"]
    assert now["state_version"] == ai_session["state_version"] + 1
    assert steps(desk.junior, ai_session)[-1] == note


@pytest.mark.parametrize("content", ["", " \n", "x" * 32_001, None, "a\x00b"])
def test_what_a_note_may_be(desk: Desk, content: Any) -> None:
    refuse(does(desk.junior, desk.junior.opens_session(), "notes", content=content), 422, "validation_failed")


def test_a_stopped_reply_is_asked_for_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(does(desk.junior, ai_session, "reply/cancel"), 202)
    again = expect(does(desk.junior, ai_session, "reply/retry"), 202)["reply"]
    assert again["status"] == "queued"
    assert again["id"] != ai_session["reply"]["id"]
    assert expect(does(desk.junior, ai_session, "reply/retry"), 202)["reply"] == again


def test_a_reply_on_its_way_is_not_asked_for_twice(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    assert expect(does(desk.junior, ai_session, "reply/retry"), 202)["reply"] == ai_session["reply"]


def test_a_closed_session_takes_no_note_and_no_retry(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(does(desk.junior, ai_session, "abandon"), 200)
    refuse(does(desk.junior, ai_session, "notes", content="Late"), 409, "session_closed")
    refuse(does(desk.junior, ai_session, "reply/retry"), 409, "session_closed")


def test_whoever_parked_it_resumes_it(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.parks(ai_session)
    resumed = expect(does(desk.junior, ai_session, "resume"), 200)
    assert (resumed["status"], resumed["open_handoff_id"]) == ("active", None)
    heard.wait_for("session_changed", session_id=ai_session["id"], status="active")
    refuse(does(desk.junior, ai_session, "resume"), 409, "not_parked")


def test_parked_again_it_is_resumed_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    for _ in range(2):
        desk.junior.parks(ai_session)
        expect(does(desk.junior, ai_session, "resume"), 200)
    assert desk.junior.reads(ai_session)["status"] == "active"


def test_what_the_handler_parked_the_owner_does_not_resume(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    desk.senior.parks(ai_session)
    refuse(does(desk.junior, ai_session, "resume"), 403, "not_target")
    refuse(does(desk.owner, ai_session, "resume"), 404, "not_found")
    expect(does(desk.senior, ai_session, "resume"), 200)


def test_a_resolved_session_is_reopened(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    expect(does(desk.junior, ai_session, "resolve", resolution="Restarted it"), 200)
    reopened = expect(does(desk.junior, ai_session, "reopen"), 200)
    assert (reopened["status"], reopened["resolution"], reopened["can_write"]) == ("active", None, True)
    assert steps(desk.junior, ai_session)[-1]["content"] == "Reopened by Sam"
    assert "Restarted it" in steps(desk.junior, ai_session)[-2]["content"]
    heard.wait_for("session_changed", session_id=ai_session["id"], status="active")
    expect(does(desk.junior, ai_session, "messages", content="It is back"), 202)


@pytest.mark.parametrize("state", ["active", "abandoned", "parked"])
def test_nothing_else_is_reopened(desk: Desk, state: str) -> None:
    ai_session = desk.junior.opens_session()
    if state == "abandoned":
        expect(does(desk.junior, ai_session, "abandon"), 200)
    elif state == "parked":
        desk.junior.parks(ai_session)
    refuse(does(desk.junior, ai_session, "reopen"), 409, "not_resolved")
    assert desk.junior.reads(ai_session)["status"] == state
