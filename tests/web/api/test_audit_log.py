"""One line for each thing that changes access, money, settings or hands, and nobody can take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

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


@pytest.mark.parametrize("statement", ["update audit_log set actor_name = 'Nobody'", "delete from audit_log"])
def test_the_apps_own_role_can_neither_change_nor_delete_a_line(desk: Desk, statement: str) -> None:
    with desk.unit() as unit, pytest.raises(ProgrammingError, match="permission denied"):
        unit.db_session.execute(text(statement))
    assert log_of(desk.owner)
