"""Roles, deactivation, deletion: they hold at once, and somebody always owns the account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from werkzeug.test import TestResponse

from tests.support.desk import API, PASSWORD, Desk, Person, address, expect, join, refuse
from web.edge.application import FlowPilot


def changes(by: Person, person: Person, **what: Any) -> TestResponse:
    return by.patch(f"/account/members/{person.id}", **what)


def deletes(by: Person, person: Person) -> TestResponse:
    return by.send("DELETE", f"/account/members/{person.id}")


@pytest.fixture
def admin(desk: Desk) -> Person:
    return desk.joins("Ada", "admin")


def test_a_new_role_holds_from_the_next_request(desk: Desk, admin: Person) -> None:
    assert expect(changes(admin, desk.junior, role="viewer"), 200)["role"] == "viewer"
    refuse(desk.junior.post("/ai-sessions", problem="No mail"), 403, "role_required")
    expect(changes(admin, desk.junior, role="admin"), 200)
    expect(desk.junior.get("/account/audit-log"), 200)


@pytest.mark.parametrize("how", ["deactivate", "delete"])
def test_whoever_leaves_is_out_at_once_in_browser_and_program(
    desk: Desk, admin: Person, app: FlowPilot, how: str
) -> None:
    token = expect(desk.junior.post("/auth/tokens", name="Reports"), 201)["token"]
    if how == "deactivate":
        expect(changes(admin, desk.junior, is_active=False), 200)
    else:
        expect(deletes(admin, desk.junior), 204)
    refuse(desk.junior.get("/auth/me"), 401, "not_authenticated")
    program = app.test_client().get(f"{API}/auth/me", headers={"Authorization": f"Bearer {token}"})
    refuse(program, 401, "not_authenticated")
    body = {"email": desk.junior.email, "password": PASSWORD}
    refuse(app.test_client().post(f"{API}/auth/login", json=body), 401, "not_authenticated")


def test_whoever_comes_back_signs_in_anew(desk: Desk, admin: Person, app: FlowPilot) -> None:
    token = expect(desk.junior.post("/auth/tokens", name="Reports"), 201)["token"]
    for is_active in (False, True):
        assert expect(changes(admin, desk.junior, is_active=is_active), 200)["is_active"] is is_active
    refuse(desk.junior.get("/auth/me"), 401, "not_authenticated")
    program = app.test_client().get(f"{API}/auth/me", headers={"Authorization": f"Bearer {token}"})
    refuse(program, 401, "not_authenticated")
    body = {"email": desk.junior.email, "password": PASSWORD}
    expect(app.test_client().post(f"{API}/auth/login", json=body), 200)


def test_a_deleted_persons_work_keeps_the_name_and_the_address_is_free(
    desk: Desk, admin: Person, app: FlowPilot
) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(deletes(admin, desk.junior), 204)
    listed = expect(desk.owner.get("/account/members"), 200)["items"]
    assert desk.junior.id not in {member["id"] for member in listed}
    assert expect(desk.senior.claims(handoff), 200)["created_by"]["name"] == "Sam"
    for again in (lambda: deletes(admin, desk.junior), lambda: changes(admin, desk.junior, role="admin")):
        refuse(again(), 404, "not_found")
    invitation = expect(admin.post("/account/invitations", email=desk.junior.email, role="engineer"), 201)
    body = {"token": invitation["accept_url"].split("token=")[1], "name": "Sam", "password": PASSWORD}
    expect(app.test_client().post(f"{API}/auth/invitations/accept", json=body), 201)


def test_only_an_owner_makes_and_unmakes_owners(desk: Desk, admin: Person) -> None:
    refuse(changes(admin, desk.senior, role="owner"), 403, "role_required")
    second = join(desk.app, desk.owner, "Omar", "owner")
    refuse(changes(admin, second, role="viewer"), 403, "role_required")
    refuse(changes(admin, second, is_active=False), 403, "role_required")
    refuse(deletes(admin, second), 403, "role_required")
    expect(changes(desk.owner, second, role="engineer"), 200)
    expect(changes(desk.owner, second, role="owner"), 200)


def test_somebody_always_owns_the_account(desk: Desk) -> None:
    for last in ({"role": "admin"}, {"is_active": False}):
        refuse(changes(desk.owner, desk.owner, **last), 409, "last_owner")
    refuse(deletes(desk.owner, desk.owner), 409, "last_owner")
    second = join(desk.app, desk.owner, "Omar", "owner")
    expect(changes(desk.owner, second, is_active=False), 200)
    refuse(changes(desk.owner, desk.owner, role="admin"), 409, "last_owner")
    expect(changes(desk.owner, second, is_active=True), 200)
    expect(changes(desk.owner, desk.owner, role="admin"), 200)


def test_two_owners_who_step_down_at_once_leave_one(desk: Desk) -> None:
    second = join(desk.app, desk.owner, "Omar", "owner")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda person: changes(person, person, role="admin"), (desk.owner, second)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_engineers_and_viewers_change_nobody(desk: Desk) -> None:
    for person in (desk.senior, desk.viewer):
        refuse(changes(person, desk.junior, role="viewer"), 403, "role_required")
        refuse(deletes(person, desk.junior), 403, "role_required")


@pytest.mark.parametrize("body", [{"role": "boss"}, {"is_active": "yes"}, {"name": "Eve"}, {"role": 1}])
def test_what_can_be_changed(desk: Desk, body: dict[str, Any]) -> None:
    refuse(changes(desk.owner, desk.junior, **body), 422, "validation_failed")


def test_the_account_gets_another_name(desk: Desk, admin: Person) -> None:
    assert expect(admin.patch("/account", name=" Acme Managed "), 200)["name"] == "Acme Managed"
    assert expect(desk.viewer.get("/account"), 200)["name"] == "Acme Managed"
    refuse(desk.senior.patch("/account", name="Mine"), 403, "role_required")
    refuse(admin.patch("/account", name=" "), 422, "validation_failed")


def test_the_audit_log_tells_who_changed_whom(desk: Desk, admin: Person) -> None:
    changes(admin, desk.junior, role="viewer")
    changes(admin, desk.junior, is_active=False)
    changes(admin, desk.junior, is_active=True)
    deletes(admin, desk.junior)
    admin.patch("/account", name="Acme")
    lines = expect(admin.get("/account/audit-log", limit=5), 200)["items"]
    assert [(line["action"], line["actor"]["name"]) for line in lines] == [
        ("account.renamed", "Ada"),
        ("member.deleted", "Ada"),
        ("member.activated", "Ada"),
        ("member.deactivated", "Ada"),
        ("member.role_changed", "Ada"),
    ]
    assert lines[-1]["detail"] == {"before": "engineer", "role": "viewer"}


def test_an_operator_makes_a_person_and_changes_a_role(desk: Desk, app: FlowPilot) -> None:
    cli, email = FlaskCliRunner(app), address("made")
    made = ["user", "create", str(desk.account_id), "--email", email, "--name", "Mo", "--role", "viewer"]
    result = cli.invoke(args=made, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert cli.invoke(args=["user", "promote", email.upper(), "--role", "owner"]).exit_code == 0
    body = {"email": email, "password": PASSWORD}
    assert expect(app.test_client().post(f"{API}/auth/login", json=body), 200)["user"]["role"] == "owner"
    lines = expect(desk.owner.get("/account/audit-log", limit=3), 200)["items"]
    assert [(line["action"], line["actor"]["name"]) for line in lines[1:]] == [
        ("member.role_changed", "operator"),
        ("member.created", "operator"),
    ]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["create", "01a21ba6-553c-759a-876d-25b93f73caab", "--email", "a@b.test", "--name", "A"], "no such account"),
        (["create", "{account}", "--email", "nobody", "--name", "A"], "email"),
        (["create", "{account}", "--email", "{junior}", "--name", "A"], "already signs in"),
        (["promote", "nobody@nowhere.test"], "Nobody signs in"),
    ],
)
def test_an_operators_mistake_is_told_in_words(desk: Desk, app: FlowPilot, command: list[str], words: str) -> None:
    filled = [part.format(account=desk.account_id, junior=desk.junior.email) for part in command]
    options = ["--role", "viewer", *(["--password", PASSWORD] if filled[0] == "create" else [])]
    result = FlaskCliRunner(app).invoke(args=["user", *filled, *options])
    assert result.exit_code == 1
    assert words in result.output


def test_an_operator_does_not_take_the_last_owner_away(desk: Desk, app: FlowPilot) -> None:
    result = FlaskCliRunner(app).invoke(args=["user", "promote", desk.owner.email, "--role", "admin"])
    assert (result.exit_code, "last owner" in result.output) == (1, True)
