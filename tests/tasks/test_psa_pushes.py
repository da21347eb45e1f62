"""A session's write-up on its way to its ticket, by real workers, to a PSA that loses answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from models.core import clock
from models.psa_connection import PsaConnection
from models.psa_kinds import Provider
from models.psa_operation import PsaOperation
from models.psa_push import PsaPush
from settings import Settings
from tests.outside.psa import Fault, Kind
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.psa import connects_to, hastens, push_of
from tests.support.workers import Workers
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.benches import BENCHES
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench

MARKER = re.compile(r"\[fp:[0-9a-f]{12,}\]$")
CHANCES = {
    Fault(Kind.APPLY_THEN_CLOSE): 0.2,
    Fault(Kind.BAD_GATEWAY): 0.05,
    Fault(Kind.TOO_MANY, retry_after="1"): 0.05,
}
Hasten = Callable[[], None]


@pytest.fixture(scope="module")
def worker_settings(settings: Settings) -> Settings:
    """Tenants that take many calls."""
    return replace(settings, psa_paces=tuple((str(provider), (100_000, 60)) for provider in Provider))


@pytest.fixture(scope="module")
def running() -> Iterator[ConnectWiseBench]:
    bench = ConnectWiseBench()
    with bench.simulator:
        yield bench


@pytest.fixture
def bench(running: ConnectWiseBench, desk: Desk) -> Bench:
    running.simulator.reset()
    connects_to(desk, running)
    return running


@pytest.fixture
def hasten(desk: Desk) -> Hasten:
    return lambda: hastens(desk)


def resolves(desk: Desk, ai_session: dict[str, Any], **body: Any) -> dict[str, Any]:
    about = {"documentation": {"sections": {"resolution": "Cleared the token. password: Winter-2026"}}}
    return expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", **about, **body), 200)


def ends(desk: Desk, ai_session: dict[str, Any], status: str, hasten: Hasten | None = None) -> dict[str, Any]:
    """What is shown of the push once it has this status."""

    def is_there() -> bool:
        if hasten:
            hasten()
        return push_of(desk.junior, ai_session)["status"] == status

    assert eventually(is_there), push_of(desk.junior, ai_session)
    return push_of(desk.junior, ai_session)


def test_a_resolution_is_a_note_with_its_status_and_its_time(
    desk: Desk, bench: Bench, workers: Workers, heard: EventListener
) -> None:
    ticket = bench.add_ticket("Outlook asks for a password")
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket, client_name="Contoso")
    people = {"items": [{"user_id": desk.junior.id, "agent_id": bench.agent_id}]}
    expect(desk.owner.send("PUT", "/psa/people", json=people), 200)
    resolves(desk, ai_session, psa_status_id=bench.closed_status_id, time_spent_minutes=18)
    shown = ends(desk, ai_session, "sent")
    assert eventually(lambda: push_of(desk.junior, ai_session)["status_change"]["status"] == "sent")
    (note,) = bench.notes(ticket)
    assert shown["remote_id"] and shown["error"] is None
    assert note.is_public is False and MARKER.search(note.text)
    assert "Resolved in FlowPilot by Sam." in note.text and "Cleared the token." in note.text
    assert "Winter-2026" not in note.text and f"/pilot/{ai_session['id']}" in note.text
    assert push_of(desk.junior, ai_session)["time_entry"]["status"] == "sent"
    (entry,) = bench.times(ticket)
    assert MARKER.search(entry)
    event = heard.wait_for("psa_push_changed", session_id=ai_session["id"], status="sent")
    assert event["data"]["occasion"] == "resolve"
    # The ticket has this very text: asked for again, it is not posted again.
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)
    heard.wait_for("psa_push_changed", session_id=ai_session["id"], status="sent", occasion="manual")
    assert push_of(desk.junior, ai_session)["occasion"] == "resolve" and len(bench.notes(ticket)) == 1
    assert not [entry for entry in desk.junior.bell() if entry["kind"] == "psa_push_failed"]


@pytest.mark.parametrize(
    "kind", [Kind.APPLY_THEN_CLOSE, Kind.APPLY_THEN_BAD_GATEWAY, Kind.BROKEN_JSON, Kind.CLOSE_BEFORE_REPLY]
)
def test_a_lost_answer_makes_no_second_note(
    desk: Desk, bench: Bench, workers: Workers, hasten: Hasten, kind: Kind
) -> None:
    ticket = bench.add_ticket("No mail")
    bench.simulator.fail(Fault(kind), route=bench.note_route)
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    resolves(desk, ai_session)
    ends(desk, ai_session, "sent", hasten)
    assert len(bench.notes(ticket)) == 1


def test_a_note_whose_worker_died_is_found_and_adopted(
    desk: Desk, bench: Bench, workers: Workers, hasten: Hasten
) -> None:
    ticket = bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    resolves(desk, ai_session)
    remote_id = ends(desk, ai_session, "sent")["remote_id"]
    with desk.unit() as unit:
        began = clock.now() - timedelta(minutes=2)
        forgotten = {"state": "sending", "started_at": began, "remote_id": None, "sent_at": None}
        unit.db_session.execute(update(PsaOperation).values(forgotten))
        unit.db_session.execute(update(PsaPush).values(state="queued", sent_at=None))
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)
    assert ends(desk, ai_session, "sent", hasten)["remote_id"] == remote_id
    assert len(bench.notes(ticket)) == 1


def test_a_ticket_that_changed_keeps_its_status(desk: Desk, bench: Bench, workers: Workers) -> None:
    ticket = bench.add_ticket("No mail")
    bench.touch(ticket)
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    seen = clock.rfc3339(clock.now() - timedelta(hours=1))
    resolves(desk, ai_session, psa_status_id=bench.closed_status_id, psa_ticket_seen_at=seen)
    shown = ends(desk, ai_session, "sent")
    assert (shown["error"], shown["status_change"]["status"]) == ("ticket_changed", "skipped")
    assert len(bench.notes(ticket)) == 1
    assert not bench.simulator.calls(bench.status_route)
    # Whoever asks for it by hand has seen the ticket as it is.
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)
    assert eventually(lambda: push_of(desk.junior, ai_session)["status_change"]["status"] == "sent")
    assert push_of(desk.junior, ai_session)["error"] is None and len(bench.notes(ticket)) == 1


def test_an_escalated_ticket_gets_the_status_picked_for_its_board(desk: Desk, bench: Bench, workers: Workers) -> None:
    ticket = bench.add_ticket("No mail")
    with desk.unit() as unit:
        connection = unit.db_session.scalars(select(PsaConnection).where(PsaConnection.disconnected_at.is_(None))).one()
        picked = {f"escalated_status_id:{bench.board_id}": bench.other_status_id, "escalated_status_id:77": "1"}
        connection.options = {**connection.options, **picked}
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    desk.junior.escalates(ai_session)
    ends(desk, ai_session, "sent")
    assert eventually(lambda: push_of(desk.junior, ai_session)["status_change"]["status"] == "sent")
    status = bench.simulator.tenant.tables["tickets"][int(ticket)]["status"]
    assert str(status["id"]) == bench.other_status_id


def test_a_status_of_another_board_is_left_out(desk: Desk, bench: Bench, workers: Workers) -> None:
    ai_session = desk.junior.opens_session(psa_ticket_id=bench.add_ticket("No mail"))
    resolves(desk, ai_session, psa_status_id="987654", time_spent_minutes=5)
    shown = ends(desk, ai_session, "sent")
    left_out = {part: (shown[part]["status"], shown[part]["error"]) for part in ("status_change", "time_entry")}
    assert left_out == {
        "status_change": ("skipped", "status_not_on_board"),
        "time_entry": ("skipped", "no_psa_member"),
    }


def test_what_cannot_be_posted_is_told_and_can_be_tried_again(
    desk: Desk, bench: Bench, workers: Workers, hasten: Hasten
) -> None:
    ticket = bench.add_ticket("No mail")
    bench.simulator.fail(Fault(Kind.BAD_GATEWAY), route="GET *", times=2)
    bench.simulator.fail(Fault(Kind.UNAUTHORIZED), route=bench.note_route)
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    resolves(desk, ai_session, psa_status_id=bench.closed_status_id)
    assert eventually(lambda: push_of(desk.junior, ai_session)["error"] == "psa_unavailable")
    shown = push_of(desk.junior, ai_session)
    assert shown["status"] == "queued" and shown["next_attempt_at"]
    shown = ends(desk, ai_session, "failed", hasten)
    assert (shown["error"], shown["status_change"]["error"]) == ("wrong_credentials", "note_not_posted")
    (entry,) = [entry for entry in desk.junior.bell() if entry["kind"] == "psa_push_failed"]
    assert (
        entry["title"].startswith(f"Not posted to its ticket · #{ticket}") and entry["note"] == shown["error_message"]
    )
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)
    ends(desk, ai_session, "sent", hasten)
    assert len(bench.notes(ticket)) == 1
    assert eventually(lambda: push_of(desk.junior, ai_session)["status_change"]["status"] == "sent")


def test_a_ticket_that_is_not_there(desk: Desk, bench: Bench, workers: Workers) -> None:
    ai_session = desk.junior.opens_session(psa_ticket_id="99999999")
    resolves(desk, ai_session)
    assert ends(desk, ai_session, "failed")["error"] == "ticket_not_found"


def test_what_waits_ends_with_its_ticket_or_its_psa(
    desk: Desk, bench: Bench, workers: Workers, hasten: Hasten, heard: EventListener
) -> None:
    bench.simulator.fail(Fault(Kind.BAD_GATEWAY), route="GET *", times=1_000)
    sessions = [desk.junior.opens_session(psa_ticket_id=bench.add_ticket("No mail")) for _ in range(2)]
    for ai_session in sessions:
        resolves(desk, ai_session)
        assert eventually(lambda one=ai_session: push_of(desk.junior, one)["error"] == "psa_unavailable")
    unlinked, disconnected = sessions
    expect(desk.junior.patch(f"/ai-sessions/{unlinked['id']}", psa_ticket_id=None), 200)
    hasten()
    heard.wait_for("psa_push_changed", session_id=unlinked["id"], status="no_psa")
    expect(desk.owner.send("DELETE", "/psa/connection"), 204)
    heard.wait_for("psa_push_changed", session_id=disconnected["id"], status="failed")
    shown = [push_of(desk.junior, one) for one in sessions]
    assert [one["status"] for one in shown] == ["no_psa", "failed"]
    assert shown[1]["error"] == "psa_disconnected"
    bench.simulator.heal()


def test_a_long_write_up_is_posted_in_parts(desk: Desk, bench: Bench, workers: Workers) -> None:
    ticket = bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    text = "\n".join(f"Line {number} of a long story about one mailbox." for number in range(900))
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", documentation={"content": text}), 200)
    ends(desk, ai_session, "sent")
    texts = [note.text for note in bench.notes(ticket)]
    assert len(texts) > 1 and all(part.startswith(f"({n}/{len(texts)})") for n, part in enumerate(texts, 1))
    assert all(f"Line {number} of" in "".join(texts) for number in range(900))


@pytest.mark.parametrize("kind", BENCHES, ids=lambda kind: kind.__name__)
def test_as_many_notes_as_pushes_whatever_is_lost(
    desk: Desk, workers: Workers, hasten: Hasten, kind: type[Bench]
) -> None:
    bench, count = kind(), 10
    with bench.simulator:
        connects_to(desk, bench)
        tickets = [bench.add_ticket("No mail") for _ in range(count)]
        sessions = [desk.junior.opens_session(psa_ticket_id=bench.number_of(ticket)) for ticket in tickets]
        bench.simulator.fail_randomly(CHANCES, seed=1, route=bench.note_route)
        for ai_session in sessions:
            expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)

        def are_sent() -> bool:
            hasten()
            return set(desk.rows(select(PsaPush.state))) == {"sent"}

        assert eventually(are_sent, patience=60), desk.rows(select(PsaPush.error))
        assert sum(one.fault is not None for one in bench.simulator.received) > 2
        assert [len(bench.notes(ticket)) for ticket in tickets] == [1] * count
