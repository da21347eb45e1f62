"""The attempt ledger over HTTP: its rows, their order, and the evidence that belongs to each."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from models.evidence import EXCERPT
from tests.support.desk import expect, path_of_fixes
from tests.support.files import attaches
from tests.support.lane import closes, copilot_asks
from tests.web.api.fix_case import FixCase

LOG = "2026-11-28 10:31:02 INFO retry\n2026-11-28 10:31:40 ERROR sign-in failed 0x800423F4"


def posts(case: FixCase, text: str, kind: str = "messages") -> dict[str, Any]:
    answer = case.engineer.post(f"{case.session_path}/{kind}", content=text)
    assert answer.status_code in (201, 202)
    return answer.json["step"] if kind == "messages" else answer.json  # type: ignore[index,no-any-return]


def applies_another(case: FixCase, title: str = "Register the device again") -> dict[str, Any]:
    fix = case.desk.proposes(case.ai_session, title)
    return expect(case.engineer.post(f"{path_of_fixes(case.ai_session)}/{fix['id']}/apply"), 200)


def test_a_row_says_who_tried_what_when_with_which_result(case: FixCase) -> None:
    applied = case.apply()
    case.record("applied_failed", "Came back")
    (row,) = case.attempts()
    assert row == {
        "id": case.fix["id"],
        "n": 1,
        "title": case.fix["title"],
        "kind": "fix",
        "by": {"id": case.engineer.id, "name": case.engineer.name},
        "at": applied["applied_at"],
        "outcome": "did_not_work",
        "notes": "Came back",
        "evidence": [],
        "script": False,
        "decision": None,
        "template": None,
    }


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("applied_success", "worked"),
        ("applied_failed", "did_not_work"),
        ("applied_partial", "partly"),
        ("applied_pending", "pending"),
        ("dismissed", "dismissed"),
    ],
)
def test_each_outcome_has_its_word(case: FixCase, status: str, outcome: str) -> None:
    case.record(status, "Seen at 10:31")
    (row,) = case.attempts()
    assert (row["outcome"], row["notes"], row["by"]["name"]) == (outcome, "Seen at 10:31", "Sam")


def test_a_fix_that_nobody_tried_is_no_attempt(case: FixCase) -> None:
    case.desk.proposes(case.ai_session, "Supersedes the first")
    assert case.attempts() == []


def test_an_outcome_that_was_taken_back_does_not_count(case: FixCase) -> None:
    case.record("applied_failed", "Oops")
    case.undo()
    assert case.attempts() == []
    case.apply()
    (row,) = case.attempts()
    assert (row["outcome"], row["notes"]) == ("verifying", None)


def test_output_pasted_after_an_attempt_and_before_the_next_belongs_to_it(case: FixCase) -> None:
    posts(case, f"Before anything was tried:\n{LOG}")
    case.apply()
    first = posts(case, f"Now:\n{LOG}")
    posts(case, "It looks the same to me.")
    applies_another(case)
    second = posts(case, LOG.replace("INFO", "WARN"), "notes")
    one, two = case.attempts()
    assert [piece["step_id"] for piece in one["evidence"]] == [first["id"]]
    assert [piece["step_id"] for piece in two["evidence"]] == [second["id"]]
    (piece,) = one["evidence"]
    assert piece == {
        "step_id": first["id"],
        "excerpt": LOG,
        "sha256": hashlib.sha256(first["content"].encode()).hexdigest(),
        "machine": None,
        "at": first["created_at"],
    }


def test_output_in_the_notes_of_an_outcome_belongs_to_its_own_fix(case: FixCase) -> None:
    case.apply()
    applies_another(case)
    case.record("applied_failed", f"Same as before:\n{LOG}")
    one, two = case.attempts()
    assert [piece["excerpt"] for piece in one["evidence"]] == [LOG] and two["evidence"] == []


def test_a_fix_that_was_only_dismissed_takes_no_evidence(case: FixCase) -> None:
    case.apply()
    other = case.desk.proposes(case.ai_session, "Reboot the server")
    path = f"{path_of_fixes(case.ai_session)}/{other['id']}/outcome"
    expect(case.engineer.patch(path, outcome="dismissed", notes="Production"), 200)
    posts(case, LOG)
    one, two = case.attempts()
    assert (two["outcome"], two["notes"], two["evidence"]) == ("dismissed", "Production", [])
    assert len(one["evidence"]) == 1


def test_secrets_are_not_in_the_evidence(case: FixCase) -> None:
    case.apply()
    posts(case, f"{LOG}\n2026-11-28 10:32:00 ERROR bind failed password=hunter2-Sommer-2026")
    (row,) = case.attempts()
    assert "hunter2" not in str(row["evidence"]) and "[password-1 redacted]" in row["evidence"][0]["excerpt"]


def test_a_machine_that_the_facts_know_is_named_if_the_output_names_it(case: FixCase) -> None:
    for name in ("PC-14", "PC-1"):
        expect(case.engineer.post(f"{case.session_path}/facts", kind="device", value=name), 201)
    case.apply()
    posts(case, "2026-11-28 10:31:40 ERROR pc-14 did not answer")
    posts(case, "2026-11-28 10:31:40 ERROR FS01 did not answer")
    assert [piece["machine"] for piece in case.attempts()[0]["evidence"]] == ["PC-14", None]


def test_an_action_of_the_lane_that_was_done_is_an_attempt(case: FixCase) -> None:
    ask, do = copilot_asks(case.desk, case.ai_session, "Since when?", actions=["List the writers"])
    expect(closes(case.engineer, case.ai_session, ask, answer=f"Monday:\n{LOG}"), 200)
    done = expect(closes(case.engineer, case.ai_session, do, done=True, note=f"One fails\n{LOG}"), 200)["step"]
    shown = posts(case, LOG)
    (row,) = case.attempts()
    assert (row["kind"], row["id"], row["title"], row["outcome"]) == ("action", done["id"], "List the writers", "done")
    assert (row["notes"], row["by"]["name"], row["at"]) == (f"One fails\n{LOG}", "Sam", done["created_at"])
    assert [piece["step_id"] for piece in row["evidence"]] == [done["id"], shown["id"]]


def test_attachments_are_evidence_too(case: FixCase) -> None:
    case.apply()
    filler = "\n".join(f"2026-11-28 09:00:{number % 60:02} INFO step {number}" for number in range(2_000))
    log = attaches(case.engineer, case.ai_session, f"{filler}\n{LOG}\n{filler}".encode(), "app.log")
    picture = attaches(case.engineer, case.ai_session)
    ids = [log["id"], picture["id"]]
    expect(case.engineer.post(f"{case.session_path}/messages", content="See both", attachment_ids=ids), 202)
    (row,) = case.attempts()
    of_log, of_picture = row["evidence"]
    assert "ERROR sign-in failed 0x800423F4" in of_log["excerpt"] and len(of_log["excerpt"]) <= EXCERPT
    assert of_picture["excerpt"] == f"Image: {picture['name']}"


def test_a_skipped_action_is_no_attempt(case: FixCase) -> None:
    (item,) = copilot_asks(case.desk, case.ai_session, actions=["Reboot the server"])
    expect(closes(case.engineer, case.ai_session, item, skipped=True), 200)
    assert case.attempts() == []


def test_the_documentation_has_the_same_rows(case: FixCase) -> None:
    case.apply()
    posts(case, f"{LOG} password=hunter2-Sommer-2026")
    applies_another(case, "Reboot")
    path = f"{case.session_path}/documentation"
    content = expect(case.engineer.get(path), 200)["content"] or ""
    if not content:
        expect(case.engineer.post(f"{case.session_path}/resolve"), 200)
        content = expect(case.engineer.get(path), 200)["content"]
    assert f"1. **{case.fix['title']}**: being verified" in content
    assert "*Shown*" in content and "2026-11-28 10:31:02 INFO retry" in content
    assert "2. **Reboot**: being verified" in content
    assert "hunter2" not in content


def test_a_drafted_script_is_mentioned(case: FixCase) -> None:
    case.desk.changes_fix(case.fix, ai_drafted_script="Get-Service")
    case.apply()
    assert case.attempts()[0]["script"] is True


def test_handoff_and_package_hold_the_same_rows(case: FixCase) -> None:
    case.apply()
    posts(case, LOG)
    case.record("applied_failed", "Came back")
    applies_another(case)
    ledger = case.attempts()
    assert len(ledger[0]["evidence"]) == 1
    handoff = case.engineer.escalates(case.ai_session)
    assert handoff["snapshot"]["attempts"] == ledger
    assert case.desk.senior.reads(case.ai_session)["escalation_package"]["attempts"] == ledger


def test_the_ledger_is_the_same_for_everyone_who_may_read_it(case: FixCase) -> None:
    case.apply()
    posts(case, LOG)
    case.engineer.escalates(case.ai_session)
    for person in (case.desk.senior, case.desk.viewer, case.desk.owner):
        assert expect(person.get(f"{case.session_path}/attempts"), 200)["items"] == case.attempts()
