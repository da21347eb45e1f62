"""What is planned for a session's ticket, and who may plan it; `tests/tasks/test_psa_pushes.py` has it posted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from models.core import clock
from models.documentation import CONCLUDED
from models.psa_operation import SETTLED_AFTER, Kind, PsaOperation
from models.psa_push import PsaPush
from tests.support.desk import Desk, expect, refuse
from tests.support.psa import connects, push_of
from tests.support.tickets import copy_of, ticket

NOTHING = {"status": "no_psa", "remote_id": None, "error": None, "status_change": None, "time_entry": None}


def resolves(desk: Desk, ai_session: dict[str, Any], **body: Any) -> Any:
    return desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", **body)


def pushes_of(desk: Desk) -> list[PsaPush]:
    return desk.rows(select(PsaPush).order_by(PsaPush.created_at))


def test_without_a_ticket_or_a_psa_nothing_is_planned(desk: Desk) -> None:
    with_ticket = desk.junior.opens_session(psa_ticket_id="48210")
    path = f"/ai-sessions/{with_ticket['id']}/psa-push"
    assert NOTHING.items() <= push_of(desk.junior, with_ticket).items()
    refuse(desk.junior.post(path), 409, "psa_not_connected")
    connects(desk)
    without = desk.junior.opens_session("No mail", client_name="Contoso")
    refuse(desk.junior.post(f"/ai-sessions/{without['id']}/psa-push"), 409, "nothing_to_push")
    assert desk.junior.escalates(without)["psa_push"] == {"status": "no_psa"}
    assert expect(resolves(desk, without), 200)["psa_push"] == {"status": "no_psa"}
    assert expect(resolves(desk, with_ticket, push_to_psa=False), 200)["psa_push"] == {"status": "no_psa"}
    assert pushes_of(desk) == []


def test_an_escalation_and_a_resolution_are_planned_and_say_so(desk: Desk) -> None:
    connects(desk)
    ai_session = desk.junior.opens_session(psa_ticket_id="48210", client_name="Contoso")
    assert desk.junior.escalates(ai_session)["psa_push"] == {"status": "queued"}
    seen = "2026-11-20T10:00:00Z"
    more = {"psa_status_id": "25", "time_spent_minutes": 18, "psa_ticket_seen_at": seen}
    assert expect(resolves(desk, ai_session, **more), 200)["psa_push"] == {"status": "queued"}
    planned = {"status": "queued", "error": None, "error_message": None}
    expected = {"status": "queued", "occasion": "resolve", "status_change": planned, "time_entry": planned}
    shown = push_of(desk.junior, ai_session)
    assert expected.items() <= shown.items() and shown["is_public"] is False
    part = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}", include="psa_push"), 200)["psa_push"]
    assert part == shown
    escalated, resolved = pushes_of(desk)
    assert (escalated.occasion, escalated.ticket_number, escalated.content) == ("escalate", "48210", None)
    assert (resolved.status_id, resolved.minutes, resolved.reader) == ("25", 18, None)
    assert str(resolved.requested_by_id) == desk.junior.id
    # Asked for again while it waits, the same push is hastened.
    assert expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)["occasion"] == "resolve"
    assert len(pushes_of(desk)) == 2


def test_the_legacy_escalation_says_it_too(desk: Desk) -> None:
    connects(desk)
    ai_session = desk.junior.opens_session(psa_ticket_id="48210")
    body = {"escalation_reason": "Stuck"}
    answer = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/escalate", **body), 200)
    assert answer["psa_push"] == {"status": "queued"}


def test_a_public_note_names_its_reader_and_holds_what_was_read(desk: Desk) -> None:
    connects(desk)
    nameless = desk.junior.opens_session(psa_ticket_id="1")
    assert refuse(resolves(desk, nameless, note_public=True), 422, "validation_failed").keys() == {"reader"}
    assert desk.junior.reads(nameless)["status"] == "active"
    ai_session = desk.junior.opens_session(psa_ticket_id="48210", client_name="Contoso")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content="The client is difficult"), 201)
    body = {"note_public": True, "documentation": {"sections": {"resolution": "Reset it. password: Winter-2026"}}}
    refuse(resolves(desk, ai_session, **body, note_reader="Fabrikam"), 422, "validation_failed")
    empty = {"note_public": True, "documentation": {"sections": dict.fromkeys(map(str, CONCLUDED), " ")}}
    assert refuse(resolves(desk, ai_session, **empty), 422, "validation_failed").keys() == {"note_public"}
    expect(resolves(desk, ai_session, **body, note_reader="Contoso"), 200)
    (push,) = pushes_of(desk)
    assert push.reader == "Contoso" and push_of(desk.junior, ai_session)["is_public"] is True
    assert "Reset it" in push.content
    assert not any(word in push.content for word in ("Winter-2026", "difficult", "Attempts"))


def test_the_same_client_update_is_planned_once(desk: Desk) -> None:
    connects(desk)
    ai_session = desk.junior.opens_session(psa_ticket_id="48210", client_name="Contoso")
    path = f"/ai-sessions/{ai_session['id']}/client-update"
    expect(desk.junior.patch(path, content="We found the cause."), 200)
    for _ in range(2):
        assert expect(desk.junior.post(f"{path}/post", reader="Contoso"), 202) == {"status": "queued"}
    (push,) = pushes_of(desk)
    assert (push.occasion, push.reader, push.content) == ("client_update", "Contoso", "We found the cause.")
    assert push_of(desk.junior, ai_session)["status"] == "no_psa"


def test_nothing_public_is_planned_for_a_ticket_that_the_copy_knows_as_another_clients(desk: Desk) -> None:
    copy_of(desk).has(ticket(48210, client_name="Fabrikam"), ticket(48211, client_name=" CONTOSO  Dental"))
    theirs, ours = (
        desk.junior.opens_session(psa_ticket_id=number, client_name="Contoso Dental") for number in ("48210", "48211")
    )
    body = {"note_public": True, "documentation": {"sections": {"resolution": "Reset it."}}}
    assert refuse(resolves(desk, theirs, **body), 422, "validation_failed").keys() == {"reader"}
    path = f"/ai-sessions/{theirs['id']}/client-update"
    expect(desk.junior.patch(path, content="We found the cause."), 200)
    refuse(desk.junior.post(f"{path}/post", reader="Contoso Dental"), 422, "validation_failed")
    assert pushes_of(desk) == []
    assert expect(resolves(desk, ours, **body), 200)["psa_push"] == {"status": "queued"}


def test_pressing_again_does_not_look_for_a_lost_note_any_earlier(desk: Desk) -> None:
    connects(desk)
    ai_session = desk.junior.opens_session(psa_ticket_id="48210")
    path = f"/ai-sessions/{ai_session['id']}/psa-push"
    expect(desk.junior.post(path), 202)
    began = clock.now()
    due = began + timedelta(seconds=30)
    with desk.unit() as unit:
        push = unit.db_session.scalars(select(PsaPush)).one()
        lost = {"state": "unknown", "looks_left": 2, "started_at": began, "next_attempt_at": due}
        of_push = {name: getattr(push, name) for name in ("account_id", "connection_id", "requested_by_id")}
        note = {"kind": Kind.NOTE, "payload": {}, "payload_hash": "", "marker": "fp:0123456789abcdef"}
        unit.db_session.add(PsaOperation(push_id=push.id, ticket_number="48210", **of_push, **note, **lost))
    for _ in range(2):
        assert expect(desk.junior.post(path), 202)["next_attempt_at"] == clock.rfc3339(due)
    with desk.unit() as unit:
        unit.db_session.execute(update(PsaPush).values(state="unknown"))
        unit.db_session.execute(update(PsaOperation).values(looks_left=0, next_attempt_at=None))
    shown = expect(desk.junior.post(path), 202)
    assert (shown["status"], shown["next_attempt_at"]) == ("queued", clock.rfc3339(began + SETTLED_AFTER))


@pytest.mark.parametrize("who", ["viewer", "senior"])
def test_only_who_works_on_the_session_pushes_by_hand(desk: Desk, who: str) -> None:
    connects(desk)
    ai_session = desk.junior.opens_session(psa_ticket_id="48210")
    assert getattr(desk, who).post(f"/ai-sessions/{ai_session['id']}/psa-push").status_code in (403, 404)
    shown = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)
    assert (shown["status"], shown["occasion"]) == ("queued", "manual")


def test_a_push_by_the_claimer_is_the_first_action(desk: Desk) -> None:
    connects(desk)
    ai_session = desk.junior.opens_session(psa_ticket_id="48210")
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    with desk.unit() as unit:
        unit.db_session.execute(update(PsaPush).values(state="canceled"))

    def with_action() -> int:
        return int(expect(desk.owner.get("/analytics/flowpilot/escalations"), 200)["n_handoffs_with_action"])

    assert with_action() == 0
    shown = expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)
    assert (shown["occasion"], with_action()) == ("manual", 1)
