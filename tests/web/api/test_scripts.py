"""The library of scripts over HTTP: who writes what, what a save is held to, versions, search and pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from models.audit_entry import AuditEntry
from models.idempotency_key import IdempotencyKey
from models.script import Script, ScriptVersion
from tests.support.desk import Desk, Person, expect, open_desk, refuse
from tests.support.scripts import BODY, listed, new_script, parameter, writes_script
from web.edge.application import FlowPilot

DESTROYS = "Get-ChildItem -Path C:\\Data -Recurse | Remove-Item -Recurse -Force\n"
SECRET = "net use Z: \\\\fs01\\data /user:acme\\svc Hunter2secret!9\n$password = 'Hunter2secret!9'\n"


def plain(body: str, **more: Any) -> dict[str, Any]:
    return new_script(**({"body": body, "parameters": []} | more))


def saves(person: Person, script: dict[str, Any], **changes: Any) -> dict[str, Any]:
    path = f"/scripts/{script['id']}"
    saved: dict[str, Any] = expect(person.patch(path, version=script["version"], **changes), 200)
    return saved


def test_a_script_is_written_read_changed_and_archived(desk: Desk) -> None:
    script = writes_script(desk.junior, tags=["Printing", "printing", "Windows  Server"])
    assert script["tags"] == ["printing", "windows server"] and script["is_template"] and not script["read_only"]
    assert (script["version"], script["status"], script["risk"]) == (1, "draft", "changes")
    assert script["source"] == {"kind": "written", "session_id": None, "fix_id": None, "guide_id": None}
    assert script["created_by"]["name"] == script["updated_by"]["name"] == desk.junior.name
    path = f"/scripts/{script['id']}"
    assert expect(desk.viewer.get(path), 200) == script
    refuse(desk.viewer.patch(path, version=1, title="Mine"), 403, "role_required")
    saved = saves(desk.senior, script, title="Restart a service", body=BODY.replace("\n", "\r\n"))
    assert (saved["version"], saved["body"], saved["updated_by"]["name"]) == (2, BODY, desk.senior.name)
    assert saves(desk.senior, saved, title="Restart a service")["version"] == 2
    assert desk.junior.send("DELETE", path).status_code == 204 == desk.junior.send("DELETE", path).status_code
    assert listed(desk.viewer) == [] and listed(desk.viewer, status="archived") == ["Restart a service"]
    archived = expect(desk.viewer.get(path), 200)
    assert (archived["status"], archived["version"]) == ("archived", 3)
    refuse(desk.junior.post(f"{path}/render", values={"Name": "Spooler"}), 404, "not_found")
    back = expect(desk.junior.post(f"{path}/restore", version=1), 200)
    assert (back["status"], back["title"], back["version"]) == ("draft", "Restart the spooler", 4)


def test_of_two_saves_at_once_one_wins_and_the_other_loses_nothing(desk: Desk) -> None:
    script = writes_script(desk.junior)
    path = f"/scripts/{script['id']}"
    winner = expect(desk.senior.patch(path, version=1, purpose="Priya's words"), 200)
    detail = refuse(desk.junior.patch(path, version=1, purpose="Sam's words"), 409, "version_conflict")
    assert detail["script"] == winner and detail["version"] == 2
    assert expect(desk.junior.get(path), 200) == winner
    after = saves(desk.junior, winner, purpose="Sam's words")
    assert after["version"] == 3
    history = expect(desk.viewer.get(f"{path}/versions"), 200)["items"]
    assert [(one["version"], one["created_by"]["name"], one["purpose"]) for one in history] == [
        (3, desk.junior.name, "Sam's words"),
        (2, desk.senior.name, "Priya's words"),
        (1, desk.junior.name, "Restarts one service."),
    ]
    assert all("body" not in one for one in history)


def test_of_many_saves_in_the_same_moment_one_wins(desk: Desk) -> None:
    script = writes_script(desk.junior)
    people = [desk.owner, desk.junior, desk.senior, desk.joins("Roy", "engineer")]

    def save(person: Person) -> int:
        return person.patch(f"/scripts/{script['id']}", version=1, purpose=person.name).status_code

    with ThreadPoolExecutor(len(people)) as threads:
        assert sorted(threads.map(save, people)) == [200, 409, 409, 409]
    assert [one.version for one in desk.rows(select(ScriptVersion).order_by(ScriptVersion.version))] == [1, 2]


def test_versions_never_change_and_come_back_as_new_ones(desk: Desk) -> None:
    script = writes_script(desk.junior)
    path = f"/scripts/{script['id']}"
    first = expect(desk.viewer.get(f"{path}/versions/1"), 200)
    saves(desk.junior, script, **plain("Get-Service\n", title="List services"))
    restored = expect(desk.senior.post(f"{path}/restore", version=1), 200)
    assert (restored["title"], restored["body"], restored["version"]) == (script["title"], script["body"], 3)
    assert expect(desk.viewer.get(f"{path}/versions/1"), 200) == first
    assert expect(desk.viewer.get(f"{path}/versions/3"), 200)["restored_from"] == 1
    refuse(desk.viewer.get(f"{path}/versions/9"), 404, "not_found")
    refuse(desk.junior.post(f"{path}/restore", version=9), 404, "not_found")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"parameters": []}, "Name"),
        ({"parameters": [parameter(), parameter("Other")]}, "Other"),
        ({"parameters": [parameter(type="secret", default="x")]}, "Name"),
        ({"parameters": [parameter(type="choice")]}, "Name"),
    ],
)
def test_placeholders_and_parameters_fit_each_other(desk: Desk, change: dict[str, Any], field: str) -> None:
    script = writes_script(desk.junior)
    faults = refuse(desk.junior.post("/scripts", **new_script(**change)), 422, "validation_failed")
    assert list(faults["parameters"]) == [field]
    refuse(desk.junior.patch(f"/scripts/{script['id']}", version=1, **change), 422, "validation_failed")
    assert len(desk.rows(select(Script))) == 1 == len(desk.rows(select(ScriptVersion)))


def test_only_an_admin_publishes_what_destroys_now_and_later(desk: Desk) -> None:
    refuse(desk.senior.post("/scripts", **plain(DESTROYS, status="published")), 403, "role_required")
    draft = writes_script(desk.senior, **plain(DESTROYS, risk="reads"))
    assert draft["risk"] == "destroys" and draft["risk_reasons"]
    path = f"/scripts/{draft['id']}"
    refuse(desk.senior.patch(path, version=1, status="published"), 403, "role_required")
    published = saves(desk.owner, draft, status="published")
    refuse(desk.senior.patch(path, version=2, title="Harmless"), 403, "role_required")
    harmless = saves(desk.senior, published, body="Get-Service\n")
    assert (harmless["risk"], harmless["status"]) == ("reads", "published")
    refuse(desk.senior.patch(path, version=3, body=DESTROYS), 403, "role_required")
    refuse(desk.senior.post(f"{path}/restore", version=2), 403, "role_required")
    assert expect(desk.owner.post(f"{path}/restore", version=2), 200)["risk"] == "destroys"
    actions = desk.rows(select(AuditEntry.action).where(AuditEntry.subject_kind == "script"))
    assert actions == ["script.published"] * 3


def test_a_persons_risk_stays_until_the_text_has_more(desk: Desk) -> None:
    script = writes_script(desk.junior, **plain("Get-Service\n", risk="changes"))
    assert script["risk"] == "changes" and script["risk_reasons"] == []
    assert saves(desk.junior, script, body="Get-Process\n")["risk"] == "changes"


def test_a_default_that_looks_like_a_credential_is_not_published(desk: Desk) -> None:
    asked = [parameter("Password", default="Hunter2secret!9")]
    script = new_script(body="Connect-It -With {{Password}}\n", parameters=asked, status="published")
    refusal = refuse(desk.owner.post("/scripts", **script), 422, "secret_in_script")
    assert (refusal["parameter"], refusal["line"]) == ("Password", 1) and "Hunter2" not in str(refusal)


def test_a_placeholder_inside_a_string_is_not_published(desk: Desk) -> None:
    draft = writes_script(desk.junior, body="Restart-Service 'x{{Name}}'\n")
    refusal = desk.junior.patch(f"/scripts/{draft['id']}", version=1, status="published")
    assert "Line 1" in refuse(refusal, 422, "validation_failed")["body"][0]


def test_what_looks_like_a_credential_is_not_published(desk: Desk) -> None:
    draft = writes_script(desk.junior, **plain(SECRET))
    refusal = refuse(
        desk.owner.patch(f"/scripts/{draft['id']}", version=1, status="published"), 422, "secret_in_script"
    )
    assert refusal["line"] in (1, 2) and refusal["length"] > 0 and "Hunter2" not in str(refusal)
    checked = expect(desk.junior.post("/scripts/check", language="powershell", body=SECRET), 200)
    assert checked["credentials"] and "Hunter2" not in str(checked)
    saved = saves(desk.junior, draft, body="Get-Service\n", status="published")
    again = desk.junior.patch(f"/scripts/{draft['id']}", version=saved["version"], body=SECRET)
    refuse(again, 422, "secret_in_script")


def test_rendering_quotes_the_values_and_keeps_nothing(desk: Desk) -> None:
    secret = parameter("Token", type="secret")
    script = writes_script(
        desk.junior, body=f"{BODY}Connect-It -Token {{{{Token}}}}\n", parameters=[parameter(), secret]
    )
    path, values = f"/scripts/{script['id']}/render", {"Name": "it's", "Token": "hush-hush"}
    call = {"json": {"values": values}, "headers": {"Idempotency-Key": "k1"}}
    first = desk.junior.send("POST", path, **call)
    rendered = expect(first, 200)["script"]
    assert rendered == "Restart-Service -Name 'it''s'\nConnect-It -Token 'hush-hush'\n"
    assert first.headers["Cache-Control"] == "no-store"
    assert "Idempotency-Replayed" not in desk.junior.send("POST", path, **call).headers
    assert desk.rows(select(IdempotencyKey)) == []
    refused = refuse(desk.junior.post(path, values={"Token": "a\nb"}), 422, "validation_failed")
    assert len(refused["values"]) == 1 and "hush" not in str(refused)
    refuse(desk.viewer.post(path, values=values), 403, "role_required")


def test_the_list_is_searched_filtered_and_paged(desk: Desk) -> None:
    writes_script(desk.junior, "Drucker in Zürich leeren", tags=["Printing"])
    writes_script(desk.junior, **plain("echo $HOME\n", title="Tidy 100% of a_b", language="bash", tags=[]))
    writes_script(desk.junior, "Third")
    assert listed(desk.viewer) == ["Third", "Tidy 100% of a_b", "Drucker in Zürich leeren"]
    assert listed(desk.viewer, q="ZURICH restart-service") == ["Drucker in Zürich leeren"]
    assert listed(desk.viewer, q="100%") == listed(desk.viewer, q="a_b") == ["Tidy 100% of a_b"]
    assert listed(desk.viewer, q="1%0") == listed(desk.viewer, q="zurich home") == []
    assert listed(desk.viewer, language="bash") == ["Tidy 100% of a_b"] == listed(desk.viewer, template="false")
    assert listed(desk.viewer, tag="printing") == ["Third", "Drucker in Zürich leeren"]
    assert listed(desk.viewer, status="published") == []
    first = expect(desk.viewer.get("/scripts", limit=2), 200)
    assert first["totals"] == {"scripts": 3, "templates": 2}
    second = expect(desk.viewer.get("/scripts", limit=2, cursor=first["next_cursor"]), 200)
    third = expect(desk.viewer.get("/scripts", limit=2, cursor=second["next_cursor"]), 200)
    titles = [item["title"] for page in (first, second, third) for item in page["items"]]
    assert titles[:3] == listed(desk.viewer) and len(set(titles)) == 6 and titles[3:] == sorted(titles[3:])
    assert [item["read_only"] for item in second["items"]] == [False, True] and "body" not in first["items"][0]
    refuse(desk.viewer.get("/scripts", cursor="nonsense"), 422, "validation_failed")
    unknown = expect(desk.viewer.get("/scripts", limit=1, source="library"), 200)["next_cursor"]
    assert expect(desk.viewer.get("/scripts", source="own", cursor=unknown), 200)["items"] == []


def test_the_built_in_scripts_are_read_only_and_can_be_copied(desk: Desk) -> None:
    answer = expect(desk.viewer.get("/scripts", source="library", q="queue name", template="true", limit=200), 200)
    found = next(item for item in answer["items"] if item["source"]["guide_id"] == "printer-offline")
    path = f"/scripts/{found['id']}"
    script = expect(desk.viewer.get(path), 200)
    assert script["read_only"] and script["created_by"] is None and script["status"] == "published"
    assert [one["name"] for one in script["parameters"]] == ["QueueName", "PrinterAddress"]
    for refused in (
        desk.owner.patch(path, version=1, title="Mine"),
        desk.owner.send("DELETE", path),
        desk.owner.post(f"{path}/restore", version=1),
    ):
        refuse(refused, 403, "read_only")
    (version,) = expect(desk.viewer.get(f"{path}/versions"), 200)["items"]
    assert version["version"] == 1 and expect(desk.viewer.get(f"{path}/versions/1"), 200)["body"] == script["body"]
    copy = expect(desk.junior.post(f"{path}/copy"), 201)
    assert (copy["body"], copy["parameters"]) == (script["body"], script["parameters"])
    assert copy["source"]["guide_id"] == "printer-offline" and copy["status"] == "draft" and not copy["read_only"]
    again = expect(desk.junior.post(f"/scripts/{copy['id']}/copy"), 201)
    assert again["title"] == f"{copy['title']} (copy)"


def test_another_account_sees_and_changes_nothing(app: FlowPilot, desk: Desk) -> None:
    other_desk = open_desk(app)
    script = writes_script(desk.junior)
    path = f"/scripts/{script['id']}"
    assert listed(other_desk.owner) == []
    for answer in (
        other_desk.owner.get(path),
        other_desk.owner.patch(path, version=1, title="Theirs"),
        other_desk.owner.send("DELETE", path),
        other_desk.owner.post(f"{path}/render", values={"Name": "x"}),
        other_desk.owner.get(f"{path}/versions/1"),
        other_desk.owner.get(f"{path}/export"),
        desk.owner.get(f"/scripts/{uuid4()}"),
    ):
        refuse(answer, 404, "not_found")
    assert expect(desk.junior.get(path), 200) == script
