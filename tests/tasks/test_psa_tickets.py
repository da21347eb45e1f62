"""The copy of a PSA's tickets as real workers keep it, from a simulator on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.jobs import Job, request
from models.operations.psa_sync import FAILURES_BEFORE_FAILING
from models.psa_connection import PsaState
from models.psa_sync_state import SyncState
from models.psa_ticket import PsaTicket
from tasks.integrations.psa import IncomingWebhook
from tests.outside.psa import Fault, Kind
from tests.outside.psa.connectwise import Callback, ConnectWiseSimulator
from tests.outside.psa.connectwise.tenant import CLOSED
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.psa import credentials_of
from tests.support.tickets import Copy, copy_of, count, listed, starts, syncs, waiting
from tests.support.workers import Workers
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.benches import BENCHES
from tests.tasks.integrations.psa.halopsa.bench import HaloBench

TICKETS = "GET */service/tickets"


@pytest.fixture
def psa() -> Iterator[ConnectWiseSimulator]:
    with ConnectWiseSimulator() as running:
        yield running
        assert running.crashes == []


@pytest.fixture
def copy(desk: Desk, psa: ConnectWiseSimulator, workers: Workers) -> Copy:
    return copy_of(desk, psa.url, credentials=credentials_of(psa))


def test_the_first_sync_reads_every_page_also_when_answers_are_lost(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator, heard: EventListener
) -> None:
    psa.seed("tickets", count=5_200)
    for kind in (Kind.CLOSE_BEFORE_REPLY, Kind.TRUNCATED, Kind.HTML_PAGE):
        psa.fail(Fault(kind), route=TICKETS)
    copy.starts()
    assert eventually(lambda: SyncState.of(copy.row()).failures), "the lost answer is known"
    assert eventually(lambda: copy.is_due() or copy.row().synced_at)
    assert count(copy) == 5_200
    assert copy.row().state == PsaState.OK
    assert copy.row().last_error is None
    assert waiting(copy) == 1
    found = expect(desk.junior.get("/psa/tickets", q="number 4500"), 200)
    assert [item["title"] for item in found["items"]] == ["Ticket number 4500"]
    assert found["sync"]["synced_at"] is not None
    assert found["sync"]["is_syncing"] is False
    choices = expect(desk.junior.get("/psa/tickets/filters"), 200)
    assert choices["clients"] == sorted({one["company"]["name"] for one in psa.tenant.tables["tickets"].values()})


def test_a_sync_reads_what_changed_and_moved(desk: Desk, copy: Copy, psa: ConnectWiseSimulator) -> None:
    old = datetime.now(UTC) - timedelta(days=2)
    first, second, third = (psa.tenant.add_ticket(f"Old {number}", changed=old) for number in range(3))
    starts(copy)
    assert sorted(listed(desk.junior)) == [str(first), str(second), str(third)]
    ai_session = desk.junior.opens_session("Nothing prints", psa_ticket_id=str(second))
    psa.tenant.tables["tickets"][first]["status"] = psa.tenant.reference("statuses", CLOSED)
    psa.tenant.note_closed(psa.tenant.tables["tickets"][first])
    psa.tenant.touch(first)
    psa.tenant.merge(second, into=third)
    new = psa.tenant.add_ticket("New one")
    unread = psa.tenant.tables["tickets"][third]
    unread["summary"] = "Changed without a word"
    syncs(copy)
    assert listed(desk.junior, open="false", status="Closed") == [str(first)]
    assert listed(desk.junior)[0] in (str(new), str(second))
    assert listed(desk.junior, q="word") == []
    part = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}", include="ticket"), 200)["ticket"]
    assert part["merged_into"] == str(third)


def test_a_person_can_ask_and_is_told_and_a_job_that_comes_twice_makes_no_second_chain(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator, heard: EventListener
) -> None:
    starts(copy)
    copy.changes_connection(sync_state={**copy.row().sync_state, "complete_until": "2026-11-01T00:00:00Z"})
    turn = SyncState.of(copy.row()).turn
    with desk.unit():
        for _ in range(3):
            request(Job.PSA_TICKETS_SYNC, connection_id=copy.connection_id, turn=turn)
    psa.tenant.add_ticket("VPN drops")
    expect(desk.junior.post("/psa/tickets/refresh"), 202)
    told = heard.wait_for("psa_tickets_synced", code=None)
    assert told["topics"] == [f"user:{desk.junior.id}"]
    assert listed(desk.junior, q="vpn") != []
    assert eventually(lambda: waiting(copy) == 1)
    calls = len(psa.calls(TICKETS))
    expect(desk.senior.post("/psa/tickets/refresh"), 202)
    heard.wait_for("psa_tickets_synced", code=None)
    assert len(psa.calls(TICKETS)) == calls, "what was complete a moment ago is not read again"


def test_wrong_credentials_are_told_once_and_a_connection_that_works_again_says_so(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator
) -> None:
    key, psa.tenant.private_key = psa.tenant.private_key, "another"
    copy.starts()
    assert eventually(lambda: copy.row().state == PsaState.FAILING)
    sync = expect(desk.viewer.get("/psa/tickets"), 200)["sync"]
    assert (sync["state"], sync["error"]) == ("failing", copy.row().last_error)
    assert copy.row().last_error_code == "wrong_credentials"
    turn = SyncState.of(copy.row()).turn
    copy.is_due()
    assert eventually(lambda: SyncState.of(copy.row()).turn > turn)
    (told,) = desk.owner.bell()
    assert told["kind"] == "psa_connection_failing"
    assert desk.junior.bell() == []
    psa.tenant.private_key = key
    psa.tenant.add_ticket("VPN drops")
    syncs(copy)
    assert (copy.row().state, copy.row().last_error, copy.row().failing_since) == (PsaState.OK, None, None)


def test_a_fault_that_lasts_becomes_a_failing_connection(desk: Desk, copy: Copy, psa: ConnectWiseSimulator) -> None:
    psa.fail(Fault(Kind.BAD_GATEWAY), route=TICKETS, times=FAILURES_BEFORE_FAILING)
    copy.starts()
    assert eventually(lambda: copy.is_due() or SyncState.of(copy.row()).failures == FAILURES_BEFORE_FAILING)
    assert copy.row().state == PsaState.FAILING
    assert [item["kind"] for item in desk.owner.bell()] == ["psa_connection_failing"]
    syncs(copy)
    assert copy.row().state == PsaState.OK


def test_a_pause_that_the_psa_asks_for_is_kept_and_is_no_fault(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator
) -> None:
    psa.fail(Fault(Kind.TOO_MANY, retry_after="120"), route=TICKETS)
    began = clock.now()
    copy.starts()
    assert eventually(lambda: SyncState.of(copy.row()).stepped_at)
    assert SyncState.of(copy.row()).failures == 0
    assert copy.row().last_error is None
    told = expect(desk.junior.get("/psa/tickets"), 200)["sync"]
    assert (told["state"], told["synced_at"]) == ("ok", None)
    assert "takes no more calls for the moment" in told["error"]
    (due,) = desk.rows(select(OutboxRow.due).where(OutboxRow.name == Job.PSA_TICKETS_SYNC, OutboxRow.state == "ready"))
    assert due >= began + timedelta(seconds=120)


def test_a_ticket_that_somebody_opens_is_read_again_with_its_notes(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator, heard: EventListener
) -> None:
    number = psa.tenant.add_ticket("VPN drops", description="Since Monday.")
    starts(copy)
    psa.tenant.add_note(number, "Restarted the router.", internalAnalysisFlag=True)
    psa.tenant.tables["tickets"][number]["summary"] = "VPN drops again"
    before = expect(desk.junior.get(f"/psa/tickets/{number}"), 200)
    assert (before["title"], before["notes"]) == ("VPN drops", None)
    heard.wait_for("psa_ticket_changed", number=str(number), session_id=None)
    found = expect(desk.junior.get(f"/psa/tickets/{number}"), 200)
    assert found["title"] == "VPN drops again"
    assert found["description"] == "Since Monday."
    assert [(note["text"], note["is_public"]) for note in found["notes"]][-1] == ("Restarted the router.", False)
    calls = len(psa.calls())
    expect(desk.senior.get(f"/psa/tickets/{number}"), 200)
    psa.tenant.touch(number)
    syncs(copy)
    assert expect(desk.senior.get(f"/psa/tickets/{number}"), 200)["description"] == "Since Monday."
    assert len(psa.calls(f"GET */service/tickets/{number}")) == 1, calls


def test_a_ticket_that_is_gone_is_found_out_by_its_reader_and_by_checks(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator, heard: EventListener
) -> None:
    read, unread = (psa.tenant.add_ticket(title) for title in ("VPN drops", "Nothing prints"))
    starts(copy)
    for number in (read, unread):
        psa.tenant.remove_ticket(number)
    expect(desk.junior.get(f"/psa/tickets/{read}"), 200)
    heard.wait_for("psa_ticket_changed", number=str(read))
    assert listed(desk.junior) == [str(unread)]
    with desk.unit() as unit:
        for ticket in unit.db_session.scalars(select(PsaTicket)):
            ticket.synced_at -= timedelta(days=2)
    syncs(copy)
    assert eventually(lambda: listed(desk.junior) == [])
    assert expect(desk.junior.get(f"/psa/tickets/{unread}"), 200)["gone"] is True


def test_a_session_finds_its_ticket_in_the_psa_and_takes_its_client(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator, heard: EventListener
) -> None:
    number = psa.tenant.add_ticket("VPN drops", company=251)
    ai_session = desk.junior.opens_session("VPN drops", psa_ticket_id=f"#{number}")
    heard.wait_for("psa_ticket_changed", number=str(number), session_id=ai_session["id"])
    assert desk.junior.reads(ai_session)["client_name"] == psa.tenant.tables["companies"][251]["name"]
    part = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}", include="ticket"), 200)["ticket"]
    assert part["title"] == "VPN drops"


def calls_in(copy: Copy, callback: Callback | IncomingWebhook) -> None:
    path = f"/api/v1/psa/webhooks/{copy.row().webhook_id}"
    answer = copy.desk.app.test_client().post(path, data=callback.body, headers=dict(callback.headers))
    assert answer.status_code == 204


def examined(copy: Copy) -> bool:
    """Whether every incoming call was looked at."""
    rows = select(OutboxRow.state).where(OutboxRow.name == Job.PSA_WEBHOOK_VERIFY)
    return set(copy.desk.rows(rows)) == {"done"}


def test_a_webhook_makes_one_ticket_be_read_again_and_a_forged_one_nothing(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator
) -> None:
    first, second = psa.tenant.add_ticket("VPN drops"), psa.tenant.add_ticket("Nothing prints")
    starts(copy)
    for number in (first, second):
        psa.tenant.tables["tickets"][number]["summary"] += " again"
    genuine = psa.callback(first)
    changed = replace(genuine, body=genuine.body.replace(b"updated", b"Updated"))
    for forged in (changed, psa.callback(first, signing_key="another"), replace(genuine, headers={})):
        calls_in(copy, forged)
    assert eventually(lambda: examined(copy))
    assert psa.calls(f"GET */service/tickets/{first}") == []
    calls_in(copy, genuine)
    assert eventually(lambda: listed(desk.junior, q="again") == [str(first)])
    psa.tenant.remove_ticket(first)
    calls_in(copy, psa.callback(first, action="deleted"))
    assert eventually(lambda: listed(desk.junior) == [str(second)])
    assert psa.calls(f"GET */service/tickets/{second}") == []


def test_what_another_tenant_signs_has_no_effect(desk: Desk, copy: Copy, psa: ConnectWiseSimulator) -> None:
    number = psa.tenant.add_ticket("VPN drops")
    starts(copy)
    with ConnectWiseSimulator() as other:
        calls_in(copy, other.callback(number))
        calls_in(copy, psa.callback(number, company_id="somebody-else"))
        assert eventually(lambda: examined(copy))
        assert other.calls() == []
    assert psa.calls(f"GET */service/tickets/{number}") == []


@pytest.mark.parametrize("kind", BENCHES, ids=lambda kind: kind.__name__.removesuffix("Bench"))
def test_every_psa_fills_the_copy_and_its_webhooks_are_hints(
    desk: Desk, kind: type[Bench], workers: Workers, heard: EventListener
) -> None:
    bench = kind()
    with bench.simulator:
        old = [bench.add_ticket(f"Old {number}", changed=clock.now() - timedelta(days=2)) for number in range(3)]
        many = bench.add_tickets(310 if kind is HaloBench else 1_010)  # HaloPSA's pages are small
        reached = bench.connection
        copy = copy_of(
            desk,
            reached.base_url,
            provider=reached.provider,
            credentials=dict(reached.credentials),
            options={str(name): value for name, value in reached.options.items()},
            webhook_secret=reached.webhook_secret,
        )
        starts(copy)
        assert count(copy) == len(old) + len(many)
        number = bench.number_of(old[0])
        assert expect(desk.junior.get(f"/psa/tickets/{number}"), 200)["title"] == "Old 0"
        heard.wait_for("psa_ticket_changed", number=number)
        assert expect(desk.junior.get(f"/psa/tickets/{number}"), 200)["notes"] is not None
        bench.remove_ticket(old[1])
        for forged in bench.forged_webhooks(old[1]):
            calls_in(copy, forged)
        assert eventually(lambda: examined(copy))
        assert count(copy, PsaTicket.gone_at.is_not(None)) == 0
        calls_in(copy, bench.webhook(old[1]))
        assert eventually(lambda: count(copy, PsaTicket.gone_at.is_not(None)) == 1)
        assert bench.simulator.crashes == []


def test_a_page_that_arrives_after_the_account_disconnected_leaves_nothing(
    desk: Desk, copy: Copy, psa: ConnectWiseSimulator
) -> None:
    psa.tenant.add_ticket("VPN drops")
    psa.fail(Fault(Kind.SLOW), route=TICKETS)
    copy.starts()
    psa.wait_for_in_flight(1)
    expect(desk.owner.send("DELETE", "/psa/connection"), 204)
    psa.release()
    assert eventually(lambda: waiting(copy) == 0)
    assert eventually(lambda: count(copy) == 0)
