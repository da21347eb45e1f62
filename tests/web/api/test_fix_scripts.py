"""A fix's script is drafted, and the engineer decides how to use it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.support.desk import Desk, expect, refuse, register
from tests.support.events import EventListener
from tests.web.api.fix_case import FixCase

SCRIPT = "Get-Service -Name {{name}}"
PARAMETERS = [{"name": "name", "label": "Service", "type": "text", "required": True, "default": "Spooler"}]
TERMINAL = ["applied_success", "applied_failed", "dismissed"]


def draft(case: FixCase, script: Any = SCRIPT, parameters: Any = (), path: str | None = None) -> TestResponse:
    body = {"ai_drafted_script": script, "ai_drafted_parameters": list(parameters)}
    return case.engineer.send("PUT", f"{path or case.path}/draft", json=body)


def decide(case: FixCase, decision: Any = "one_off", **more: Any) -> TestResponse:
    return case.engineer.patch(f"{case.path}/decision", decision=decision, **more)


def keeps_script(case: FixCase, title: str = "Clear print queue") -> dict[str, Any]:
    """A template of the account's own library."""
    return expect(
        case.engineer.post(
            "/scripts", title=title, language="powershell", body=SCRIPT, parameters=PARAMETERS, status="published"
        ),
        201,
    )


def library_of(case: FixCase) -> list[dict[str, Any]]:
    return expect(case.engineer.get("/scripts", source="own"), 200)["items"]


def test_a_draft_is_kept_and_does_not_apply_the_fix(case: FixCase) -> None:
    version = case.version
    drafted = expect(draft(case, SCRIPT, PARAMETERS), 200)
    assert (drafted["ai_drafted_script"], drafted["ai_drafted_parameters"]) == (SCRIPT, PARAMETERS)
    assert (drafted["status"], drafted["applied_at"], drafted["decision"]) == ("proposed", None, None)
    assert case.read() == drafted
    assert case.version == version + 1


def test_a_new_draft_replaces_the_old_one_and_the_same_again_changes_nothing(case: FixCase) -> None:
    expect(draft(case, SCRIPT, PARAMETERS), 200)
    newer = expect(draft(case, "Get-Process"), 200)
    assert (newer["ai_drafted_script"], newer["ai_drafted_parameters"]) == ("Get-Process", [])
    steps, version = case.steps(), case.version
    assert expect(draft(case, "Get-Process"), 200) == newer
    assert (case.steps(), case.version) == (steps, version)


def test_drafting_keeps_when_the_fix_was_applied(case: FixCase) -> None:
    applied_at = case.apply()["applied_at"]
    assert expect(draft(case), 200)["applied_at"] == applied_at


@pytest.mark.parametrize("status", TERMINAL)
def test_a_fix_that_ended_takes_no_draft_and_no_decision(case: FixCase, status: str) -> None:
    case.record(status)
    assert refuse(draft(case), 409, "fix_terminal") == {"status": status}
    assert refuse(decide(case), 409, "fix_terminal") == {"status": status}


def test_a_fix_of_another_session_is_not_found(case: FixCase) -> None:
    elsewhere = f"/ai-sessions/{case.engineer.opens_session()['id']}/suggested-fixes/{case.fix['id']}"
    refuse(draft(case, path=elsewhere), 404, "not_found")
    refuse(case.engineer.patch(f"{elsewhere}/decision", decision="one_off"), 404, "not_found")


@pytest.mark.parametrize("script", ["", "  \n", None, 5, "a\x00b", "x" * 100_001])
def test_a_script_that_cannot_be_one_is_refused(case: FixCase, script: Any) -> None:
    assert "ai_drafted_script" in refuse(draft(case, script), 422, "validation_failed")
    assert case.read()["ai_drafted_script"] is None


