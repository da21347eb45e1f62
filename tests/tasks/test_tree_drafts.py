"""Decision trees drafted by the built-in Demo AI, through real workers: what a person would publish after reading."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.ai_usage import AiUsage
from models.tree import TreeDraft
from tasks.actors.tree_drafts import give_up
from tests.support.cases import resolves
from tests.support.desk import Desk, expect, open_desk, refuse
from tests.support.events import EventListener
from tests.support.lane import copilot_asks
from tests.support.tree_drafts import drafted, seeded, told
from tests.support.tree_runs import answers, starts
from web.demo.scenario import Scenario
from web.demo.scenarios.solved import ONEDRIVE, PRINTER, TEAMS

pytestmark = pytest.mark.usefixtures("workers")


@pytest.mark.parametrize(
    ("scenario", "asked", "fix", "gone"),
    [
        (ONEDRIVE, "Did it help?", "Reset the OneDrive client", ["PC-118", "Contoso"]),
        (TEAMS, "Did it help?", "Turn off the dock's sound device", ["Contoso"]),
        (PRINTER, "Is this the problem", "Point the printer's port at its new address", ["Fabrikam"]),
    ],
    ids=["onedrive", "teams", "printer"],
)
def test_a_solved_session_becomes_a_tree_that_leads_to_what_solved_it(
    desk: Desk, heard: EventListener, scenario: Scenario, asked: str, fix: str, gone: list[str]
) -> None:
    session_id = seeded(desk, scenario)
    request, tree = drafted(desk.junior, heard, session_id=session_id)
    assert tree is not None, request
    print(told(tree))  # noqa: T201 -- for whoever wants to read what the copilot drafts
    assert (request["status"], request["error"], tree["status"], tree["problems"]) == ("ready", None, "draft", [])
    assert tree["source"]["kind"] == "session" and tree["source"]["session_id"] == session_id
    outline = told(tree)
    assert asked in outline and fix in outline and "(try_fix)" in outline and "(escalate)" in outline
    assert not [name for name in gone if name in outline]
    published = expect(desk.junior.post(f"/trees/{tree['id']}/publish", version=tree["version"]), 200)
    run = starts(desk.senior, published["id"])
    for _ in range(12):
        if run["state"] == "finished":
            break
        labels = run["current"]["answers"]
        label = "No" if run["current"]["text"] == "Did it help?" else labels[0] if labels else None
        run = answers(desk.senior, run, label)
    assert run["current"]["fix"]["title"] == fix


def test_answers_and_checks_of_the_session_become_questions_beside_the_guides(desk: Desk, heard: EventListener) -> None:
    problem = "Printer PRN-07 at 10.4.3.7 is offline for jane.doe@contoso.test, jobs are stuck in the print queue"
    ai_session = desk.junior.opens_session(f"{problem}, password: Winter-2026!", client_name="Contoso Dental")
    heard.wait_for("reply_finished", session_id=ai_session["id"])
    lane = copilot_asks(desk, ai_session, "Does PRN-07 answer a ping?", actions=["Look at the printer's display"])
    path = f"/ai-sessions/{ai_session['id']}"
    for item in lane:
        if item["text"] == "Does PRN-07 answer a ping?":
            expect(desk.junior.post(f"{path}/task-lane/{item['id']}", answer="Yes, it does"), 200)
        elif item["kind"] == "action":
            expect(desk.junior.post(f"{path}/task-lane/{item['id']}", done=True, note="It says ready"), 200)
    for title, what in (("Restart the printer", "applied_failed"), ("Clear the print queue", "applied_success")):
        fix = desk.proposes(ai_session, title)
        expect(desk.junior.patch(f"{path}/suggested-fixes/{fix['id']}/outcome", outcome=what), 200)
    refuse(desk.junior.post("/trees/draft", session_id=ai_session["id"]), 409, "not_resolved")
    resolves(desk.junior, ai_session, verified_by="tested")
    _, tree = drafted(desk.junior, heard, session_id=ai_session["id"])
    assert tree and tree["problems"] == []
    outline = told(tree)
    print(outline)  # noqa: T201
    root = tree["nodes"][tree["root"]]
    assert root["text"] == "Does the device answer a ping?"
    assert [answer["label"] for answer in root["answers"]] == ["Yes", "No"]
    assert "Try: Restart the printer" in outline and "Clear the print queue" in outline
    for secret in ("PRN-07", "10.4.3.7", "jane.doe", "Contoso", "Winter-2026", desk.junior.name):
        assert secret not in outline, secret
    assert desk.rows(select(AiUsage.task).where(AiUsage.task == "tree")) == ["tree"]


def test_a_description_becomes_the_tree_of_the_guide_that_fits_and_otherwise_says_what_it_needs(
    desk: Desk, heard: EventListener
) -> None:
    request, tree = drafted(
        desk.junior, heard, description="Make me a tree for print jobs that are stuck in the print queue of a server"
    )
    assert tree and tree["title"] == "Print jobs that are stuck in the print queue of a server", request
    assert tree["source"]["kind"] == "description" and tree["problems"] == [] and tree["node_count"] > 5
    assert "Demo AI" in request["provider_label"]
    request, tree = drafted(desk.junior, heard, description="Something is odd with the coffee machine")
    assert (tree, request["status"], request["error"]) == (None, "failed", "nothing_found")
    assert "error code" in request["message"]
    refuse(desk.senior.get(f"/trees/draft/{request['id']}"), 404, "not_found")


def test_a_session_without_a_solution_is_refused_in_words(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session("The fan is loud")
    resolves(desk.junior, ai_session)
    request, tree = drafted(desk.junior, heard, session_id=ai_session["id"])
    assert tree is None and request["error"] == "nothing_found" and "what solved it" in request["message"]


def test_only_who_may_read_the_session_gets_a_tree_of_it(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("The fan is loud")
    resolves(desk.junior, ai_session, resolution="Cleaned it")
    stranger = open_desk(desk.app).owner
    for person in (desk.senior, stranger):
        refuse(person.post("/trees/draft", session_id=ai_session["id"]), 404, "not_found")
    refuse(desk.viewer.post("/trees/draft", description="A printer is offline"), 403, "role_required")
    refuse(desk.junior.post("/trees/draft"), 422, "validation_failed")
    refuse(desk.junior.post("/trees/draft", description="x y", session_id=ai_session["id"]), 422, "validation_failed")


def test_a_dead_job_fails_the_request_and_a_finished_one_stays(desk: Desk, heard: EventListener) -> None:
    request, _ = drafted(desk.junior, heard, description="Print jobs are stuck in the print queue of a server")
    with desk.unit() as unit:
        give_up(unit.db_session.get_one(TreeDraft, request["id"]).id, code="worker_died")
    assert expect(desk.junior.get(f"/trees/draft/{request['id']}"), 200)["status"] == "ready"
    with desk.unit() as unit:
        pending = TreeDraft(account_id=desk.account_id, description="Anything", requested_by_id=desk.junior.id)
        unit.db_session.add(pending)
        unit.db_session.flush()
        give_up(pending.id, code="worker_died")
        draft_id = str(pending.id)
    failed = expect(desk.junior.get(f"/trees/draft/{draft_id}"), 200)
    assert (failed["status"], failed["error"], bool(failed["message"])) == ("failed", "worker_died", True)
