"""Cases: who reads and edits them, what resolving and reopening do to them, and which are similar.  No worker runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from models.ai_session import AiSession
from models.case import Case, CaseDraft, case_text, fix_key_of
from models.case_names import Names
from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.operations.cases import store_draft_as_case
from tests.support.cases import PROXY_PROBLEM, case, listed, resolves, similar, solved
from tests.support.desk import Desk, expect, refuse


def jobs(desk: Desk) -> list[OutboxRow]:
    return desk.rows(select(OutboxRow).where(OutboxRow.name == "case.write"))


def test_a_case_in_a_persons_wording_is_stored_without_secrets_and_everybody_reads_it(desk: Desk) -> None:
    stored = solved(desk.junior, cause="The password: Hunter2secret! was old; ask jane@acme.test")
    viewer = desk.viewer
    assert [one["id"] for one in listed(viewer)] == [stored["id"]]
    assert "Hunter2secret" not in stored["cause"] and "jane@acme.test" not in stored["cause"]
    assert stored["edited_by"]["name"] == desk.junior.name and stored["client_kind"].startswith("dental")
    assert jobs(desk) == []
    path = f"/cases/{stored['id']}"
    refuse(viewer.patch(path, title="Mine"), 403, "role_required")
    edited = expect(desk.senior.patch(path, title="VPN: idle timeout", signals=["20227"]), 200)
    assert edited["title"] == "VPN: idle timeout" and edited["edited_by"]["name"] == desk.senior.name
    assert expect(viewer.get(path), 200) == edited
    refuse(desk.senior.patch(path, fix=" "), 422, "validation_failed")


def test_no_wording_keeps_the_names_of_the_client_and_of_people(desk: Desk) -> None:
    ai_session = desk.junior.opens_session(PROXY_PROBLEM, client_name="Contoso Dental Practice, LLC")
    for value in ("\u674e\u96f7", "jane doe (reception)", "all users"):
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="user", value=value), 201)
    asked = f"{desk.senior.name.upper()} asked \u674e\u96f7\u5728 and Jane Doe; all users"
    told = f"contoso's firewall; CONTOSO DENTAL PRACTICE knows. {asked}"
    resolves(desk.junior, ai_session, case=case(problem=told, client_kind="dental practice of Contoso"))
    (stored,) = listed(desk.junior)
    assert stored["problem"] == (
        "the client's firewall; the client knows. a colleague asked a user\u5728 and a user; all users"
    )
    assert stored["client_kind"] == "dental practice of the client"
    edited = expect(desk.senior.patch(f"/cases/{stored['id']}", cause="JANE DOE", client_kind="Contoso"), 200)
    assert (edited["cause"], edited["client_kind"]) == ("a user", None)


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("j.doe", "J.Doe signs in", "a user signs in"),
        ("Jan van der Berg", "jan van der berg or Berg", "a user or a user"),
        ("everyone", "everyone waits", "everyone waits"),
        ("Finance", "the finance share", "the finance share"),
        ("Will", "Will says it will stop", "a user says it will stop"),
    ],
)
def test_a_noted_name_is_taken_out_and_a_word_stays(name: str, text: str, kept: str) -> None:
    assert Names(["Network Dental GmbH & Co. KG"], colleagues=[], users=[name]).removed_from(text) == kept


def test_the_list_is_searched_by_words_and_codes_and_has_pages(desk: Desk) -> None:
    first, second = solved(desk.junior), solved(desk.junior, title="Drucker in Zürich druckt leer", signals=["5.7.708"])
    assert [one["id"] for one in listed(desk.senior, q="zurich")] == [second["id"]]
    assert [one["id"] for one in listed(desk.senior, q="firewall idle")] == [second["id"], first["id"]]
    assert [one["id"] for one in listed(desk.senior, q="0x80072ee7")] == [first["id"]]
    assert listed(desk.senior, q="\u00bd") == [] == listed(desk.senior, q="fax")
    page = expect(desk.senior.get("/cases", limit=1), 200)
    rest = expect(desk.senior.get("/cases", limit=1, cursor=page["next_cursor"]), 200)
    assert [page["items"][0]["id"], rest["items"][0]["id"]] == [second["id"], first["id"]]
    assert rest["next_cursor"] is None


def test_null_withholds_it_and_silence_keeps_what_the_job_writes_where_a_person_recorded_the_solution(
    desk: Desk,
) -> None:
    withheld, kept, nothing = (desk.junior.opens_session(PROXY_PROBLEM) for _ in range(3))
    resolves(desk.junior, withheld, case=None, resolution="Raised the timeout")
    resolves(desk.junior, nothing)
    assert jobs(desk) == [] == listed(desk.junior)
    resolves(desk.junior, kept, resolution="Raised the timeout")
    (draft,) = desk.rows(select(CaseDraft))
    assert (str(draft.ai_session_id), draft.is_kept, len(jobs(desk))) == (kept["id"], True, 1)
    expect(desk.junior.post(f"/ai-sessions/{kept['id']}/reopen"), 200)
    assert desk.rows(select(CaseDraft))[0].is_kept is False


def test_a_withheld_case_and_a_persons_wording_outlive_what_a_job_writes(desk: Desk) -> None:
    withheld, worded = (desk.junior.opens_session(PROXY_PROBLEM) for _ in range(2))
    resolves(desk.junior, withheld, case=None, resolution="Raised the timeout")
    resolves(desk.junior, worded, case=case(), resolution="Raised the timeout")
    for one in (withheld, worded):
        expect(desk.junior.post(f"/ai-sessions/{one['id']}/reopen"), 200)
        resolves(desk.junior, one, resolution="Raised the timeout")
    assert [job.args["draft_id"] for job in jobs(desk)] == [str(one.id) for one in desk.rows(select(CaseDraft))]
    for title, fix in (("By a job", "Replace the firewall"), ("By a job", "Raise the idle timeout of the VPN")):
        with desk.unit() as unit:
            (draft,) = unit.db_session.scalars(select(CaseDraft))
            draft.content = dict(case_text(case(title=title, fix=fix)))
            store_draft_as_case(draft, unit.db_session.get_one(AiSession, UUID(worded["id"])))
        (kept,) = listed(desk.junior)
        assert (kept["title"], kept["edited_by"]["name"]) == (case()["title"], desk.junior.name)
        assert kept["failure"] == ("reopened" if fix == "Replace the firewall" else None)
    expect(desk.junior.post(f"/ai-sessions/{withheld['id']}/reopen"), 200)
    resolves(desk.junior, withheld, case=case())
    assert len(listed(desk.junior)) == 2


def test_asking_for_the_draft_follows_the_rules_of_a_preview(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    path = f"/ai-sessions/{ai_session['id']}/case"
    assert expect(desk.junior.get(path), 200)["status"] == "none"
    asked = expect(desk.junior.post(path), 202)
    assert (asked["status"], asked["content"], asked["state_version"]) == ("pending", None, ai_session["state_version"])
    assert expect(desk.junior.post(path), 202) == asked and len(jobs(desk)) == 1


def test_a_reopened_session_marks_its_case_until_it_is_solved_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session(PROXY_PROBLEM)
    resolves(desk.junior, ai_session, case=case())
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reopen"), 200)
    (marked,) = listed(desk.junior)
    assert (marked["failure"], bool(marked["failed_at"])) == ("reopened", True)
    resolves(desk.junior, ai_session, case=case(fix="Replace the firewall"))
    (again,) = listed(desk.junior)
    assert (again["id"], again["failure"], again["fix"]) == (marked["id"], None, "Replace the firewall")


def test_similar_cases_are_found_by_words_and_codes_with_reasons_and_what_they_checked(desk: Desk) -> None:
    found = solved(desk.junior)
    solved(
        desk.junior,
        title="Printer prints blank pages",
        problem="Pages are blank.",
        fix="Replace the drum",
        signals=[],
        cause="Worn drum",
        tried=[],
    )
    ai_session = desk.senior.opens_session("The VPN keeps dropping after some minutes, 0x80072ee7 in the log")
    answer = similar(desk.senior, ai_session)
    (one,) = answer["cases"]
    assert one["id"] == found["id"] and one["strong"] and not one["tried_here"]
    assert {"0x80072EE7", "VPN"} <= set(one["why"])
    checks = [missing["check"] for missing in answer["missing_checks"]]
    assert checks == ["Reinstall the VPN client", "Read the firewall's session log"]
    assert answer["missing_checks"][0]["cases"] == [found["id"]]
    assert [tree["title"] for tree in answer["trees"]][:1] == ["The VPN connects and drops again"]
    assert answer["scripts"] == []
    as_the_library_knows_it = desk.senior.opens_session("VPN drops, the client logs error 12007 every time")
    assert [one["id"] for one in similar(desk.senior, as_the_library_knows_it)["cases"]] == [found["id"]]
    stranger = desk.senior.opens_session("A new colleague needs a laptop bag")
    assert similar(desk.senior, stranger)["cases"] == []


def test_what_a_fix_did_again_counts_at_its_case_and_an_outcome_taken_back_does_not(desk: Desk) -> None:
    found = solved(desk.junior)
    ai_session = desk.senior.opens_session("VPN drops every ten minutes after a firewall update, 0x80072EE7")
    fix = desk.proposes(ai_session, "Raise the idle timeout of the VPN")
    path = f"/ai-sessions/{ai_session['id']}/suggested-fixes/{fix['id']}/outcome"

    def counts() -> tuple[int, int]:
        now = expect(desk.junior.get(f"/cases/{found['id']}"), 200)
        return now["worked_again"], now["failed_again"]

    expect(desk.senior.patch(path, outcome="applied_failed"), 200)
    assert counts() == (0, 1)
    (here,) = similar(desk.senior, ai_session)["cases"]
    assert here["tried_here"] and not here["strong"]
    expect(desk.senior.send("DELETE", path), 200)
    assert counts() == (0, 0)
    expect(desk.senior.patch(path, outcome="applied_success"), 200)
    assert counts() == (1, 0)
    one = f"/cases/{found['id']}"
    expect(desk.senior.patch(one, fix="Fix: Raise the idle timeout of the VPN. Twelve hours."), 200)
    assert counts() == (1, 0)
    expect(desk.senior.patch(one, fix="Replace the firewall"), 200)
    assert counts() == (0, 0)


@pytest.mark.parametrize(
    ("fix", "key"),
    [
        ("1. Restart the spooler. Then print.", "restart the spooler"),
        ("Fix: Restart the spooler", "restart the spooler"),
        ("Solution:\n- Step 1: Restart the spooler\n- Step 2: Print", "restart the spooler"),
        ("Restart: the spooler of FS01. Print", "restart the spooler of fs01 print"),
        ("Done.\nRestart the spooler", "done"),
        ("2.4 GHz: Renew the certificate", "2 4 ghz renew the certificate"),
    ],
)
def test_the_name_of_a_fix_has_no_numbers_and_says_enough(fix: str, key: str) -> None:
    assert fix_key_of(fix) == key


def test_older_and_failed_cases_come_after_newer_ones(desk: Desk) -> None:
    old, failed, new = (
        solved(desk.junior, fix=f"{name} the timeout of the gateway") for name in ("Lower", "Reset", "Raise")
    )
    with desk.unit() as unit:
        long_ago = clock.now() - timedelta(days=900)
        unit.db_session.execute(update(Case).where(Case.id == UUID(old["id"])).values(resolved_at=long_ago))
    expect(desk.junior.post(f"/ai-sessions/{failed['ai_session_id']}/reopen"), 200)
    ai_session = desk.senior.opens_session(PROXY_PROBLEM)
    cases: list[dict[str, Any]] = similar(desk.senior, ai_session)["cases"]
    assert [one["id"] for one in cases] == [new["id"], old["id"], failed["id"]]
    assert [one["failed"] for one in cases] == [False, False, True]
