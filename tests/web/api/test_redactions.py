"""What was masked in a message: listed with the step, and one place at a time released for the copilot."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from models.ai_session import AiSession
from prompts.redaction import redact_model
from tasks.actors.inputs.chat_replies import chat_reply_input
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener

SECRET = "Winter2026!"
SAID = f"\U0001f600 The password: {SECRET} is set, and password: {SECRET} again"


def notes(person: Person, ai_session: dict[str, Any], content: str = SAID) -> dict[str, Any]:
    return expect(person.post(f"/ai-sessions/{ai_session['id']}/notes", content=content), 201)


def redactions(step: dict[str, Any]) -> list[dict[str, Any]]:
    return step["data"].get("redactions", [])


def path(ai_session: dict[str, Any], redaction: dict[str, Any]) -> str:
    return f"/ai-sessions/{ai_session['id']}/redactions/{redaction['id']}/allow"


def sent(desk: Desk, ai_session: dict[str, Any]) -> str:
    """All turns as the copilot reads them next."""
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        return redact_model(chat_reply_input(row)).model_dump_json()


def test_masked_places_are_listed_with_their_positions_in_code_points(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    note = notes(desk.junior, ai_session)
    assert [SAID[place["start"] : place["end"]] for place in redactions(note)] == [SECRET, SECRET]
    assert [set(place) for place in redactions(note)] == [{"id", "kind", "start", "end"}] * 2
    assert {place["kind"] for place in redactions(note)} == {"password"}
    (_, read) = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    assert redactions(read) == redactions(note)


def test_a_step_without_a_secret_lists_nothing(desk: Desk) -> None:
    assert notes(desk.junior, desk.junior.opens_session(), "The password expired")["data"] == {}


def test_only_the_released_place_is_read_by_the_copilot(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    notes(desk.junior, ai_session)
    first, second = redactions(notes(desk.junior, ai_session))
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value=f"password: {SECRET}"), 201)
    assert SECRET not in sent(desk, ai_session)
    released = expect(desk.junior.post(path(ai_session, second)), 200)
    assert sent(desk, ai_session).count(SECRET) == 1
    assert redactions(released)[0] == first
    assert redactions(released)[1]["allowed_by"] == {"id": desk.junior.id, "name": desk.junior.name}


def test_a_place_in_the_problem_is_released_where_the_problem_is_repeated(desk: Desk) -> None:
    ai_session = desk.junior.opens_session(f"It says password: {SECRET} is wrong")
    (step,) = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    expect(desk.junior.post(path(ai_session, redactions(step)[0])), 200)
    assert sent(desk, ai_session).count(SECRET) == 2


def test_releasing_is_audited_once_and_without_the_text(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    note = notes(desk.junior, ai_session)
    before = desk.junior.reads(ai_session)["state_version"]
    answers = [expect(desk.junior.post(path(ai_session, redactions(note)[0])), 200) for _ in range(2)]
    assert answers[0] == answers[1]
    assert desk.junior.reads(ai_session)["state_version"] == before + 1
    log = expect(desk.owner.get("/account/audit-log"), 200)
    (entry,) = [item for item in log["items"] if item["action"] == "redaction.allowed"]
    ids = {"step_id": note["id"], "redaction_id": redactions(note)[0]["id"]}
    assert entry["detail"] == {"kind": "password", **ids}
    assert SECRET not in str(log)


def test_the_stream_names_the_step(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    note = notes(desk.junior, ai_session)
    expect(desk.junior.post(path(ai_session, redactions(note)[0])), 200)
    heard.wait_for("step_changed", session_id=ai_session["id"], step_id=note["id"])


def test_an_unknown_redaction_and_one_of_another_session_are_not_found(desk: Desk) -> None:
    ai_session, other = desk.junior.opens_session(), desk.junior.opens_session()
    (place, _) = redactions(notes(desk.junior, other))
    refuse(desk.junior.post(path(ai_session, {"id": uuid4()})), 404, "not_found")
    refuse(desk.junior.post(path(ai_session, place)), 404, "not_found")


def test_only_the_owner_or_handler_of_an_open_session_releases(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    (place, _) = redactions(notes(desk.junior, ai_session))
    refuse(desk.senior.post(path(ai_session, place)), 404, "not_found")
    refuse(desk.owner.post(path(ai_session, place)), 403, "owner_or_handler_required")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    refuse(desk.junior.post(path(ai_session, place)), 409, "session_closed")


@pytest.mark.parametrize("unit", ["password: aB3$x1 ", "x", "0123456789abcdef", "net use a "])
def test_the_longest_message_is_listed_in_bounded_time_and_size(desk: Desk, unit: str) -> None:
    ai_session = desk.junior.opens_session()
    note = notes(desk.junior, ai_session, (unit * 32_000)[:31_000])
    assert len(redactions(note)) <= 200


def test_an_account_keeps_contacts_from_the_provider_if_it_wants(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    said = "Call jane@contoso.test or +44 20 7946 0958"
    assert redactions(notes(desk.junior, ai_session, said)) == []
    expect(desk.owner.patch("/account", settings={"redact_contacts": True}), 200)
    note = notes(desk.junior, ai_session, said)
    assert [place["kind"] for place in redactions(note)] == ["email", "phone"]
    assert "jane@contoso.test" not in sent(desk, ai_session)
    expect(desk.junior.post(path(ai_session, redactions(note)[0])), 200)
    assert sent(desk, ai_session).count("jane@contoso.test") == 1
