"""What is posted to a ticket only once, and only for the eyes of the client who was named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from models.core import clock
from models.psa_kinds import Provider
from models.psa_operation import PsaOperation
from settings import Settings
from tests.outside.psa import Fault, Kind
from tests.support.desk import Desk, expect, refuse
from tests.support.eventually import eventually
from tests.support.psa import connects_to, hastens, push_of
from tests.support.workers import Workers
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench

CLIENT, OTHER = "Contoso Dental", 251
SOLVED = {"documentation": {"sections": {"resolution": "Cleared the token. password: Winter-2026"}}}


@pytest.fixture(scope="module")
def worker_settings(settings: Settings) -> Settings:
    """Tenants that take many calls."""
    return replace(settings, psa_paces=tuple((str(provider), (100_000, 60)) for provider in Provider))


@pytest.fixture(scope="module")
def running() -> Iterator[ConnectWiseBench]:
    with (bench := ConnectWiseBench()).simulator:
        yield bench


@pytest.fixture
def bench(running: ConnectWiseBench, desk: Desk) -> ConnectWiseBench:
    running.simulator.reset()
    connects_to(desk, running)
    return running


def resolves(desk: Desk, ai_session: dict[str, Any], **body: Any) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", **SOLVED, **body), 200)


def presses(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)


def ends(desk: Desk, ai_session: dict[str, Any], status: str) -> dict[str, Any]:
    """What is shown of the push once it has this status."""

    def is_there() -> bool:
        hastens(desk)
        return push_of(desk.junior, ai_session)["status"] == status

    assert eventually(is_there), push_of(desk.junior, ai_session)
    return push_of(desk.junior, ai_session)


def reconnects(desk: Desk, bench: ConnectWiseBench) -> None:
    expect(desk.owner.send("DELETE", "/psa/connection"), 204)
    connects_to(desk, bench)


def test_nothing_public_goes_to_another_clients_ticket(desk: Desk, bench: ConnectWiseBench, workers: Workers) -> None:
    tenant, ticket = bench.simulator.tenant, bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    assert eventually(lambda: desk.junior.reads(ai_session)["client_name"] == CLIENT)
    tenant.tables["tickets"][int(ticket)]["company"] = tenant.reference("companies", OTHER)
    resolves(desk, ai_session, note_public=True, note_reader=CLIENT)
    assert ends(desk, ai_session, "failed")["error"] == "wrong_reader"
    tenant.tables["tickets"][int(ticket)]["company"] = tenant.reference("companies", 250)
    presses(desk, ai_session)
    ends(desk, ai_session, "sent")
    assert [note.is_public for note in bench.notes(ticket)] == [True]


def test_a_public_note_is_not_written_for_a_former_client(
    desk: Desk, bench: ConnectWiseBench, workers: Workers
) -> None:
    ticket = bench.add_ticket("No mail")
    bench.simulator.fail(Fault(Kind.CLOSE_BEFORE_REPLY), route=bench.note_route)
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket, client_name=CLIENT)
    resolves(desk, ai_session, note_public=True, note_reader=CLIENT)
    assert eventually(lambda: push_of(desk.junior, ai_session)["error"] is not None)
    expect(desk.junior.patch(f"/ai-sessions/{ai_session['id']}", client_name="Fabrikam"), 200)
    assert ends(desk, ai_session, "failed")["error"] == "reader_changed"
    answer = desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push")
    assert refuse(answer, 422, "validation_failed").keys() == {"reader"}
    assert not bench.notes(ticket)


@pytest.mark.parametrize("fault", [None, Fault(Kind.APPLY_THEN_CLOSE)], ids=["sent", "lost"])
def test_a_note_is_found_again_after_reconnecting(
    desk: Desk, bench: ConnectWiseBench, workers: Workers, fault: Fault | None
) -> None:
    ticket = bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    if fault:
        bench.simulator.fail(fault, route=bench.note_route)
    resolves(desk, ai_session)
    if fault:
        assert eventually(lambda: push_of(desk.junior, ai_session)["error"] is not None)
        expect(desk.owner.send("DELETE", "/psa/connection"), 204)
        assert ends(desk, ai_session, "unknown")["error"] == "psa_disconnected"
        assert [entry["kind"] for entry in desk.junior.bell()].count("psa_push_failed") == 1
        # The write-up has another text by now.
        expect(desk.junior.patch(f"/ai-sessions/{ai_session['id']}", title="Outlook"), 200)
        connects_to(desk, bench)
    else:
        ends(desk, ai_session, "sent")
        reconnects(desk, bench)
    presses(desk, ai_session)
    shown = ends(desk, ai_session, "sent")
    assert shown["occasion"] == "manual" and shown["remote_id"] and len(bench.notes(ticket)) == 1


def test_a_client_update_is_posted_to_each_tenants_ticket(
    desk: Desk, bench: ConnectWiseBench, workers: Workers
) -> None:
    ticket = bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket, client_name=CLIENT)
    path = f"/ai-sessions/{ai_session['id']}/client-update"
    expect(desk.junior.patch(path, content="We found the cause."), 200)
    for _ in range(2):
        assert expect(desk.junior.post(f"{path}/post", reader=CLIENT), 202) == {"status": "queued"}
        assert eventually(lambda: len(bench.notes(ticket)) == 1)
        bench.simulator.reset()
        assert bench.add_ticket("Another tenant's") == ticket
        reconnects(desk, bench)


def test_the_same_resolution_is_posted_once_after_a_reopening(
    desk: Desk, bench: ConnectWiseBench, workers: Workers
) -> None:
    ticket = bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket, client_name=CLIENT)
    public = {"note_public": True, "note_reader": CLIENT}
    resolves(desk, ai_session, **public)
    first = ends(desk, ai_session, "sent")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reopen"), 200)
    resolves(desk, ai_session, **public, psa_status_id=bench.closed_status_id)
    shown = ends(desk, ai_session, "sent")
    assert shown["remote_id"] == first["remote_id"] and shown["requested_at"] != first["requested_at"]
    assert eventually(lambda: push_of(desk.junior, ai_session)["status_change"]["status"] == "sent")
    assert len(bench.notes(ticket)) == 1


@pytest.mark.parametrize(("began", "found", "expected"), [(40, 39, "skipped"), (2, -600, "sent")])
def test_a_change_is_ours_only_while_we_wrote(
    desk: Desk, bench: ConnectWiseBench, workers: Workers, began: int, found: int, expected: str
) -> None:
    """Seconds before somebody or we changed the ticket; a lost note may be found long after it was written."""
    ticket, now = bench.add_ticket("No mail"), clock.now()
    ai_session = desk.junior.opens_session(psa_ticket_id=ticket)
    presses(desk, ai_session)
    ends(desk, ai_session, "sent")
    with desk.unit() as unit:
        times = {"started_at": now - timedelta(seconds=began), "sent_at": now - timedelta(seconds=found)}
        unit.db_session.execute(update(PsaOperation).values(times))
    bench.simulator.tenant.touch(int(ticket), at=now)
    seen = clock.rfc3339(now - timedelta(hours=1))
    resolves(desk, ai_session, psa_status_id=bench.closed_status_id, psa_ticket_seen_at=seen)
    assert eventually(lambda: (push_of(desk.junior, ai_session)["status_change"] or {}).get("status") == expected)


def test_a_session_takes_the_number_as_the_psa_writes_it(desk: Desk, bench: ConnectWiseBench, workers: Workers) -> None:
    ticket = bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session(psa_ticket_id=f"\uff100{ticket}")
    presses(desk, ai_session)
    assert ends(desk, ai_session, "sent")["ticket"] == ticket
    assert desk.junior.reads(ai_session)["psa_ticket_id"] == ticket and len(bench.notes(ticket)) == 1
