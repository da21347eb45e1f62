"""After a resolve, the engineer is asked once whether a script that was run once becomes a template."""

from __future__ import annotations

from models.script_use import words_of
from tests.support.desk import expect, refuse
from tests.web.api.fix_case import FixCase

SCRIPT = "Restart-Service -Name Spooler"


def resolve_with(case: FixCase, decision: str = "one_off", outcome: str = "applied_success") -> None:
    expect(case.engineer.send("PUT", f"{case.path}/draft", json={"ai_drafted_script": SCRIPT}), 200)
    expect(case.engineer.patch(f"{case.path}/decision", decision=decision), 200)
    case.record(outcome)
    expect(case.engineer.post(f"{case.session_path}/resolve", resolution="Restarted it"), 200)


def asked_about(case: FixCase) -> str | None:
    return expect(case.engineer.post(f"{case.session_path}/template-offer"), 200)["fix_id"]


def test_the_engineer_is_asked_once_about_a_script_that_was_run_once(case: FixCase) -> None:
    resolve_with(case)
    version = case.version
    assert asked_about(case) == case.fix["id"]
    assert asked_about(case) is None
    assert case.version == version


def test_reopening_and_resolving_again_does_not_ask_again(case: FixCase) -> None:
    resolve_with(case)
    assert asked_about(case)
    expect(case.engineer.post(f"{case.session_path}/reopen"), 200)
    expect(case.engineer.post(f"{case.session_path}/resolve", resolution="Restarted it"), 200)
    assert asked_about(case) is None


def test_nobody_is_asked_about_a_script_that_failed_or_was_used_otherwise(case: FixCase) -> None:
    resolve_with(case, outcome="applied_failed")
    assert asked_about(case) is None
    other = FixCase(case.desk)
    resolve_with(other, decision="dismissed")
    assert asked_about(other) is None


def test_nobody_is_asked_before_the_session_is_resolved(case: FixCase) -> None:
    expect(case.engineer.send("PUT", f"{case.path}/draft", json={"ai_drafted_script": SCRIPT}), 200)
    expect(case.engineer.patch(f"{case.path}/decision", decision="one_off"), 200)
    assert asked_about(case) is None
    case.record("applied_success")
    expect(case.engineer.post(f"{case.session_path}/resolve", resolution="Restarted it"), 200)
    assert asked_about(case) == case.fix["id"]


def test_an_account_can_turn_the_question_off(case: FixCase) -> None:
    resolve_with(case)
    expect(case.desk.owner.patch("/account", settings={"ask_to_templatize": False}), 200)
    assert asked_about(case) is None
    expect(case.desk.owner.patch("/account", settings={"ask_to_templatize": True}), 200)
    assert asked_about(case) == case.fix["id"]


def test_only_who_works_on_the_session_is_asked(case: FixCase) -> None:
    resolve_with(case)
    refuse(case.desk.owner.post(f"{case.session_path}/template-offer"), 403, "owner_or_handler_required")
    assert asked_about(case) == case.fix["id"]


def test_the_ledger_says_how_the_script_was_used(case: FixCase) -> None:
    resolve_with(case)
    attempt = case.attempts()[0]
    assert (attempt["script"], attempt["decision"], attempt["template"]) == (True, "one_off", None)
    assert "run once" in words_of("one_off")
