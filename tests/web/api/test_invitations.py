"""Invitations: listed with their state, sent again, taken back, mailed, and gone with their reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.invitation import Invitation
from models.notice import Notice
from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, Person, address, expect, refuse
from tests.support.eventually import eventually
from tests.support.mails import html_of, mails_to, text_of
from tests.support.workers import Workers

MEMBERS, INVITATIONS = "/account/members", "/account/invitations"


def invites(person: Person, role: str = "engineer", to: str | None = None) -> dict[str, Any]:
    return expect(person.post(INVITATIONS, email=to or address("new"), role=role), 201)


def accepts(desk: Desk, invitation: dict[str, Any], name: str = "Noor") -> TestResponse:
    body = {"token": invitation["accept_url"].split("token=")[1], "name": name, "password": PASSWORD}
    return desk.app.test_client().post(f"{API}/auth/invitations/accept", json=body)


def states(desk: Desk) -> dict[str, str]:
    """By id, without those of the desk's own people."""
    items = expect(desk.owner.get(INVITATIONS), 200)["items"]
    return {item["id"]: item["state"] for item in items if item["email"].startswith("new")}


def resends(person: Person, invitation: dict[str, Any]) -> TestResponse:
    return person.post(f"{INVITATIONS}/{invitation['id']}/resend")


def revokes(person: Person, invitation: dict[str, Any]) -> TestResponse:
    return person.send("DELETE", f"{INVITATIONS}/{invitation['id']}")


def expires(desk: Desk, invitation: dict[str, Any]) -> None:
    with desk.unit() as unit:
        this = update(Invitation).where(Invitation.id == invitation["id"])
        unit.db_session.execute(this.values(expires_at=clock.now() - timedelta(seconds=1)))


def test_they_are_listed_with_their_state_and_without_their_links(desk: Desk) -> None:
    waiting, used, taken_back, old = (invites(desk.owner) for _ in range(4))
    expect(accepts(desk, used), 201)
    expect(revokes(desk.owner, taken_back), 204)
    expires(desk, old)
    assert states(desk) == {
        old["id"]: "expired",
        taken_back["id"]: "revoked",
        used["id"]: "accepted",
        waiting["id"]: "open",
    }
    listed = desk.owner.get(INVITATIONS)
    first = next(item for item in listed.get_json()["items"] if item["id"] == waiting["id"])
    assert first == {name: value for name, value in waiting.items() if name != "accept_url"}
    assert first["invited_by"] == {"id": desk.owner.id, "name": "Olga"}
    assert "token" not in listed.get_data(as_text=True)


def test_they_are_read_in_pages_and_by_admins_of_the_account_alone(desk: Desk, other_desk: Desk) -> None:
    made = [invites(desk.owner)["id"] for _ in range(3)]
    first = expect(desk.owner.get(INVITATIONS, limit=2), 200)
    second = expect(desk.owner.get(INVITATIONS, limit=2, cursor=first["next_cursor"]), 200)
    assert [item["id"] for item in (first["items"] + second["items"])[:3]] == made[::-1]
    refuse(desk.senior.get(INVITATIONS), 403, "role_required")
    assert not set(made) & {item["id"] for item in expect(other_desk.owner.get(INVITATIONS), 200)["items"]}


def test_sent_again_it_has_another_link_and_the_old_one_stops_working(desk: Desk) -> None:
    invitation = invites(desk.owner)
    again = expect(resends(desk.owner, invitation), 200)
    assert again["id"] == invitation["id"]
    assert again["accept_url"] != invitation["accept_url"]
    assert again["expires_at"] > invitation["expires_at"]
    refuse(accepts(desk, invitation), 404, "not_found")
    expect(accepts(desk, again), 201)


def test_an_expired_one_sent_again_is_open(desk: Desk) -> None:
    expires(desk, invitation := invites(desk.owner))
    again = expect(resends(desk.owner, invitation), 200)
    assert again["state"] == states(desk)[invitation["id"]] == "open"
    expect(accepts(desk, again), 201)


def test_one_taken_back_lets_nobody_in_and_is_not_sent_again(desk: Desk) -> None:
    invitation = invites(desk.owner)
    for _ in range(2):
        expect(revokes(desk.owner, invitation), 204)
    refuse(accepts(desk, invitation), 409, "invitation_closed")
    refuse(resends(desk.owner, invitation), 409, "invitation_closed")


def test_one_that_was_accepted_is_neither_sent_again_nor_taken_back(desk: Desk) -> None:
    invitation = invites(desk.owner)
    expect(accepts(desk, invitation), 201)
    refuse(resends(desk.owner, invitation), 409, "invitation_closed")
    refuse(revokes(desk.owner, invitation), 409, "invitation_closed")


def test_only_an_owner_sends_an_owners_invitation_again(desk: Desk) -> None:
    invitation = invites(desk.owner, "owner")
    refuse(resends(desk.joins("Ada", "admin"), invitation), 403, "role_required")


def test_sent_again_it_is_worth_what_the_sender_is(desk: Desk) -> None:
    """Whoever made it first is let go; whoever sent it again answers for it."""
    admin = desk.joins("Ada", "admin")
    again = expect(resends(desk.owner, invites(admin)), 200)
    expect(desk.owner.send("DELETE", f"{MEMBERS}/{admin.id}"), 204)
    expect(accepts(desk, again), 201)


