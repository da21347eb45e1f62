"""Going through a decision tree, alone and in an AI session; what it writes there.  No worker runs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from werkzeug.test import TestResponse

from models.ai_session import AiSession
from models.fact import Fact
from tests.support.cases import resolves
from tests.support.desk import Desk, expect, open_desk, refuse
from tests.support.events import EventListener
from tests.support.tree_runs import NODES, answers, count_of, makes_tree, path_of, publishes_newer, starts


@pytest.fixture
def tree(desk: Desk) -> str:
    return makes_tree(desk)


def steps_of(desk: Desk, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = expect(desk.owner.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    return items


def at_once(click: Callable[[int], TestResponse], count: int) -> list[TestResponse]:
    gate = Barrier(count)

    def wait_and_click(number: int) -> TestResponse:
        gate.wait(timeout=10)
        return click(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(wait_and_click, range(count)))


def test_a_run_goes_on_and_back_and_reaches_an_outcome(desk: Desk, tree: str) -> None:
    run = starts(desk.junior, tree)
    assert (run["node"], run["state"], run["version"], run["path"]) == ("ping", "running", 1, [])
    assert run["current"]["answers"] == ["Yes", "No"] and run["current"]["help"] == "From the same subnet."
    refuse(desk.junior.post(path_of(run, "back"), node_id="ping"), 409, "run_at_start")
    run = answers(desk.junior, run, "No")
    assert run["current"]["kind"] == "step"
    run = answers(desk.junior, run, None, "Yes")
    assert [(entry["node"], entry["answer"]) for entry in run["path"]] == [
        *(("ping", "No"), ("power", None), ("ping", "Yes")),
    ]
    assert run["path"][0]["by"] == {"id": desk.junior.id, "name": desk.junior.name}
    assert run["path"][0]["text"] == "Does it answer a ping?" and run["path"][0]["at"].endswith("Z")
    done = answers(desk.junior, run, "No")
    assert (done["state"], done["current"]["outcome"], done["fix_id"]) == ("finished", "try_fix", None)
    assert done["finished_at"] and done["current"]["fix"]["title"] == "Restart the spooler"
    refuse(desk.junior.post(path_of(run, "answer"), node_id="restart", done=True), 409, "run_finished")
    again = expect(desk.junior.post(path_of(run, "back"), node_id="restart"), 200)
    assert (again["state"], again["node"], again["finished_at"]) == ("running", "spooler", None)
    assert expect(desk.junior.get(path_of(run)), 200) == again


def test_what_is_no_answer_is_refused_with_a_reason(desk: Desk, tree: str) -> None:
    run = starts(desk.junior, tree)
    path = path_of(run, "answer")
    assert (
        "Yes, No"
        in refuse(desk.junior.post(path, node_id="ping", answer="Maybe"), 422, "validation_failed")["answer"][0]
    )
    refuse(desk.junior.post(path, node_id="ping", done=True), 422, "validation_failed")
    refuse(desk.junior.post(path, node_id="ping"), 422, "validation_failed")
    refuse(desk.junior.post(path, node_id="ping", answer="No", done=True), 422, "validation_failed")
    detail = refuse(desk.junior.post(path, node_id="spooler", answer="No"), 409, "moved_on")
    assert detail["run"] == run
    step = answers(desk.junior, run, "No")
    refuse(desk.junior.post(path, node_id=step["node"], answer="No"), 422, "validation_failed")


def test_of_six_answers_at_once_one_counts_and_five_learn_where_the_run_is(desk: Desk, tree: str) -> None:
    ai_session = desk.junior.opens_session()
    run = starts(desk.junior, tree, ai_session_id=ai_session["id"])
    answered = at_once(lambda _: desk.junior.post(path_of(run, "answer"), node_id="ping", answer="Yes"), 6)
    assert sorted(one.status_code for one in answered) == [200, *[409] * 5]
    now = expect(desk.junior.get(path_of(run)), 200)
    for one in answered:
        if one.status_code == 409:
            assert refuse(one, 409, "moved_on")["run"] == now
    assert len(now["path"]) == 1 and now["node"] == "spooler"
    assert [step["data"].get("kind") for step in steps_of(desk, ai_session)].count("tree_answer") == 1


def test_in_a_session_each_answer_is_a_step_and_the_outcome_a_fix(desk: Desk, tree: str, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    older = desk.proposes(ai_session, "Replace the printer")
    path = f"/ai-sessions/{ai_session['id']}"
    before = desk.junior.reads(ai_session)["state_version"]
    run = answers(desk.junior, starts(desk.junior, tree, ai_session_id=ai_session["id"]), "Yes")
    assert desk.junior.reads(ai_session)["state_version"] == before + 1
    step = steps_of(desk, ai_session)[-1]
    assert (step["kind"], step["content"], step["author"]["id"]) == (
        *("action", "Does it answer a ping? Yes", desk.junior.id),
    )
    assert step["data"]["kind"] == "tree_answer" and step["data"]["run_id"] == run["id"]
    assert step["data"]["node"] == "ping" and step["data"]["answer"] == "Yes"
    (fact,) = expect(desk.junior.get(f"{path}/facts"), 200)["items"]
    assert (fact["value"], fact["source"], fact["step_id"]) == ("PRN-02", "engineer", step["id"])
    run = answers(desk.junior, run, "No")
    assert desk.junior.reads(ai_session)["state_version"] == before + 2
    fixes = expect(desk.junior.get(f"{path}/suggested-fixes"), 200)["items"]
    assert [(fix["title"], fix["status"]) for fix in fixes] == [
        *(("Restart the spooler", "proposed"), ("Replace the printer", "dismissed")),
    ]
    assert run["fix_id"] == fixes[0]["id"] and fixes[1]["id"] == older["id"]
    assert expect(desk.senior.get(path), 404) is not None
    heard.drain()
    assert heard.types().count("tree_run_changed") == 3
    assert expect(desk.junior.get(f"{path}/tree-runs"), 200)["items"] == [run]


def test_going_back_in_a_session_takes_nothing_back_but_says_so(desk: Desk, tree: str) -> None:
    ai_session = desk.junior.opens_session()
    run = answers(desk.junior, starts(desk.junior, tree, ai_session_id=ai_session["id"]), "Yes", "Yes")
    assert steps_of(desk, ai_session)[-1]["content"] == "Escalate: Ask the vendor."
    run = expect(desk.junior.post(path_of(run, "back"), node_id="escalate"), 200)
    assert steps_of(desk, ai_session)[-1]["kind"] == "system"
    assert "Is the spooler running?" in steps_of(desk, ai_session)[-1]["content"]
    answers(desk.junior, expect(desk.junior.post(path_of(run, "back"), node_id="spooler"), 200), "Yes")
    facts = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/facts"), 200)["items"]
    assert [fact["value"] for fact in facts] == ["PRN-02"]


def test_whoever_may_write_in_the_session_goes_on_with_the_run(desk: Desk, tree: str) -> None:
    ai_session = desk.junior.opens_session()
    run = answers(desk.junior, starts(desk.junior, tree, ai_session_id=ai_session["id"]), "Yes")
    refuse(desk.senior.get(path_of(run)), 404, "not_found")
    handoff = desk.junior.escalates(ai_session)
    seen = expect(desk.senior.get(path_of(run)), 200)
    assert (seen["node"], seen["can_change"]) == ("spooler", False)
    refuse(desk.senior.post(path_of(run, "answer"), node_id="spooler", answer="No"), 403, "owner_or_handler_required")
    expect(desk.senior.claims(handoff), 200)
    done = answers(desk.senior, run, "No")
    assert [entry["by"]["name"] for entry in done["path"]] == [desk.junior.name, desk.senior.name]
    assert done["can_change"]
    assert expect(desk.junior.get(path_of(run)), 200) == done


def test_a_closed_session_takes_no_answers_and_begins_no_run(desk: Desk, tree: str) -> None:
    ai_session = desk.junior.opens_session()
    run = starts(desk.junior, tree, ai_session_id=ai_session["id"])
    resolves(desk.junior, ai_session)
    refuse(desk.junior.post(path_of(run, "answer"), node_id="ping", answer="Yes"), 409, "session_closed")
    refuse(desk.junior.post(path_of(run, "leave")), 409, "session_closed")
    refuse(desk.junior.post(f"/trees/{tree}/sessions", ai_session_id=ai_session["id"]), 409, "session_closed")
    seen = expect(desk.junior.get(path_of(run)), 200)
    assert (seen["state"], seen["can_change"]) == ("running", False)
    listed = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/tree-runs"), 200)["items"]
    assert [one["can_change"] for one in listed] == [False]


def test_a_run_keeps_the_version_that_it_began_with(desk: Desk, tree: str) -> None:
    run = starts(desk.junior, tree)
    publishes_newer(desk, tree, title="Printer, newer")
    run = answers(desk.junior, run, "Yes")
    assert (run["version"], run["title"], run["path"][0]["text"]) == (1, "Printer is offline", "Does it answer a ping?")
    newer = starts(desk.senior, tree)
    assert (newer["version"], newer["title"], newer["node"]) == (2, "Printer, newer", "spooler")


def test_a_run_outside_a_session_is_its_starters_and_admins_may_read_it(desk: Desk, tree: str) -> None:
    run = starts(desk.junior, tree)
    assert run["can_change"]
    assert expect(desk.owner.get(path_of(run)), 200) == {**run, "can_change": False}
    refuse(desk.senior.get(path_of(run)), 404, "not_found")
    refuse(desk.senior.post(path_of(run, "answer"), node_id="ping", answer="Yes"), 404, "not_found")
    refuse(desk.owner.post(path_of(run, "answer"), node_id="ping", answer="Yes"), 403, "starter_required")
    refuse(desk.viewer.post(f"/trees/{tree}/sessions"), 403, "role_required")


def test_a_run_becomes_one_session_however_often_that_is_asked(desk: Desk, tree: str) -> None:
    run = answers(desk.junior, starts(desk.junior, tree), "No", None, "Yes", "No")
    made = at_once(lambda _: desk.junior.post(path_of(run, "to-ai-session"), client_name="Contoso"), 3)
    sessions = [expect(one, 201) for one in made]
    assert len({one["id"] for one in sessions}) == 1
    ai_session = sessions[0]
    assert (ai_session["title"], ai_session["client_name"]) == ("Printer is offline", "Contoso")
    assert "- Does it answer a ping? Yes" in ai_session["problem"]
    steps = [step["content"] for step in steps_of(desk, ai_session) if step["kind"] == "action"]
    assert steps == [
        "Does it answer a ping? No",
        "Done: Turn it off and on.",
        "Does it answer a ping? Yes",
        "Is the spooler running? No",
        "Try this fix: Restart the spooler.",
    ]
    assert ai_session["active_fix"]["title"] == "Restart the spooler"
    now = expect(desk.junior.get(path_of(run)), 200)
    assert (now["ai_session_id"], now["fix_id"]) == (ai_session["id"], ai_session["active_fix"]["id"])
    assert (count_of(desk, AiSession), count_of(desk, Fact)) == (1, 1)
    refuse(desk.senior.post(path_of(run, "to-ai-session")), 404, "not_found")


def test_a_run_that_became_a_session_goes_on_there(desk: Desk, tree: str) -> None:
    run = answers(desk.junior, starts(desk.junior, tree), "Yes")
    ai_session = expect(desk.junior.post(path_of(run, "to-ai-session")), 201)
    answers(desk.junior, run, "Yes")
    assert steps_of(desk, ai_session)[-1]["content"] == "Escalate: Ask the vendor."


def test_a_test_runs_the_draft_and_writes_nothing(desk: Desk) -> None:
    draft = makes_tree(
        desk, status="draft", nodes=NODES | {"power": {"kind": "step", "text": "Cycle it", "next": None}}
    )
    refuse(desk.junior.post(f"/trees/{draft}/sessions"), 409, "tree_not_published")
    run = starts(desk.junior, draft, is_test=True)
    run = answers(desk.junior, run, "No")
    refuse(desk.junior.post(path_of(run, "answer"), node_id="power", done=True), 409, "leads_nowhere")
    refuse(desk.junior.post(path_of(run, "to-ai-session")), 409, "run_is_test")
    ai_session = desk.junior.opens_session()
    body = {"is_test": True, "ai_session_id": ai_session["id"]}
    refuse(desk.junior.post(f"/trees/{draft}/sessions", **body), 422, "validation_failed")
    assert expect(desk.junior.get(f"/trees/{draft}/figures"), 200)["runs"] == 0
    archived = makes_tree(desk, status="archived")
    refuse(desk.junior.post(f"/trees/{archived}/sessions"), 409, "tree_archived")


def test_figures_say_where_runs_end_where_people_leave_and_what_fixes_did(desk: Desk, tree: str) -> None:
    ai_session = desk.junior.opens_session()
    fixed = answers(desk.junior, starts(desk.junior, tree, ai_session_id=ai_session["id"]), "Yes", "No")
    outcome = f"/ai-sessions/{ai_session['id']}/suggested-fixes/{fixed['fix_id']}/outcome"
    expect(desk.junior.patch(outcome, outcome="applied_success"), 200)
    answers(desk.senior, starts(desk.senior, tree), "Yes", "Yes")
    left = answers(desk.senior, starts(desk.senior, tree), "Yes")
    for _ in range(2):
        assert expect(desk.senior.post(path_of(left, "leave")), 200)["state"] == "left"
    answers(desk.junior, starts(desk.junior, tree, is_test=True), "Yes", "Yes")
    figures = expect(desk.viewer.get(f"/trees/{tree}/figures", period="7d"), 200)
    assert (figures["runs"], figures["running"], figures["finished"], figures["left"]) == (3, 0, 2, 1)
    assert {(end["node"], end["outcome"], end["count"]) for end in figures["ends"]} == {
        ("restart", "try_fix", 1),
        ("escalate", "escalate", 1),
    }
    assert figures["left_at"] == [{"node": "spooler", "text": "Is the spooler running?", "count": 1}]
    assert [(node["node"], node["visits"]) for node in figures["nodes"]] == [("ping", 3), ("spooler", 2)]
    assert all(0 <= node["median_seconds"] < 60 for node in figures["nodes"])
    assert figures["fixes"] == {"worked": 1, "did_not_work": 0, "partly": 0, "open": 0}
    refuse(desk.viewer.get(f"/trees/{tree}/figures", period="1d"), 422, "validation_failed")
    assert answers(desk.senior, left, "Yes")["state"] == "finished"


def test_nobody_of_another_account_sees_or_changes_a_run(desk: Desk, tree: str) -> None:
    stranger = open_desk(desk.app).owner
    run = starts(desk.junior, tree)
    refuse(stranger.post(f"/trees/{tree}/sessions"), 404, "not_found")
    refuse(stranger.get(f"/trees/{tree}/figures"), 404, "not_found")
    refuse(stranger.get(path_of(run)), 404, "not_found")
    for call in ("answer", "back"):
        refuse(
            stranger.post(path_of(run, call), node_id="ping", **({"answer": "Yes"} if call == "answer" else {})),
            404,
            "not_found",
        )
    for call in ("leave", "to-ai-session"):
        refuse(stranger.post(path_of(run, call)), 404, "not_found")
    theirs = stranger.opens_session()
    refuse(desk.junior.post(f"/trees/{tree}/sessions", ai_session_id=theirs["id"]), 404, "not_found")
