"""Programs: a key that a person makes, that does what the person may, and that ends when it is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from models.core import clock
from models.personal_token import MOST_PER_USER, PersonalToken
from tests.support.desk import API, Desk, Person, expect, refuse
from web.edge.application import FlowPilot


class Program:
    """Speaks with a personal token alone: no cookie, no CSRF token."""

    def __init__(self, app: FlowPilot, token: str) -> None:
        self._client, self._headers = app.test_client(), {"Authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        return self._client.open(API + path, method=method, headers=self._headers | (headers or {}), **more)

    def get(self, path: str) -> TestResponse:
        return self.send("GET", path)


def makes(person: Person, name: str = "Nightly report", **more: Any) -> dict[str, Any]:
    return expect(person.post("/auth/tokens", name=name, **more), 201)


@pytest.fixture
def program(app: FlowPilot, desk: Desk) -> Program:
    return Program(app, makes(desk.junior)["token"])


def test_a_program_does_what_its_person_may(desk: Desk, program: Program) -> None:
    opened = expect(program.send("POST", "/ai-sessions", json={"problem": "Backup failed"}), 201)
    assert opened["user"]["name"] == "Sam"
    assert desk.junior.reads(opened)["id"] == opened["id"]
    assert expect(program.get("/auth/me"), 200)["user"]["email"] == desk.junior.email
    refuse(program.get("/account/audit-log"), 403, "role_required")


def test_not_even_an_owners_program_decides_who_gets_in(app: FlowPilot, desk: Desk) -> None:
    theirs = Program(app, makes(desk.owner)["token"])
    member = f"/account/members/{desk.viewer.id}"
    for method, path, body in (
        ("POST", "/account/invitations", {"email": "a@b.test", "role": "owner"}),
        ("PATCH", member, {"role": "owner"}),
        ("DELETE", member, None),
    ):
        refuse(theirs.send(method, path, json=body), 403, "login_required")


def test_a_program_comes_from_any_origin_and_a_stream_is_open_to_it(desk: Desk, program: Program) -> None:
    foreign = {"Origin": "https://tools.test"}
    expect(program.send("POST", "/ai-sessions", json={"problem": "Backup failed"}, headers=foreign), 201)
    stream = program.get("/stream?topics=escalations")
    assert b"event: ready" in next(iter(stream.response))
    stream.close()


def test_the_secret_is_shown_once_and_kept_hashed(desk: Desk) -> None:
    made = makes(desk.viewer)
    assert made["token"].startswith("fp_")
    (listed,) = expect(desk.viewer.get("/auth/tokens"), 200)["items"]
    assert listed == {name: value for name, value in made.items() if name != "token"}
    (row,) = desk.rows(select(PersonalToken))
    assert made["token"].encode() not in row.token_fingerprint


def test_each_sees_their_own_alone(desk: Desk) -> None:
    made = makes(desk.junior)
    assert expect(desk.owner.get("/auth/tokens"), 200)["items"] == []
    refuse(desk.owner.send("DELETE", f"/auth/tokens/{made['id']}"), 404, "not_found")


def test_taken_back_it_is_worth_nothing_at_once(desk: Desk, app: FlowPilot) -> None:
    made = makes(desk.junior)
    program = Program(app, made["token"])
    expect(program.get("/auth/me"), 200)
    for _ in range(2):
        expect(desk.junior.send("DELETE", f"/auth/tokens/{made['id']}"), 204)
    refuse(program.get("/auth/me"), 401, "not_authenticated")
    assert expect(desk.junior.get("/auth/tokens"), 200)["items"] == []


def test_it_ends_on_its_day_and_with_its_person(desk: Desk, app: FlowPilot) -> None:
    short, endless = makes(desk.junior, expires_in_days=1), makes(desk.junior)
    programs = [Program(app, made["token"]) for made in (short, endless)]
    with desk.unit() as unit:
        dated = update(PersonalToken).where(PersonalToken.expires_at.is_not(None))
        unit.db_session.execute(dated.values(expires_at=clock.now() - timedelta(seconds=1)))
    assert [program.get("/auth/me").status_code for program in programs] == [401, 200]
    desk.deactivates(desk.junior)
    assert [program.get("/auth/me").status_code for program in programs] == [401, 401]


@pytest.mark.parametrize("token", ["", "fp_", "fp_made-up", "ä", "x" * 4_000])
def test_a_wrong_token_is_not_let_in_by_a_cookie_beside_it(desk: Desk, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    refuse(desk.junior.send("GET", "/auth/me", headers=headers), 401, "not_authenticated")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/auth/tokens"), ("DELETE", "/auth/tokens/{token}"), ("POST", "/auth/logout")],
)
def test_a_token_does_not_change_who_gets_in(desk: Desk, app: FlowPilot, method: str, path: str) -> None:
    made = makes(desk.junior)
    answer = Program(app, made["token"]).send(method, path.format(token=made["id"]), json={"name": "Another"})
    refuse(answer, 403, "login_required")
    assert len(expect(desk.junior.get("/auth/tokens"), 200)["items"]) == 1


def test_there_is_an_end_to_how_many(desk: Desk) -> None:
    made = [makes(desk.junior, f"Number {number}") for number in range(MOST_PER_USER)]
    refuse(desk.junior.post("/auth/tokens", name="One more"), 409, "token_limit")
    expect(desk.junior.send("DELETE", f"/auth/tokens/{made[0]['id']}"), 204)
    makes(desk.junior)


def test_its_use_is_noted_to_the_hour(desk: Desk, program: Program) -> None:
    noted = []
    for _ in range(2):
        program.get("/auth/me")
        noted.append(expect(desk.junior.get("/auth/tokens"), 200)["items"][0]["last_used_at"])
    assert noted[0] is not None and noted[0] == noted[1]


@pytest.mark.parametrize("body", [{}, {"name": " "}, {"name": "a\nb"}, {"name": "a", "expires_in_days": 0}])
def test_what_a_token_needs(desk: Desk, body: dict[str, Any]) -> None:
    refuse(desk.junior.post("/auth/tokens", **body), 422, "validation_failed")


def test_the_audit_log_tells_of_it(desk: Desk) -> None:
    made = makes(desk.viewer, "Reports")
    expect(desk.viewer.send("DELETE", f"/auth/tokens/{made['id']}"), 204)
    lines = expect(desk.owner.get("/account/audit-log", limit=2), 200)["items"]
    assert [(line["action"], line["subject"]["name"]) for line in lines] == [
        ("token.revoked", "Reports"),
        ("token.created", "Reports"),
    ]
    assert made["token"] not in str(lines)
