"""Sessions of the script builder as people open, share rights in, edit, save and discard them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.support.desk import Desk, Person, expect, refuse
from tests.support.script_builder import SCRIPT, SESSIONS, drafts, script_session, script_session_in


def path(session: dict[str, Any], *rest: str) -> str:
    return "/".join([SESSIONS, session["id"], *rest])


def writes(person: Person, session: dict[str, Any], body: str = SCRIPT, **more: Any) -> dict[str, Any]:
    changed: dict[str, Any] = expect(person.patch(path(session), script={"body": body}, **more), 200)
    return changed


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session("Nobody can print on FS01")


def test_of_six_sessions_opened_at_once_five_are_opened(desk: Desk) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: desk.junior.post(SESSIONS), range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [409]
    refuse(desk.junior.post(SESSIONS), 409, "script_session_limit")
    listed = expect(desk.junior.get(SESSIONS), 200)["items"]
    assert len(listed) == 5 and "messages" not in listed[0]
    expect(desk.junior.send("DELETE", path(listed[0])), 204)
    assert script_session(desk.junior)["status"] == "open"
    assert script_session(desk.senior), "the cap is each person's own"


def test_two_calls_at_once_open_one_inline_session(desk: Desk, ai_session: dict[str, Any]) -> None:
    body = {"origin": "pilot_inline", "ai_session_id": ai_session["id"]}
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: desk.junior.post(SESSIONS, **body), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.get_json()["id"] for answer in answers}) == 1
    assert expect(desk.junior.get(SESSIONS), 200)["items"] == []


def test_an_inline_session_begins_with_the_script_of_the_active_fix(desk: Desk, ai_session: dict[str, Any]) -> None:
    fix = desk.proposes(ai_session, "Restart the spooler")
    drafts(desk.junior, ai_session, fix, "#!/bin/bash\nsudo systemctl restart cups\n")
    opened = script_session_in(desk.junior, ai_session)
    assert (opened["fix_id"], opened["language"], opened["draft_version"]) == (fix["id"], "bash", 1)
    assert opened["script"]["body"].endswith("restart cups\n") and opened["script"]["risk"] != "reads"


def test_a_fix_never_gets_the_script_that_was_built_for_another(desk: Desk, ai_session: dict[str, Any]) -> None:
    first = desk.proposes(ai_session, "Restart the spooler")
    drafts(desk.junior, ai_session, first)
    before = script_session_in(desk.junior, ai_session)
    expect(desk.junior.post(path(before, "messages"), content="Only on FS01"), 202)
    second = desk.proposes(ai_session, "Replace the driver")
    drafts(desk.junior, ai_session, second, "pnputil /enum-drivers\n")
    opened = script_session_in(desk.junior, ai_session, fix_id=second["id"])
    assert (opened["fix_id"], opened["script"]["body"]) == (second["id"], "pnputil /enum-drivers\n")
    assert opened["messages"] == [] and opened["id"] != before["id"]
    ended = expect(desk.junior.get(path(before)), 200)
    assert (ended["status"], ended["messages"][-1]["status"]) == ("abandoned", "cancelled")
    assert script_session_in(desk.junior, ai_session, fix_id=second["id"])["id"] == opened["id"]


def test_only_who_may_write_in_a_session_opens_its_script_builder(desk: Desk, ai_session: dict[str, Any]) -> None:
    body = {"origin": "pilot_inline", "ai_session_id": ai_session["id"]}
    refuse(desk.owner.post(SESSIONS, **body), 403, "owner_or_handler_required")
    refuse(desk.senior.post(SESSIONS, **body), 404, "not_found")
    refuse(desk.junior.post(SESSIONS, origin="pilot_inline"), 422, "validation_failed")
    refuse(desk.junior.post(SESSIONS, ai_session_id=ai_session["id"]), 422, "validation_failed")


def test_nobody_else_reads_a_script_session(desk: Desk) -> None:
    mine = script_session(desk.junior)
    for person in (desk.owner, desk.senior):
        refuse(person.get(path(mine)), 404, "not_found")
        refuse(person.post(path(mine, "messages"), content="Show me"), 404, "not_found")
        refuse(person.get("/stream", topics=f"script:{mine['id']}"), 404, "not_found")


def test_an_edit_is_the_next_version_with_the_parameters_of_its_placeholders(desk: Desk) -> None:
    session = script_session(desk.junior)
    first = writes(desk.junior, session, "Restart-Computer -ComputerName {{Server}} -Force\n")
    assert (first["draft_version"], first["script"]["risk"]) == (1, "destroys")
    assert [(one["name"], one["type"]) for one in first["script"]["parameters"]] == [("Server", "text")]
    refused = refuse(
        desk.junior.patch(path(session), draft_version=0, script={"body": "Get-Date"}), 409, "version_conflict"
    )
    assert refused["draft_version"] == 1
    assert writes(desk.junior, session, "Get-Date\n", draft_version=1)["script"]["parameters"] == []


def test_while_the_copilot_writes_nothing_else_changes_the_script(desk: Desk) -> None:
    session = script_session(desk.junior)
    posted = expect(desk.junior.post(path(session, "messages"), content="Restart the print spooler"), 202)
    assert (posted["message"]["role"], posted["reply"]["status"]) == ("user", "queued")
    refuse(desk.junior.post(path(session, "messages"), content="And now?"), 409, "script_reply_running")
    refuse(desk.junior.patch(path(session), script={"body": "Get-Date"}), 409, "script_reply_running")
    stopped = expect(desk.junior.post(path(session, "stop")), 202)["reply"]
    assert (stopped["id"], stopped["status"], stopped["code"]) == (posted["reply"]["id"], "cancelled", "cancelled")
    asked = expect(desk.junior.post(path(session, "retry")), 202)["reply"]
    assert asked["status"] == "queued" and asked["id"] != stopped["id"]
    assert expect(desk.junior.get(path(session)), 200)["title"] == "Restart the print spooler"


def test_a_saved_script_is_a_draft_of_the_library_and_saving_again_is_the_same(desk: Desk) -> None:
    session = script_session(desk.junior)
    refuse(desk.junior.post(path(session, "save"), title="Nothing"), 409, "no_draft")
    writes(desk.junior, session)
    saved = expect(desk.junior.post(path(session, "save"), title="Look at the spooler", tags=["Printing"]), 201)
    assert (saved["status"], saved["source"]["kind"], saved["tags"]) == ("draft", "builder", ["printing"])
    assert expect(desk.junior.post(path(session, "save")), 200)["id"] == saved["id"]
    refuse(desk.junior.post(path(session, "messages"), content="More"), 409, "script_session_closed")
    revised = script_session(desk.junior, script_id=saved["id"])
    assert revised["script"]["body"] == saved["body"]
    writes(desk.junior, revised, "Get-Service -Name Spooler\n")
    refuse(desk.junior.post(path(revised, "save")), 422, "validation_failed")
    expect(desk.owner.patch(f"/scripts/{saved['id']}", version=1, purpose="Theirs"), 200)
    base = expect(desk.junior.get(path(revised)), 200)["script_version"]
    theirs = refuse(desk.junior.post(path(revised, "save"), version=base), 409, "version_conflict")["script"]
    assert (theirs["version"], theirs["purpose"]) == (2, "Theirs")
    again = expect(desk.junior.post(path(revised, "save"), version=2), 200)
    assert (again["id"], again["version"], again["title"]) == (saved["id"], 3, "Look at the spooler")


def test_the_draft_goes_into_the_fix_without_applying_it(desk: Desk, ai_session: dict[str, Any]) -> None:
    session = script_session_in(desk.junior, ai_session)
    refuse(desk.junior.post(path(session, "use-in-fix")), 422, "validation_failed")
    writes(desk.junior, session)
    refuse(desk.junior.post(path(session, "use-in-fix")), 422, "validation_failed")
    fix = desk.proposes(ai_session)
    used = expect(desk.junior.post(path(session, "use-in-fix")), 200)
    assert (used["id"], used["ai_drafted_script"], used["applied_at"]) == (fix["id"], SCRIPT, None)
    other = desk.proposes(desk.junior.opens_session())
    refuse(desk.junior.post(path(session, "use-in-fix"), fix_id=other["id"]), 404, "not_found")
    desk.changes_fix(fix, status="dismissed")
    refuse(desk.junior.post(path(session, "use-in-fix"), fix_id=fix["id"]), 409, "fix_terminal")


def test_in_a_closed_session_the_script_can_be_read_and_saved_but_not_written(
    desk: Desk, ai_session: dict[str, Any]
) -> None:
    session = script_session_in(desk.junior, ai_session)
    writes(desk.junior, session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/abandon"), 200)
    refuse(desk.junior.post(path(session, "messages"), content="More"), 409, "session_closed")
    assert script_session_in(desk.junior, ai_session)["id"] == session["id"]
    assert expect(desk.junior.post(path(session, "save")), 201)["source"]["session_id"] == ai_session["id"]


def test_a_proposal_for_a_template_needs_one_source_with_a_script(desk: Desk, ai_session: dict[str, Any]) -> None:
    fix = desk.proposes(ai_session)
    refuse(desk.junior.post("/scripts/templatize", fix_id=fix["id"]), 422, "validation_failed")
    refuse(desk.junior.post("/scripts/templatize"), 422, "validation_failed")
    refuse(desk.junior.post("/scripts/templatize", fix_id=str(uuid4())), 404, "not_found")
    refuse(desk.senior.post("/scripts/templatize", fix_id=fix["id"]), 404, "not_found")
    drafts(desk.junior, ai_session, fix)
    asked = expect(desk.junior.post("/scripts/templatize", fix_id=fix["id"]), 202)
    assert expect(desk.junior.post("/scripts/templatize", fix_id=fix["id"]), 202)["id"] == asked["id"]
    assert (asked["status"], asked["body"], asked["parameters"]) == ("pending", None, [])
    refuse(desk.junior.post(f"/scripts/templatize/{asked['id']}/accept"), 409, "not_ready")
    refuse(desk.owner.get(f"/scripts/templatize/{asked['id']}"), 404, "not_found")


def test_a_fix_keeps_the_language_that_its_script_was_written_in(desk: Desk, ai_session: dict[str, Any]) -> None:
    fix = desk.proposes(ai_session)
    session = script_session_in(desk.junior, ai_session, language="batch")
    writes(desk.junior, session, "ipconfig /release {{Adapter}}\n")
    expect(desk.junior.post(path(session, "use-in-fix")), 200)
    drafts(desk.junior, ai_session, fix, "ipconfig /renew {{Adapter}}\n")
    decision = f"/ai-sessions/{ai_session['id']}/suggested-fixes/{fix['id']}/decision"
    expect(desk.junior.patch(decision, decision="draft_template"), 200)
    (kept,) = expect(desk.junior.get("/scripts", source="own"), 200)["items"]
    assert kept["language"] == "batch"


def test_a_script_goes_into_the_active_fix_once_its_own_has_ended_and_never_from_a_discarded_session(
    desk: Desk, ai_session: dict[str, Any]
) -> None:
    desk.proposes(ai_session)
    session = script_session_in(desk.junior, ai_session)
    writes(desk.junior, session)
    newer = desk.proposes(ai_session, "Restart the spooler")
    assert expect(desk.junior.post(path(session, "use-in-fix")), 200)["id"] == newer["id"]
    expect(desk.junior.send("DELETE", path(session)), 204)
    refuse(desk.junior.post(path(session, "use-in-fix")), 409, "script_session_closed")