@pytest.mark.parametrize("how", ["active", "deactivated"])
def test_a_member_is_not_invited_again(desk: Desk, how: str) -> None:
    if how == "deactivated":
        desk.deactivates(desk.junior)
    for spelling in (desk.junior.email, f" {desk.junior.email.upper()} "):
        refuse(desk.owner.post(INVITATIONS, email=spelling, role="viewer"), 409, "already_member")


def test_of_another_accounts_people_nothing_is_told(desk: Desk, other_desk: Desk) -> None:
    stranger = invites(desk.owner, to=other_desk.junior.email)
    nobody = invites(desk.owner)
    assert stranger.keys() == nobody.keys()
    assert (stranger["state"], nobody["state"]) == ("open", "open")


def test_one_sent_again_after_the_person_joined_says_so(desk: Desk) -> None:
    """Joined by an operator's command or another way: the old invitation is closed with it."""
    to = address("new")
    first, second = (invites(desk.owner, to=to) for _ in range(2))
    expect(accepts(desk, first), 201)
    refuse(resends(desk.owner, second), 409, "invitation_closed")


def test_joining_closes_every_other_invitation_of_the_address(desk: Desk) -> None:
    """Or whoever is let go comes back through the second one, with its role."""
    to = address("new")
    first, second = invites(desk.owner, "viewer", to), invites(desk.owner, "admin", to)
    joined = expect(accepts(desk, first), 201)["user"]
    assert states(desk) == {second["id"]: "revoked", first["id"]: "accepted"}
    expect(desk.owner.send("DELETE", f"{MEMBERS}/{joined['id']}"), 204)
    refuse(accepts(desk, second), 409, "invitation_closed")


@pytest.mark.parametrize("end", ["deleted", "deactivated", "demoted"])
def test_letting_somebody_go_or_demoting_closes_what_is_open_for_them(desk: Desk, end: str) -> None:
    """As left by a release that did not close it when they joined."""
    invitation = invites(desk.owner, "admin")
    with desk.unit() as unit:
        unit.db_session.get_one(Invitation, invitation["id"]).email = desk.junior.email
    member = f"{MEMBERS}/{desk.junior.id}"
    if end == "deleted":
        expect(desk.owner.send("DELETE", member), 204)
    else:
        expect(desk.owner.patch(member, **({"is_active": False} if end == "deactivated" else {"role": "viewer"})), 200)
    refuse(accepts(desk, invitation), 409, "invitation_closed")


def test_what_an_admin_made_is_closed_for_good_when_they_are_demoted(desk: Desk) -> None:
    admin = desk.joins("Ada", "admin")
    invitation = invites(admin, "admin")
    for role in ("engineer", "admin"):
        expect(desk.owner.patch(f"{MEMBERS}/{admin.id}", role=role), 200)
    assert states(desk) == {invitation["id"]: "revoked"}
    refuse(accepts(desk, invitation), 409, "invitation_closed")


def test_the_link_is_mailed_and_each_new_one_too(desk: Desk, settings: Settings, workers: Workers) -> None:
    invitation = invites(desk.owner)
    to = invitation["email"]
    assert eventually(lambda: len(mails_to(settings, to)) == 1)
    (mail,) = mails_to(settings, to)
    assert mail["Subject"] == "Join Olga's MSP on FlowPilot"
    assert "Olga invites you to join Olga's MSP" in text_of(mail)
    assert "Olga invites you to join Olga&#39;s MSP" in html_of(mail)
    assert invitation["accept_url"] in text_of(mail) and mail["List-Unsubscribe"] is None
    again = expect(resends(desk.owner, invitation), 200)
    assert eventually(lambda: len(mails_to(settings, to)) == 2)
    assert any(again["accept_url"] in text_of(mail) for mail in mails_to(settings, to))
    secrets = select(Notice.sealed_content).where(Notice.subject_id == UUID(invitation["id"]))
    assert eventually(lambda: desk.rows(secrets) == [None, None])


def test_a_second_run_of_the_job_sends_nothing_more(desk: Desk, settings: Settings, workers: Workers) -> None:
    invitation = invites(desk.owner)
    done = select(OutboxRow.id).where(OutboxRow.name == "mail.send", OutboxRow.state != "done")
    assert eventually(lambda: desk.rows(done) == [])
    with desk.unit() as unit:
        again = update(OutboxRow).where(OutboxRow.name == "mail.send")
        unit.db_session.execute(again.values(state="ready", due=clock.now(), attempts=0))
    assert eventually(lambda: desk.rows(done) == [])
    assert len(mails_to(settings, invitation["email"])) == 1


def test_the_audit_log_tells_of_each(desk: Desk) -> None:
    invitation = invites(desk.owner)
    resends(desk.owner, invitation)
    revokes(desk.owner, invitation)
    lines = expect(desk.owner.get("/account/audit-log", limit=3), 200)["items"]
    assert [(line["action"], line["subject"]["name"]) for line in lines] == [
        ("invitation.revoked", invitation["email"]),
        ("invitation.resent", invitation["email"]),
        ("member.invited", invitation["email"]),
    ]
