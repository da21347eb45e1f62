"""Somebody leaves or may only read from now on: nobody's session becomes unreachable, nothing waits unseen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.support.desk import Desk, Person, address, expect, refuse
from tests.support.events import EventListener
from tests.support.eventually import eventually

WAYS = ["deleted", "deactivated", "demoted"]
Leaves = Callable[..., TestResponse]


@pytest.fixture(params=WAYS)
def leaves(desk: Desk, request: pytest.FixtureRequest) -> Leaves:
    """Let a person go, or make them a viewer; the answer."""

    def leave(person: Person, *, by: Person | None = None, **work: str) -> TestResponse:
        member = f"/account/members/{person.id}"
        if request.param == "deleted":
            return (by or desk.owner).send("DELETE", member, query_string=work)
        change: dict[str, Any] = {"is_active": False} if request.param == "deactivated" else {"role": "viewer"}
        return (by or desk.owner).patch(member, **change, **work)

    return leave


def goes(answer: TestResponse) -> None:
    assert answer.status_code in (200, 204), answer.get_data(as_text=True)


def writes(person: Person, ai_session: dict[str, Any]) -> TestResponse:
    return person.post(f"/ai-sessions/{ai_session['id']}/messages", content="Did it come back?")


def newest_handoff(desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any]:
    return expect(desk.owner.get(f"/ai-sessions/{ai_session['id']}/handoffs"), 200)["items"][0]


def handled_by(desk: Desk, handler: Person, owner: Person | None = None) -> dict[str, Any]:
    """A session of `owner` that `handler` picked up."""
    ai_session = (owner or desk.junior).opens_session()
    expect(handler.claims((owner or desk.junior).escalates(ai_session)), 200)
    return ai_session


def test_their_own_sessions_go_into_the_queue_in_their_name(desk: Desk, leaves: Leaves) -> None:
    ai_session = desk.junior.opens_session()
    goes(leaves(desk.junior))
    assert desk.senior.queue() == desk.owner.queue() == [ai_session["id"]]
    handoff = newest_handoff(desk, ai_session)
    assert handoff["created_by"]["name"] == "Sam"
    assert "Sam" in handoff["reason"]
    assert [entry["title"][:20] for entry in desk.senior.bell()] == ["Escalation from Sam:"]
    expect(desk.senior.claims(handoff), 200)
    expect(writes(desk.senior, ai_session), 202)


def test_so_does_what_they_had_picked_up_and_its_owner_may_take_it_back(desk: Desk, leaves: Leaves) -> None:
    ai_session = handled_by(desk, desk.senior)
    goes(leaves(desk.senior))
    assert desk.junior.queue() == [ai_session["id"]]
    expect(desk.junior.claims(newest_handoff(desk, ai_session)), 200)
    expect(writes(desk.junior, ai_session), 202)


def test_what_somebody_else_handles_stays_with_them(desk: Desk, leaves: Leaves) -> None:
    ai_session = handled_by(desk, desk.senior)
    goes(leaves(desk.junior))
    assert desk.owner.reads(ai_session)["handler"]["name"] == "Priya"
    expect(writes(desk.senior, ai_session), 202)
    assert desk.owner.queue() == []


def test_what_they_parked_is_no_longer_private(desk: Desk, leaves: Leaves) -> None:
    own, picked_up = desk.junior.opens_session(), handled_by(desk, desk.junior, owner=desk.senior)
    for ai_session in (own, picked_up):
        desk.junior.parks(ai_session)
    goes(leaves(desk.junior))
    assert set(desk.owner.queue()) == {own["id"], picked_up["id"]}
    expect(desk.owner.claims(newest_handoff(desk, own)), 200)
    expect(writes(desk.owner, own), 202)


def test_their_work_goes_to_a_person_who_is_told_and_goes_on(desk: Desk, leaves: Leaves) -> None:
    own, picked_up, parked = desk.junior.opens_session(), handled_by(desk, desk.junior, desk.owner), None
    parked = desk.junior.opens_session("The scanner is offline")
    desk.junior.parks(parked)
    goes(leaves(desk.junior, work=desk.senior.id))
    for ai_session in (own, picked_up, parked):
        now = desk.senior.reads(ai_session)
        assert (now["status"], now["handler"]["name"]) == ("active", "Priya")
        expect(writes(desk.senior, ai_session), 202)
        handoff = newest_handoff(desk, ai_session)
        assert (handoff["created_by"]["name"], handoff["claimed_by"]["name"]) == ("Sam", "Priya")
    notes = [entry["note"] for entry in desk.senior.bell(unread=True)]
    assert notes.count("Sam's work is yours now") == 3
    assert desk.owner.queue() == []


def test_closed_sessions_stay_as_they_are(desk: Desk, leaves: Leaves) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    goes(leaves(desk.junior))
    assert desk.owner.reads(ai_session)["status"] == "resolved"
    assert desk.owner.queue() == []


def test_what_waits_for_them_alone_opens_to_the_team_which_is_told(
    desk: Desk, leaves: Leaves, heard: EventListener
) -> None:
    marcus = desk.joins("Marcus", "engineer")
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    assert marcus.queue() == []
    heard.drain()
    goes(leaves(desk.senior))
    assert marcus.queue() == desk.owner.queue() == [ai_session["id"]]
    assert [entry["title"][:20] for entry in marcus.bell()] == ["Escalation from Sam:"]
    heard.drain()
    assert heard.types().count("handoff_created") == 2
    assert expect(marcus.claims(handoff), 200)["target_user"] is None


def test_what_they_had_handed_over_waits_on_and_an_admin_may_withdraw_it(desk: Desk, leaves: Leaves) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    goes(leaves(desk.junior))
    assert desk.senior.queue() == [ai_session["id"]]
    expect(desk.owner.post(f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}/recall"), 200)
    expect(writes(desk.owner, ai_session), 202)


@pytest.mark.parametrize("act", ["write", "resolve", "escalate", "park"])
def test_an_admin_acts_on_what_nobody_else_can(desk: Desk, act: str) -> None:
    """As left behind by a release that handed nothing on."""
    ai_session = desk.junior.opens_session()
    desk.deactivates(desk.junior)
    path = f"/ai-sessions/{ai_session['id']}"
    refuse(writes(desk.viewer, ai_session), 403, "role_required")
    assert desk.owner.reads(ai_session)["can_write"] is True
    if act == "write":
        expect(writes(desk.owner, ai_session), 202)
    elif act == "resolve":
        expect(desk.owner.post(f"{path}/resolve"), 200)
    elif act == "park":
        desk.owner.parks(ai_session)
    else:
        handoff = desk.owner.escalates(ai_session)
        expect(desk.senior.claims(handoff), 200)


def test_an_admin_resumes_what_somebody_parked_who_is_gone(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.parks(ai_session)
    refuse(desk.owner.get(f"/ai-sessions/{ai_session['id']}"), 404, "not_found")
    desk.deactivates(desk.junior)
    expect(desk.owner.post(f"/ai-sessions/{ai_session['id']}/resume"), 200)
    expect(writes(desk.owner, ai_session), 202)


def test_while_somebody_can_work_on_it_an_admin_only_reads(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    refuse(writes(desk.owner, ai_session), 403, "owner_or_handler_required")


def test_what_waits_for_somebody_who_is_gone_is_anybodys(desk: Desk) -> None:
    """Escalated to them at the moment in which they left, or before a release that opens it."""
    marcus = desk.joins("Marcus", "engineer")
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    desk.deactivates(desk.senior)
    assert marcus.queue() == [ai_session["id"]]
    expect(marcus.claims(handoff), 200)


@pytest.mark.parametrize("who", ["themselves", "a viewer", "somebody deactivated"])
def test_work_goes_to_somebody_who_can_do_it(desk: Desk, leaves: Leaves, who: str) -> None:
    marcus = desk.joins("Marcus", "engineer")
    desk.deactivates(marcus)
    to = {"themselves": desk.junior, "a viewer": desk.viewer, "somebody deactivated": marcus}[who]
    refuse(leaves(desk.junior, work=to.id), 422, "invalid_target")
    expect(desk.junior.get("/auth/me"), 200)


def test_work_goes_to_nobody_of_another_account(desk: Desk, other_desk: Desk, leaves: Leaves) -> None:
    refuse(leaves(desk.junior, work=other_desk.senior.id), 404, "not_found")
    for nobody in ("everybody", "queue\n", f"{desk.senior.id}\n"):
        assert refuse(leaves(desk.junior, work=nobody), 422, "validation_failed").keys() == {"work"}
    expect(desk.junior.get("/auth/me"), 200)


def test_a_change_that_lets_them_work_on_moves_nothing(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.owner.patch(f"/account/members/{desk.junior.id}", role="admin", work=desk.senior.id), 200)
    assert desk.owner.queue() == []
    expect(writes(desk.junior, ai_session), 202)


def test_the_audit_log_tells_of_each_handoff(desk: Desk, leaves: Leaves) -> None:
    desk.junior.opens_session()
    desk.owner.escalates(desk.owner.opens_session(), target_user_id=desk.junior.id)
    goes(leaves(desk.junior))
    lines = expect(desk.owner.get("/account/audit-log", limit=10), 200)["items"]
    told = [(line["action"], line["actor"]["name"]) for line in lines]
    assert ("handoff.opened_to_team", "Olga") in told
    assert told.count(("handoff.created", "Sam")) == 1


def test_an_operator_who_makes_somebody_a_viewer_hands_on_their_work(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    result = FlaskCliRunner(desk.app).invoke(args=["user", "promote", desk.junior.email, "--role", "viewer"])
    assert result.exit_code == 0, result.output
    assert desk.senior.queue() == [ai_session["id"]]


def test_an_admin_who_is_let_go_while_waiting_changes_nobody(desk: Desk) -> None:
    """The right is looked at again after the wait for the account's row."""
    ada = desk.joins("Ada", "admin")
    invited = expect(ada.post("/account/invitations", email=address("new"), role="engineer"), 201)
    invitation = f"/account/invitations/{invited['id']}"
    acts = [
        lambda: ada.patch(f"/account/members/{desk.senior.id}", role="admin"),
        lambda: ada.post("/account/invitations", email=address("new"), role="admin"),
        lambda: ada.post(f"{invitation}/resend"),
        lambda: ada.send("DELETE", invitation),
    ]
    with ThreadPoolExecutor(len(acts)) as threads:
        with desk.unit() as unit:
            locked = text("select 1 from accounts where id = :id for update")
            unit.db_session.execute(locked, {"id": desk.account_id})
            answers = [threads.submit(act) for act in acts]
            assert eventually(lambda: _waiting(desk) == len(acts))
            unit.db_session.execute(text("update users set role = 'engineer' where id = :id"), {"id": ada.id})
        for answer in answers:
            refuse(answer.result(), 403, "role_required")


