"""Resolved sessions whose one-off scripts become templates that a person would publish, through real workers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, Person, expect, path_of_fixes
from tests.support.events import EventListener
from tests.support.workers import Workers

SESSIONS = [
    (
        "Printing stops at Northwind, jobs pile up in the queue of PRN-02",
        "Get-PrintJob -PrinterName 'PRN-02' | Remove-PrintJob\nRestart-Service -Name Spooler",
        ["PRN-02"],
    ),
    (
        "j.roe at Contoso is locked out again",
        "Unlock-ADAccount -Identity 'j.roe'\nGet-ADUser -Identity 'j.roe' -Properties LockedOut",
        ["j.roe"],
    ),
    (
        "The backup share of FS01 is not reachable",
        "Test-NetConnection -ComputerName 'FS01' -Port 445\nRestart-Service -Name LanmanServer",
        ["FS01"],
    ),
]


@pytest.mark.usefixtures("workers")
def test_three_resolved_sessions_give_templates_to_publish(workers: Workers, desk: Desk, heard: EventListener) -> None:
    """A person reads each one, publishes it, and a later session is offered it."""
    templates = [_templatized(desk.junior, desk, heard, *given) for given in SESSIONS]
    for template in templates:
        path = f"/scripts/{template['id']}"
        published = expect(desk.junior.patch(path, version=template["version"], status="published"), 200)
        assert published["status"] == "published" and published["is_template"]
    ai_session = desk.junior.opens_session("Jobs pile up in the queue of PRN-07")
    fix = desk.proposes(ai_session, "Empty the print queue")
    path = f"{path_of_fixes(ai_session)}/{fix['id']}"
    draft = SESSIONS[0][1].replace("PRN-02", "PRN-07")
    expect(desk.junior.send("PUT", f"{path}/draft", json={"ai_drafted_script": draft}), 200)
    found = expect(desk.junior.get(f"{path}/template-matches"), 200)["items"][0]
    assert found["script_id"] == templates[0]["id"]
    assert list(found["values"].values()) == ["PRN-07"]


def _templatized(
    person: Person, desk: Desk, heard: EventListener, problem: str, script: str, values: list[str]
) -> dict[str, Any]:
    ai_session = person.opens_session(problem)
    for value in values:
        kind = "user" if "." in value else "device"
        expect(person.post(f"/ai-sessions/{ai_session['id']}/facts", kind=kind, value=value), 201)
    fix = desk.proposes(ai_session, f"Script for: {problem[:40]}")
    path = f"{path_of_fixes(ai_session)}/{fix['id']}"
    expect(person.send("PUT", f"{path}/draft", json={"ai_drafted_script": script}), 200)
    expect(person.patch(f"{path}/decision", decision="one_off"), 200)
    expect(person.patch(f"{path}/outcome", outcome="applied_success"), 200)
    expect(person.post(f"/ai-sessions/{ai_session['id']}/resolve", resolution="Solved by the script"), 200)
    offered = expect(person.post(f"/ai-sessions/{ai_session['id']}/template-offer"), 200)
    assert offered["fix_id"] == fix["id"]
    asked = expect(person.post("/scripts/templatize", fix_id=fix["id"]), 202)
    heard.wait_for("templatize_ready", templatization_id=asked["id"], status="ready")
    proposal = expect(person.get(f"/scripts/templatize/{asked['id']}"), 200)
    assert all(value not in proposal["body"] for value in values), proposal["body"]
    assert {one["text"].strip("'\"") for one in proposal["replaced"]} >= set(values)
    accepted = expect(person.post(f"/scripts/templatize/{asked['id']}/accept"), 200)
    return expect(person.get(f"/scripts/{accepted['result_script_id']}"), 200)
