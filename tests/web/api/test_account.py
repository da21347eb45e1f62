"""The account, its members, and who may join."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from models.core import clock
from models.invitation import Invitation
from tests.support.desk import API, PASSWORD, Desk, address, expect, refuse
from web.edge.application import FlowPilot


@pytest.fixture
def client(app: FlowPilot) -> FlaskClient:
    return app.test_client()


def invite(person, role: str = "engineer", email: str | None = None):
    return person.post("/account/invitations", email=email or address("new"), role=role)


def accept(client: FlaskClient, invitation: dict[str, Any], name: str = "Noor"):
    body = {"token": invitation["accept_url"].split("token=")[1], "name": name, "password": PASSWORD}
    return client.post(f"{API}/auth/invitations/accept", json=body)


def test_every_member_reads_the_account_and_its_people(desk: Desk) -> None:
    assert expect(desk.viewer.get("/account"), 200)["id"] == str(desk.account_id)
    members = expect(desk.viewer.get("/account/members"), 200)["items"]
    assert [(member["name"], member["role"]) for member in members] == [
        ("Vic", "viewer"),
        ("Priya", "engineer"),
        ("Sam", "engineer"),
        ("Olga", "owner"),
    ]


def test_an_inactive_member_is_listed_as_such(desk: Desk) -> None:
    desk.deactivates(desk.junior)
    members = expect(desk.owner.get("/account/members"), 200)["items"]
    assert [member["name"] for member in members if not member["is_active"]] == ["Sam"]


def test_an_invitation_is_answered_with_its_link_this_once(desk: Desk) -> None:
    email = address("new")
    invitation = expect(invite(desk.owner, email=email.upper()), 201)
    assert (invitation["email"], invitation["role"]) == (email, "engineer")
    assert invitation["accept_url"].startswith("http://127.0.0.1:8000/invite?token=")


@pytest.mark.parametrize("role", ["owner", "admin", "engineer", "viewer"])
def test_who_accepts_joins_the_account_in_the_offered_role_and_is_logged_in(
    desk: Desk, client: FlaskClient, role: str
) -> None:
    joined = expect(accept(client, expect(invite(desk.owner, role), 201)), 201)
    assert (joined["user"]["name"], joined["user"]["role"]) == ("Noor", role)
    assert joined["account"]["id"] == str(desk.account_id)
    assert expect(client.get(f"{API}/auth/me"), 200)["user"] == joined["user"]


def test_an_invitation_is_good_for_one_person(desk: Desk, app: FlowPilot) -> None:
    invitation = expect(invite(desk.owner), 201)
    expect(accept(app.test_client(), invitation), 201)
    refuse(accept(app.test_client(), invitation, "Second"), 409, "invitation_closed")


def test_an_expired_invitation_is_closed(desk: Desk, client: FlaskClient) -> None:
    invitation = expect(invite(desk.owner), 201)
    with desk.unit() as unit:
        unit.db_session.execute(update(Invitation).values(expires_at=clock.now() - timedelta(seconds=1)))
    refuse(accept(client, invitation), 409, "invitation_closed")


@pytest.mark.parametrize("end", ["deleted", "deactivated", "engineer"])
def test_an_invitation_is_worth_no_more_than_whoever_made_it(desk: Desk, client: FlaskClient, end: str) -> None:
    admin = desk.joins("Ada", "admin")
    invitation = expect(invite(admin, "admin"), 201)
    member = f"/account/members/{admin.id}"
    if end == "deleted":
        expect(desk.owner.send("DELETE", member), 204)
    else:
        expect(desk.owner.patch(member, **({"is_active": False} if end == "deactivated" else {"role": end})), 200)
    refuse(accept(client, invitation), 409, "invitation_closed")


def test_an_owner_who_is_one_no_more_makes_no_owner(desk: Desk, client: FlaskClient) -> None:
    second = desk.joins("Ada", "owner")
    invitation = expect(invite(second, "owner"), 201)
    expect(desk.owner.patch(f"/account/members/{second.id}", role="admin"), 200)
    refuse(accept(client, invitation), 409, "invitation_closed")


@pytest.mark.parametrize(
    "email", ['"a\x0bb"@x.test', '"a b"@x.test', "a\x7f@x.test", "\u0131@x.test", "a@x.test\r\nBcc: b@x.test"]
)
def test_an_address_is_one_that_every_mail_server_takes(desk: Desk, email: str) -> None:
    response = desk.owner.post("/account/invitations", email=email, role="viewer")
    assert refuse(response, 422, "validation_failed").keys() == {"email"}


def test_a_made_up_invitation_does_not_exist(client: FlaskClient) -> None:
    refuse(accept(client, {"accept_url": "?token=made-up"}), 404, "not_found")


def test_an_address_that_is_taken_by_then_leaves_the_invitation_open(
    desk: Desk, other_desk: Desk, app: FlowPilot
) -> None:
    """It signs in for another account: one address names one person."""
    email = address("twice")
    first, second = (expect(invite(owner, email=email), 201) for owner in (other_desk.owner, desk.owner))
    expect(accept(app.test_client(), first), 201)
    refuse(accept(app.test_client(), second), 409, "address_taken")
    still_open = desk.rows(select(Invitation.id).where(Invitation.accepted_at.is_(None)))
    assert [str(invitation_id) for invitation_id in still_open] == [second["id"]]


def test_an_admin_invites_but_does_not_grant_role_owner(desk: Desk) -> None:
    admin = desk.joins("Ada", "admin")
    expect(invite(admin, "admin"), 201)
    refuse(invite(admin, "owner"), 403, "role_required")


def test_an_engineer_invites_nobody(desk: Desk) -> None:
    refuse(invite(desk.senior, "viewer"), 403, "role_required")


@pytest.mark.parametrize("role", ["boss", "", None, 1])
def test_a_role_is_one_of_four(desk: Desk, role: Any) -> None:
    response = desk.owner.post("/account/invitations", email=address("new"), role=role)
    assert refuse(response, 422, "validation_failed").keys() == {"role"}


def test_a_short_password_does_not_use_up_the_invitation(desk: Desk, client: FlaskClient) -> None:
    invitation = expect(invite(desk.owner), 201)
    body = {"token": invitation["accept_url"].split("token=")[1], "name": "Noor", "password": "short"}
    refuse(client.post(f"{API}/auth/invitations/accept", json=body), 422, "validation_failed")
    expect(accept(client, invitation), 201)


def test_members_are_read_in_pages(desk: Desk) -> None:
    first = expect(desk.owner.get("/account/members", limit=3), 200)
    rest = expect(desk.owner.get("/account/members", limit=3, cursor=first["next_cursor"]), 200)
    assert [member["name"] for member in rest["items"]] == ["Olga"]
    assert rest["next_cursor"] is None


def test_a_setting_has_its_default_until_an_admin_changes_it(desk: Desk) -> None:
    assert expect(desk.viewer.get("/account"), 200)["settings"]["time_unit_minutes"] == 5
    changed = expect(desk.owner.patch("/account", settings={"time_unit_minutes": 15}), 200)
    assert changed["settings"]["time_unit_minutes"] == 15
    assert expect(desk.junior.get("/account"), 200)["settings"] == changed["settings"]
    (entry,) = [
        entry
        for entry in expect(desk.owner.get("/account/audit-log"), 200)["items"]
        if entry["action"] == "account.settings_changed"
    ]
    assert entry["detail"] == {"before": {"time_unit_minutes": 5}, "after": {"time_unit_minutes": 15}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"time_unit_minutes": 0},
        {"time_unit_minutes": "5"},
        {"time_zone": "Mars/Olympus"},
    ],
    ids=str,
)
def test_a_setting_that_is_unknown_or_out_of_range_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    refuse(desk.owner.patch("/account", settings=wrong), 422, "validation_failed")
    refuse(desk.junior.patch("/account", settings={"time_unit_minutes": 6}), 403, "role_required")
    refuse(desk.owner.patch("/account"), 422, "validation_failed")