def _takes(desk: Desk, person: Person, act: Callable[[], TestResponse], row: str, leaves: Leaves) -> TestResponse:
    """What `act` of `person` answers, which waits for `row` while they are let go."""
    with ThreadPoolExecutor(2) as threads, desk.unit() as unit:
        unit.db_session.execute(text(row))
        taking = threads.submit(act)
        assert eventually(lambda: _waiting(desk) == 1)
        leaving = threads.submit(leaves, person)
        assert eventually(lambda: _waiting(desk) == 2 or leaving.done())
        unit.db_session.rollback()
        goes(leaving.result())
        return taking.result()


def test_what_they_claim_at_that_moment_is_handed_on_too(desk: Desk, leaves: Leaves) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    held = f"select 1 from ai_sessions where id = '{ai_session['id']}' for update"
    expect(_takes(desk, desk.senior, lambda: desk.senior.claims(handoff), held, leaves), 200)
    assert desk.owner.queue() == [ai_session["id"]]


def test_so_is_what_they_reopen(desk: Desk, leaves: Leaves) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    held = f"select 1 from ai_sessions where id = '{ai_session['id']}' for update"
    path = f"/ai-sessions/{ai_session['id']}/reopen"
    expect(_takes(desk, desk.junior, lambda: desk.junior.post(path), held, leaves), 200)
    assert desk.owner.queue() == [ai_session["id"]]


def test_so_is_what_they_open(desk: Desk, leaves: Leaves) -> None:
    held = "lock table steps in share row exclusive mode"
    opened = _takes(desk, desk.junior, lambda: desk.junior.post("/ai-sessions", problem="No mail"), held, leaves)
    assert desk.owner.queue() == [expect(opened, 201)["id"]]


def _waiting(desk: Desk) -> int:
    """Statements that wait for a lock."""
    asked = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
    with desk.unit() as unit:
        return int(unit.db_session.scalar(text(asked)) or 0)
