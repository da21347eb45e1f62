"""One line for each thing that changes access, money, settings or hands, and nobody can take it back."""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from models.user import User
from tests.support.desk import PASSWORD, Desk, Person, address, expect, refuse, register


def log_of(person: Person, **query: Any) -> list[dict[str, Any]]:
    return expect(person.get("/account/audit-log", **query), 200)["items"]


def escalated(desk: Desk) -> dict[str, Any]:
    return desk.junior.escalates(desk.junior.opens_session())


def resolve(desk: Desk) -> None:
    handoff = escalated(desk)
    expect(desk.junior.post(f"/ai-sessions/{handoff['session_id']}/resolve"), 200)


def subscribe(desk: Desk) -> None:
    options = [str(desk.account_id), "--plan", "pro", "--status", "past_due"]
    assert desk.app.test_cli_runner().invoke(args=["subscription", "set", *options]).exit_code == 0


def log_in(desk: Desk) -> None:
    browser = desk.app.test_client()
    expect(browser.post("/api/v1/auth/login", json={"email": desk.junior.email, "password": PASSWORD}), 200)


DEEDS: dict[str, tuple[Callable[[Desk], Any], str]] = {
    "account.registered": (lambda desk: register(desk.app, "Olga"), "Olga"),
    "member.invited": (lambda desk: desk.owner.post("/account/invitations", email=address("n"), role="viewer"), "Olga"),
    "member.joined": (lambda desk: desk.joins("Noor", "admin"), "Noor"),
    "subscription.changed": (subscribe, "operator"),
    "login.opened": (log_in, "Sam"),
    "login.ended": (lambda desk: desk.senior.post("/auth/logout"), "Priya"),
    "handoff.created": (escalated, "Sam"),
    "handoff.claimed": (lambda desk: desk.senior.claims(escalated(desk)), "Priya"),
    "handoff.withdrawn": (resolve, "Sam"),
}


@pytest.mark.parametrize("action", DEEDS)
def test_the_log_tells_who_did_what_and_from_where(desk: Desk, action: str) -> None:
    do, who = DEEDS[action]
    done = do(desk)
    reader = done if isinstance(done, Person) else desk.owner
    line = next(line for line in log_of(reader) if line["action"] == action)
    assert line["actor"]["name"] == who
    assert line["subject"]["id"]
    if who == "operator":
        assert (line["actor"]["id"], line["client"], line["request_id"]) == (None, None, None)
    else:
        assert line["actor"]["id"]
        assert (line["client"], len(line["request_id"])) == ("127.0.0.1", 32)


def test_the_request_id_is_the_answers(desk: Desk) -> None:
    answer = desk.owner.post("/account/invitations", email=address("new"), role="viewer")
    assert log_of(desk.owner)[0]["request_id"] == answer.headers["X-Request-ID"]


def test_what_was_refused_leaves_no_line(desk: Desk) -> None:
    before = log_of(desk.owner)
    refuse(desk.owner.post("/account/invitations", email="nobody", role="viewer"), 422, "validation_failed")
    handoff = escalated(desk)
    expect(desk.senior.claims(handoff), 200)
    refuse(desk.owner.claims(handoff), 409, "handoff_already_claimed")
    assert [line["action"] for line in log_of(desk.owner)[: -len(before)]] == ["handoff.claimed", "handoff.created"]


def test_it_holds_no_secret(desk: Desk) -> None:
    log_in(desk)
    invited = expect(desk.owner.post("/account/invitations", email=address("new"), role="viewer"), 201)
    with desk.unit() as unit:
        rows = str(unit.db_session.execute(text("select audit_log::text from audit_log")).all())
    assert PASSWORD not in rows
    assert invited["accept_url"].split("token=")[1] not in rows


def test_admins_read_it_in_pages_and_nobody_else_does(desk: Desk, other_desk: Desk) -> None:
    whole = log_of(desk.owner)
    first = expect(desk.joins("Ada", "admin").get("/account/audit-log", limit=2), 200)
    assert [line["action"] for line in first["items"]] == ["login.opened", "member.joined"]
    rest = log_of(desk.owner, cursor=first["next_cursor"], limit=200)
    assert [line["id"] for line in rest][-len(whole) :] == [line["id"] for line in whole]
    assert not {line["id"] for line in log_of(other_desk.owner)} & {line["id"] for line in whole}
    for person in (desk.senior, desk.viewer):
        refuse(person.get("/account/audit-log"), 403, "role_required")


def test_lines_are_found_by_person_action_and_time(desk: Desk) -> None:
    subscribe(desk)
    handoff = escalated(desk)
    expect(desk.senior.claims(handoff), 200)
    assert [line["action"] for line in log_of(desk.owner, actor=desk.senior.id, action="handoff")] == [
        "handoff.claimed"
    ]
    assert {line["action"] for line in log_of(desk.owner, actor="operator")} == {"subscription.changed"}
    assert [line["actor"]["name"] for line in log_of(desk.owner, action="handoff.created")] == ["Sam"]
    assert log_of(desk.owner, action="hand") == []
    whole = log_of(desk.owner)
    at, today = whole[1]["created_at"], whole[0]["created_at"][:10]
    assert log_of(desk.owner, **{"from": at}) == whole[:2]
    assert log_of(desk.owner, to=at) == whole[2:]
    assert log_of(desk.owner, **{"from": today, "to": today}) == whole
    assert log_of(desk.owner, to="2026-01-01") == []
    for wrong in ({"from": "2026-02-30"}, {"to": "soon"}, {"to": "9999-12-31"}, {"format": "xlsx"}):
        refuse(desk.owner.get("/account/audit-log", **wrong), 422, "validation_failed")


def test_the_whole_log_is_a_table_that_a_spreadsheet_does_not_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("web.api.audit_log"), "LINES_AT_ONCE", 2)
    name = '=HYPERLINK("//evil.test") <b>Doe</b> & Co'
    with desk.unit() as unit:
        unit.db_session.get_one(User, UUID(desk.junior.id)).name = name
    expect(desk.junior.post("/auth/logout"), 204)
    whole = log_of(desk.owner, limit=200)
    response = desk.owner.get("/account/audit-log", format="csv")
    assert (response.status_code, response.content_type) == (200, "text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True), newline="")))
    assert [row["id"] for row in rows] == [line["id"] for line in whole]
    assert rows[0]["actor_name"] == f"'{name}"
    assert [row["created_at"] for row in rows] == [line["created_at"] for line in whole]
    some = desk.owner.get("/account/audit-log", format="csv", action="login.ended").get_data(as_text=True)
    assert some.count("\r\n") == 2
    refuse(desk.senior.get("/account/audit-log", format="csv"), 403, "role_required")


@pytest.mark.parametrize("statement", ["update audit_log set actor_name = 'Nobody'", "delete from audit_log"])
def test_the_apps_own_role_can_neither_change_nor_delete_a_line(desk: Desk, statement: str) -> None:
    with desk.unit() as unit, pytest.raises(ProgrammingError, match="permission denied"):
        unit.db_session.execute(text(statement))
    assert log_of(desk.owner)