@pytest.mark.parametrize(
    "parameter",
    [
        {},
        {"name": ""},
        {"name": "two words"},
        {"name": "x", "type": "colour"},
        {"name": "x", "of": 1},
        "x",
    ],
)
def test_a_parameter_that_cannot_be_one_is_refused(case: FixCase, parameter: Any) -> None:
    assert "ai_drafted_parameters" in refuse(draft(case, SCRIPT, [parameter]), 422, "validation_failed")


@pytest.mark.parametrize("decision", ["one_off", "draft_template", "build_template", "dismissed"])
def test_a_decision_is_kept_and_changes_nothing_else(case: FixCase, decision: str) -> None:
    expect(draft(case), 200)
    before, version = case.read(), case.version
    assert expect(decide(case, decision), 200) == before | {"decision": decision}
    assert case.version == version + 1


def test_a_used_template_is_kept_and_applies_the_fix(case: FixCase) -> None:
    script, version = keeps_script(case), case.version
    decided = expect(decide(case, "used_template", script_id=script["id"]), 200)
    assert (decided["decision"], decided["script_id"], decided["status"]) == ("used_template", script["id"], "proposed")
    assert decided["script_title"] == script["title"]
    assert decided["applied_at"] is not None
    assert case.version == version + 1
    assert [step["data"]["kind"] for step in case.steps()[-2:]] == ["fix_decision", "fix_applied"]
    assert case.apply() == decided
    assert case.read() == decided


def test_a_used_template_counts_the_use_and_is_named_in_the_log_and_the_ledger(case: FixCase) -> None:
    script = keeps_script(case, "Restart the spooler")
    expect(draft(case), 200)
    for _ in range(2):
        expect(decide(case, "used_template", script_id=script["id"]), 200)
    assert expect(case.engineer.get(f"/scripts/{script['id']}"), 200)["use_count"] == 1
    logged = [step["content"] for step in case.steps() if step["data"].get("kind") == "fix_decision"]
    assert logged == [f"Sam used \u201cRestart the spooler\u201d from the library: {case.fix['title']}"]
    attempt = case.attempts()[0]
    assert (attempt["decision"], attempt["template"]) == ("used_template", "Restart the spooler")


def test_a_used_template_of_the_built_in_library_is_kept(case: FixCase) -> None:
    built_in = expect(case.engineer.get("/scripts", source="library", limit=1), 200)["items"][0]
    assert expect(decide(case, "used_template", script_id=built_in["id"]), 200)["script_title"] == built_in["title"]


def test_a_used_template_that_the_library_does_not_have_is_refused(case: FixCase) -> None:
    refuse(decide(case, "used_template", script_id=str(uuid4())), 404, "not_found")
    elsewhere = register(case.desk.app, "Otto")
    theirs = expect(elsewhere.post("/scripts", title="Theirs", language="bash", body="uptime"), 201)
    refuse(decide(case, "used_template", script_id=theirs["id"]), 404, "not_found")
    assert case.read()["decision"] is None


def test_a_kept_draft_is_in_the_library_once(case: FixCase) -> None:
    expect(draft(case), 200)
    for decision in ("draft_template", "draft_template", "one_off", "draft_template"):
        expect(decide(case, decision), 200)
    kept = [one for one in library_of(case) if one["source"]["fix_id"] == case.fix["id"]]
    assert [(one["title"], one["status"], one["language"]) for one in kept] == [
        (case.fix["title"], "draft", "powershell")
    ]
    assert kept[0]["source"] == {
        "kind": "fix",
        "session_id": case.ai_session["id"],
        "fix_id": case.fix["id"],
        "guide_id": None,
    }
    assert [one["name"] for one in kept[0]["parameters"]] == ["name"]


def test_people_who_keep_the_same_draft_at_once_keep_it_once(case: FixCase) -> None:
    expect(draft(case), 200)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: decide(case, "draft_template").status_code, range(4)))
    assert answers == [200] * 4
    assert len([one for one in library_of(case) if one["source"]["fix_id"] == case.fix["id"]]) == 1


