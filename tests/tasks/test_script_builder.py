"""The script builder and templates by the built-in Demo AI, through real workers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.ai_usage import AiUsage
from models.core.outgoing.live import user_topic
from models.templatization import Templatization
from tests.support.chat import streamed_text
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.support.script_builder import SESSIONS, drafts, script_session, templatization_of

pytestmark = pytest.mark.usefixtures("workers")

SPOOLER = (
    "$server = 'FS01'\n$days = 30\n$secretPassword = 'Winter-2026!'\n"
    "Get-Service -ComputerName $server -Name Spooler\nTest-Connection 'FS01' -Count 2\n"
)


def asks(desk: Desk, heard: EventListener, session: dict[str, Any], content: str) -> dict[str, Any]:
    """Says this; the session once the copilot has answered."""
    posted = expect(desk.junior.post(f"{SESSIONS}/{session['id']}/messages", content=content), 202)
    heard.wait_for("reply_finished", reply_id=posted["reply"]["id"])
    told: dict[str, Any] = expect(desk.junior.get(f"{SESSIONS}/{session['id']}"), 200)
    return told


def test_the_script_of_a_guide_is_streamed_and_becomes_the_draft(desk: Desk, heard: EventListener) -> None:
    session = script_session(desk.junior)
    told = asks(desk, heard, session, "Print jobs are stuck in the queue and nobody can print; clear the print queue")
    reply = told["messages"][-1]
    assert (reply["status"], reply["draft_version"], told["draft_version"]) == ("finished", 1, 1)
    assert "Spooler" in told["script"]["body"] and told["script"]["risk"] != "reads"
    assert told["title"] == told["script"]["title"] and "[SCRIPT]" not in reply["content"]
    assert streamed_text(heard, reply["id"]).strip() == reply["content"]
    changed = [event for event in heard.all if event["type"] == "script_changed"]
    assert changed[-1]["data"]["version"] == 1 and changed[-1]["topics"] == [f"script:{session['id']}"]
    assert len(desk.rows(select(AiUsage).where(AiUsage.task == "script"))) == 1


def test_the_demo_says_what_it_cannot_do_and_leaves_the_script(desk: Desk, heard: EventListener) -> None:
    session = script_session(desk.junior)
    expect(desk.junior.patch(f"{SESSIONS}/{session['id']}", script={"body": SPOOLER}), 200)
    for request in ("Use bash instead", "Add a check that the disk has space"):
        told = asks(desk, heard, session, request)
        assert told["draft_version"] == 1 and "Demo AI" in told["messages"][-1]["content"]
    told = asks(desk, heard, session, "Make the server a parameter")
    assert "$server = {{Server}}" in told["script"]["body"] and "Test-Connection {{Server}}" in told["script"]["body"]
    server, secret = told["script"]["parameters"]
    assert (server["type"], server["default"]) == ("host", "FS01")
    assert secret["type"] == "secret" and "Winter" not in told["script"]["body"], "no provider reads a secret"
    told = asks(desk, heard, session, "It is for PRN-02 this time")
    assert told["script"]["parameters"][0]["default"] == "PRN-02"
    for request in (
        "Do not run it on DC01",
        "Add a check that FS02 is reachable first",
        "Remove the line about PRN-09",
    ):
        told = asks(desk, heard, session, request)
        assert told["script"]["parameters"][0]["default"] == "PRN-02" and "Demo AI" in told["messages"][-1]["content"]


def test_a_fix_becomes_a_template_that_holds_no_secret(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session("Nobody can print on FS01")
    heard.wait_for("reply_finished")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="server", value="FS01"), 201)
    fix = desk.proposes(ai_session, "Look at the spooler")
    drafts(desk.junior, ai_session, fix, SPOOLER)
    asked = templatization_of(desk.junior, fix)
    ready = heard.wait_for("templatize_ready", templatization_id=asked["id"])
    assert ready["data"]["status"] == "ready" and ready["topics"] == [user_topic(desk.junior.id)]
    path = f"/scripts/templatize/{asked['id']}"
    proposal = expect(desk.junior.get(path), 200)
    types = {one["name"]: one["type"] for one in proposal["parameters"]}
    assert types == {"Server": "host", "Days": "number", "SecretPassword": "secret"}
    replaced = {one["parameter"]: one for one in proposal["replaced"]}
    assert replaced["Server"] == {"parameter": "Server", "text": "'FS01'", "lines": [1, 5]}
    (row,) = desk.rows(select(Templatization))
    assert "Winter" not in str(row.content) and "Winter" not in str(proposal)
    kept = [one for one in proposal["parameters"] if one["name"] != "Days"]
    accepted = expect(desk.junior.post(f"{path}/accept", parameters=kept, title="Look at a spooler"), 200)
    template = expect(desk.junior.get(f"/scripts/{accepted['result_script_id']}"), 200)
    assert (template["title"], template["status"], template["is_template"]) == ("Look at a spooler", "draft", True)
    assert "$days = 30" in template["body"] and template["source"]["fix_id"] == fix["id"]
    again = expect(desk.junior.post(f"{path}/accept"), 200)
    assert again["result_script_id"] == accepted["result_script_id"]
    assert desk.junior.post(f"{path}/reject").get_json()["code"] == "already_decided"


def test_a_script_of_the_library_becomes_a_template_or_says_that_nothing_varies(
    desk: Desk, heard: EventListener
) -> None:
    given = {"title": "Ping", "language": "bash", "body": "HOST=srv-app1\nping -c 2 10.0.0.5\n"}
    script = expect(desk.junior.post("/scripts", **given), 201)
    asked = expect(desk.junior.post("/scripts/templatize", script_id=script["id"]), 202)
    heard.wait_for("templatize_ready", templatization_id=asked["id"], status="ready")
    accepted = expect(desk.junior.post(f"/scripts/templatize/{asked['id']}/accept"), 200)
    template = expect(desk.junior.get(f"/scripts/{script['id']}"), 200)
    assert accepted["result_script_id"] == script["id"] and template["version"] == 2
    assert template["body"] == "HOST={{HOST}}\nping -c 2 {{Address}}\n"
    plain = expect(desk.junior.post("/scripts", title="Date", language="bash", body="date\n"), 201)
    nothing = expect(desk.junior.post("/scripts/templatize", script_id=plain["id"]), 202)
    told = heard.wait_for("templatize_ready", templatization_id=nothing["id"])
    assert (told["data"]["status"], told["data"]["code"]) == ("failed", "nothing_varies")


def test_a_template_with_one_more_parameter_keeps_those_that_it_had(desk: Desk, heard: EventListener) -> None:
    printer = {"name": "Printer", "label": "Queue", "type": "text", "default": "Front desk"}
    body = "$server = 'SRV-01'\nGet-PrintJob -ComputerName $server -PrinterName {{Printer}}\n"
    given = {"title": "Jobs", "language": "powershell", "body": body, "parameters": [printer]}
    script = expect(desk.junior.post("/scripts", **given), 201)
    asked = expect(desk.junior.post("/scripts/templatize", script_id=script["id"]), 202)
    path = f"/scripts/templatize/{asked['id']}"
    heard.wait_for("templatize_ready", templatization_id=asked["id"], status="ready")
    server, kept = expect(desk.junior.get(path), 200)["parameters"]
    assert (kept["name"], kept["label"], kept["default"]) == ("Printer", "Queue", "Front desk")
    expect(desk.junior.post(f"{path}/accept", parameters=[server]), 200)
    template = expect(desk.junior.get(f"/scripts/{script['id']}"), 200)
    assert [one["name"] for one in template["parameters"]] == [server["name"], "Printer"]


def test_a_proposal_changes_no_script_that_somebody_has_changed_since(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session("Nobody can print on FS01")
    fix = desk.proposes(ai_session, "Look at the spooler")
    fixes = f"/ai-sessions/{ai_session['id']}/suggested-fixes/{fix['id']}"
    drafts(desk.junior, ai_session, fix, SPOOLER)
    expect(desk.junior.patch(f"{fixes}/decision", decision="draft_template"), 200)
    asked = templatization_of(desk.junior, fix)
    heard.wait_for("templatize_ready", templatization_id=asked["id"], status="ready")
    (kept,) = expect(desk.junior.get("/scripts", source="own"), 200)["items"]
    expect(desk.senior.patch(f"/scripts/{kept['id']}", version=1, purpose="Only on Sundays"), 200)
    accept = f"/scripts/templatize/{asked['id']}/accept"
    refused = refuse(desk.junior.post(accept), 409, "version_conflict")
    assert refused["script"]["purpose"] == "Only on Sundays"
    drafts(desk.junior, ai_session, fix, SPOOLER.replace("FS01", "FS02"))
    refuse(desk.junior.post(accept), 409, "script_moved_on")
