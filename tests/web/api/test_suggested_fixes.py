"""A suggested fix is read, tried, superseded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support.desk import Desk, Person, expect, path_of_fixes, refuse
from tests.support.events import EventListener


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


@pytest.fixture
def fix(desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any]:
    return desk.proposes(ai_session)


def applies(person: Person, fix: dict[str, Any]):
    return person.post(f"/ai-sessions/{fix['session_id']}/suggested-fixes/{fix['id']}/apply")


def records(person: Person, fix: dict[str, Any], outcome: str, **more: Any):
    path = f"/ai-sessions/{fix['session_id']}/suggested-fixes/{fix['id']}/outcome"
    return person.patch(path, outcome=outcome, **more)


def test_a_fix_has_exactly_the_fields_of_the_contract(fix: dict[str, Any]) -> None:
    assert set(fix) == {
        *("id", "session_id", "title", "rationale", "steps", "risk", "status", "applied_at", "verified_at"),
        *("pending_reason", "partial_notes", "failure_reason", "dismissed_reason", "ai_outcome_proposal"),
        *("ai_drafted_script", "ai_drafted_parameters", "decision", "script_id", "remind_at", "created_at"),
        *("hypothesis_ids", "script_title"),
    }


def test_a_new_fix_is_proposed_and_the_sessions_active_one(
    desk: Desk, ai_session: dict[str, Any], fix: dict[str, Any]
) -> None:
    assert (fix["status"], fix["applied_at"], fix["verified_at"]) == ("proposed", None, None)
    assert desk.junior.reads(ai_session)["active_fix"] == fix


def test_a_sessions_fixes_are_listed_newest_first(desk: Desk, ai_session: dict[str, Any]) -> None:
    titles = ["First", "Second", "Third"]
    for title in titles:
        desk.proposes(ai_session, title)
    listed = expect(desk.junior.get(path_of_fixes(ai_session)), 200)["items"]
    assert [one["title"] for one in listed] == titles[::-1]


def test_applying_stamps_the_time_and_leaves_the_status(desk: Desk, fix: dict[str, Any]) -> None:
    applied = expect(applies(desk.junior, fix), 200)
    assert applied["applied_at"] is not None
    assert (applied["status"], applied["verified_at"]) == ("proposed", None)


def test_applying_moves_the_session_on_by_one_and_is_on_record(
    desk: Desk, ai_session: dict[str, Any], fix: dict[str, Any]
) -> None:
    before = desk.junior.reads(ai_session)["state_version"]
    applies(desk.junior, fix)
    assert desk.junior.reads(ai_session)["state_version"] == before + 1
    step = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"][-1]
    assert (step["kind"], step["author"]["name"], step["data"]["fix_id"]) == ("action", "Sam", fix["id"])


def test_applying_twice_gives_the_same_answer_and_changes_nothing(
    desk: Desk, ai_session: dict[str, Any], fix: dict[str, Any], heard: EventListener
) -> None:
    first = expect(applies(desk.junior, fix), 200)
    after_first = desk.junior.reads(ai_session)
    heard.drain()
    told = len(heard.all)
    assert expect(applies(desk.junior, fix), 200) == first
    assert desk.junior.reads(ai_session) == after_first
    assert heard.drain()[told:] == []


@pytest.mark.parametrize("status", ["applied_pending", "applied_partial"])
def test_past_proposed_a_fix_cannot_be_applied(desk: Desk, fix: dict[str, Any], status: str) -> None:
    expect(records(desk.junior, fix, status, notes="Half of it"), 200)
    assert refuse(applies(desk.junior, fix), 409, "already_applied") == {"status": status}


@pytest.mark.parametrize("status", ["applied_success", "applied_failed", "dismissed"])
def test_a_fix_with_its_outcome_cannot_be_applied(desk: Desk, fix: dict[str, Any], status: str) -> None:
    expect(records(desk.junior, fix, status), 200)
    assert refuse(applies(desk.junior, fix), 409, "fix_terminal") == {"status": status}


def test_a_fix_is_not_found_under_another_session(desk: Desk, fix: dict[str, Any]) -> None:
    elsewhere = fix | {"session_id": desk.junior.opens_session()["id"]}
    refuse(applies(desk.junior, elsewhere), 404, "not_found")
    refuse(records(desk.junior, elsewhere, "applied_success"), 404, "not_found")
    refuse(desk.junior.get(f"{path_of_fixes({'id': elsewhere['session_id']})}/{fix['id']}"), 404, "not_found")


def test_who_only_reads_the_session_cannot_change_its_fix(desk: Desk, fix: dict[str, Any]) -> None:
    refuse(applies(desk.owner, fix), 403, "owner_or_handler_required")
    refuse(records(desk.owner, fix, "applied_success"), 403, "owner_or_handler_required")


def test_the_handler_applies_like_the_owner(desk: Desk, ai_session: dict[str, Any], fix: dict[str, Any]) -> None:
    desk.senior.claims(desk.junior.escalates(ai_session))
    assert expect(applies(desk.senior, fix), 200)["applied_at"] is not None


def test_a_newer_fix_supersedes_one_that_was_never_applied(desk: Desk, ai_session: dict[str, Any]) -> None:
    older, newer = desk.proposes(ai_session, "Older"), desk.proposes(ai_session, "Newer")
    now = expect(desk.junior.get(f"{path_of_fixes(ai_session)}/{older['id']}"), 200)
    assert (now["status"], now["dismissed_reason"]) == ("dismissed", "superseded")
    assert (now["applied_at"], now["verified_at"]) == (None, None)
    assert desk.junior.reads(ai_session)["active_fix"]["id"] == newer["id"]


def test_a_newer_fix_leaves_one_that_is_verifying(desk: Desk, ai_session: dict[str, Any]) -> None:
    older = desk.proposes(ai_session, "Older")
    expect(applies(desk.junior, older), 200)
    newer = desk.proposes(ai_session, "Newer")
    now = expect(desk.junior.get(f"{path_of_fixes(ai_session)}/{older['id']}"), 200)
    assert (now["status"], now["dismissed_reason"]) == ("proposed", None)
    assert desk.junior.reads(ai_session)["active_fix"]["id"] == newer["id"]


def test_an_older_open_fix_is_active_again_when_the_newer_one_ends(desk: Desk, ai_session: dict[str, Any]) -> None:
    older = desk.proposes(ai_session, "Older")
    expect(records(desk.junior, older, "applied_pending", notes="Until Monday"), 200)
    newer = desk.proposes(ai_session, "Newer")
    expect(records(desk.junior, newer, "dismissed"), 200)
    assert desk.junior.reads(ai_session)["active_fix"]["id"] == older["id"]


def test_a_session_whose_fixes_have_ended_has_no_active_one(
    desk: Desk, ai_session: dict[str, Any], fix: dict[str, Any]
) -> None:
    expect(records(desk.junior, fix, "applied_failed"), 200)
    assert desk.junior.reads(ai_session)["active_fix"] is None


@pytest.mark.parametrize("ending", ["resolve", "abandon"])
def test_in_a_closed_session_no_fix_changes(
    desk: Desk, ai_session: dict[str, Any], fix: dict[str, Any], ending: str
) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/{ending}"), 200)
    refuse(applies(desk.junior, fix), 409, "session_closed")
    refuse(records(desk.junior, fix, "applied_success"), 409, "session_closed")


def test_a_change_of_a_fix_is_told_to_its_session(desk: Desk, fix: dict[str, Any], heard: EventListener) -> None:
    expect(records(desk.junior, fix, "applied_pending", notes="Until Monday"), 200)
    event = heard.wait_for("fix_changed", fix_id=fix["id"])
    assert (event["topics"], event["data"]["status"]) == ([f"session:{fix['session_id']}"], "applied_pending")


@pytest.mark.parametrize("status", ["done", "APPLIED_SUCCESS", ""])
def test_the_database_refuses_a_status_that_is_not_in_the_set(desk: Desk, fix: dict[str, Any], status: str) -> None:
    change = text("update suggested_fixes set status = :status where id = :id")
    with pytest.raises(IntegrityError, match="ck_suggested_fixes_status"), desk.unit() as unit:
        unit.db_session.execute(change, {"status": status, "id": UUID(fix["id"])})