def test_a_dangerous_script_makes_the_fix_risky(case: FixCase) -> None:
    assert expect(draft(case, "Get-ChildItem C:\\Temp | Remove-Item -Recurse -Force"), 200)["risk"] == "high"


@pytest.mark.parametrize("start", ["apply", "applied_pending", "applied_partial"])
def test_a_used_template_keeps_when_the_fix_was_applied(case: FixCase, start: str) -> None:
    before = case.apply() if start == "apply" else case.record(start, "Until Monday")
    decided = expect(decide(case, "used_template", script_id=keeps_script(case)["id"]), 200)
    assert (decided["applied_at"], decided["status"]) == (before["applied_at"], before["status"])


def test_another_decision_replaces_the_first_and_the_same_again_changes_nothing(case: FixCase) -> None:
    expect(decide(case, "used_template", script_id=keeps_script(case)["id"]), 200)
    other = expect(decide(case, "one_off"), 200)
    assert (other["decision"], other["script_id"], other["script_title"]) == ("one_off", None, None)
    steps, version = case.steps(), case.version
    assert expect(decide(case, "one_off"), 200) == other
    assert (case.steps(), case.version) == (steps, version)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"decision": "used_template"}, "script_id"),
        ({"decision": "used_template", "script_id": None}, "script_id"),
        ({"decision": "used_template", "script_id": "the printer one"}, "script_id"),
        ({"decision": "one_off", "script_id": str(uuid4())}, "script_id"),
        ({"decision": "run_it"}, "decision"),
        ({"decision": None}, "decision"),
        ({}, "decision"),
    ],
)
def test_a_decision_that_cannot_be_one_is_refused(case: FixCase, body: dict[str, Any], field: str) -> None:
    assert field in refuse(case.engineer.patch(f"{case.path}/decision", **body), 422, "validation_failed")
    assert case.read()["decision"] is None


def test_both_are_on_record_and_told_to_the_session(desk: Desk, heard: EventListener) -> None:
    case = FixCase(desk)
    expect(draft(case), 200)
    heard.wait_for("fix_changed", fix_id=case.fix["id"])
    expect(decide(case), 200)
    heard.wait_for("fix_changed", fix_id=case.fix["id"])
    drafted, decided = case.steps()[-2:]
    assert drafted["content"] == f"Sam drafted a script: {case.fix['title']}"
    assert decided["content"] == f"Sam chose to run the script once: {case.fix['title']}"
    assert (decided["data"]["kind"], decided["data"]["decision"]) == ("fix_decision", "one_off")


def test_a_reader_cannot_draft_or_decide_and_a_closed_session_takes_neither(case: FixCase) -> None:
    owner = case.desk.owner
    body = {"ai_drafted_script": SCRIPT}
    refuse(owner.send("PUT", f"{case.path}/draft", json=body), 403, "owner_or_handler_required")
    refuse(owner.patch(f"{case.path}/decision", decision="one_off"), 403, "owner_or_handler_required")
    expect(case.engineer.post(f"{case.session_path}/abandon"), 200)
    refuse(draft(case), 409, "session_closed")
    refuse(decide(case), 409, "session_closed")


def test_a_draft_is_handed_over_with_its_values_and_keeps_none(case: FixCase) -> None:
    refuse(case.engineer.post(f"{case.path}/render", values={}), 409, "no_draft")
    expect(draft(case, f"{SCRIPT}\nConnect-It {{{{password}}}}", [{"name": "password", "type": "secret"}]), 200)
    values = {"name": "it's", "password": "hush-hush"}
    answer = expect(case.engineer.post(f"{case.path}/render", values=values), 200)
    assert answer["script"] == "Get-Service -Name 'it''s'\nConnect-It 'hush-hush'"
    refused = refuse(case.engineer.post(f"{case.path}/render", values={"other": "1"}), 422, "validation_failed")
    assert list(refused["values"]) == ["other"]
    assert "hush-hush" not in str(expect(case.engineer.get(case.path), 200))
