"""What every adapter does, whichever PSA it speaks to: the same tests against each simulator.

A new PSA adds its bench to `benches`.  `test_sandboxes` plays the first test against real tenants.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import redis

from models.core import clock
from models.psa_kinds import LookupKind
from tasks.integrations import psa as port
from tasks.integrations.errors import CallFailed
from tasks.integrations.outgoing import NotConnected, OutgoingClient
from tasks.integrations.psa import (
    Connection,
    OutcomeUnknown,
    Pace,
    PermissionMissing,
    Psa,
    RateLimited,
    RemoteUnavailable,
    StatusNotChanged,
    TicketNotFound,
    ValidationFailed,
    Visibility,
    WebhookNotVerified,
    WrongCompany,
    WrongCredentials,
    gate,
    http,
)
from tests.outside.psa import Fault, Kind
from tests.tasks.integrations.psa.benches import BENCHES, Bench
from tests.tasks.integrations.psa.contract import (
    a_note,
    all_changed,
    new_marker,
    play_a_whole_ticket,
    write_note,
    write_ticket,
    write_time,
)

Write = Callable[[Psa, Bench, str, str], Any]

LOST = (RemoteUnavailable, OutcomeUnknown)
EXPECTED: dict[Kind, tuple[type[CallFailed], type[CallFailed]]] = {
    Kind.UNAUTHORIZED: (WrongCredentials, WrongCredentials),
    Kind.FORBIDDEN: (PermissionMissing, PermissionMissing),
    Kind.NOT_FOUND: (TicketNotFound, TicketNotFound),
    Kind.CONFLICT: (port.Conflicting, port.Conflicting),
    Kind.TOO_MANY: (RateLimited, RateLimited),
    Kind.SERVER_ERROR: LOST,
    Kind.BAD_GATEWAY: LOST,
    Kind.CLOSE_BEFORE_REPLY: LOST,
    Kind.APPLY_THEN_CLOSE: LOST,
    Kind.APPLY_THEN_BAD_GATEWAY: LOST,
    Kind.SLOW: LOST,
    Kind.TRUNCATED: LOST,
    Kind.BROKEN_JSON: LOST,
    Kind.WRONG_MEDIA_TYPE: LOST,
    Kind.HTML_PAGE: LOST,
    Kind.NULL_FIELD: LOST,
}
"""How a read and a write fail."""


@pytest.fixture(scope="module", params=BENCHES, ids=lambda bench: bench.__name__.removesuffix("Bench"))
def running(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench: Bench = request.param()
    with bench.simulator:
        yield bench


@pytest.fixture
def bench(running: Bench, caplog: pytest.LogCaptureFixture) -> Iterator[Bench]:
    """A new tenant; afterwards, nothing that was logged has a secret in it."""
    running.simulator.reset()
    caplog.set_level(logging.DEBUG)
    yield running
    assert running.simulator.crashes == []
    check_discreet(running, caplog.text)


@pytest.fixture
def connect(redis_client: redis.Redis) -> Callable[[Connection], Psa]:
    def connected(connection: Connection) -> Psa:
        return port.connect(
            connection,
            client=OutgoingClient(allow_hosts={"127.0.0.1"}),
            redis=redis_client,
            seal=lambda value: value[::-1],
            unseal=lambda value: value[::-1],
            paces={connection.provider: Pace(calls=100_000, seconds=60)},
        )

    return connected


@pytest.fixture
def psa(bench: Bench, connect: Callable[[Connection], Psa]) -> Psa:
    return connect(replace(bench.connection, key=uuid4().hex))


def check_discreet(bench: Bench, text: str) -> None:
    """No credential stands in `text`."""
    for name, secret in bench.connection.credentials.items():
        if name not in ("company_id", "tenant", "username"):
            assert secret not in text


def add_note_safely(psa: Psa, bench: Bench, ticket: str, marker: str) -> None:
    """As a job does it: after a lost answer, look first."""
    has_to_look = False
    while True:
        try:
            if not (has_to_look and psa.find_note(ticket, marker)):
                write_note(psa, bench, ticket, marker)
        except OutcomeUnknown:
            has_to_look = True
        except (RateLimited, RemoteUnavailable):
            continue
        else:
            return


def test_a_ticket_from_its_creation_to_its_resolution(psa: Psa, bench: Bench) -> None:
    play_a_whole_ticket(psa, bench)


def test_notes_are_internal_unless_somebody_chose_otherwise(psa: Psa, bench: Bench) -> None:
    ticket = bench.add_ticket("Printer offline", description="It blinks.")
    before = len(bench.notes(ticket))
    assert psa.missing_options(public=True) == ()
    for visibility in Visibility:
        psa.add_note(ticket, a_note(new_marker(), visibility))
    assert [note.is_public for note in bench.notes(ticket)[before:]] == [one is Visibility.PUBLIC for one in Visibility]


def test_a_long_note_arrives_whole(psa: Psa, bench: Bench) -> None:
    ticket, marker = bench.add_ticket("Printer offline"), new_marker()
    text = "Ünïcödé <b>&amp;</b> \u2713 line\r\n\f" * (psa.longest_note // 32)
    note_id = psa.add_note(ticket, replace(a_note(marker), text=text[: psa.longest_note - 32]))
    assert psa.find_note(ticket, marker) == note_id
    note = next(note for note in psa.list_notes(ticket) if note.id == note_id)
    assert note.text.count("<b>&amp;</b>") == text[: psa.longest_note - 32].count("<b>&amp;</b>")


def test_time_is_entered_for_a_person(psa: Psa, bench: Bench) -> None:
    ticket, marker = bench.add_ticket("Printer offline"), new_marker()
    write_time(psa, bench, ticket, marker)
    assert len(bench.times(ticket)) == 1 and not any(note.is_public for note in bench.notes(ticket))


@pytest.mark.parametrize("kind", LookupKind)
def test_what_can_be_picked(psa: Psa, bench: Bench, kind: LookupKind) -> None:
    items = psa.lookup(kind)
    assert bool(items) is (kind in bench.lookups)
    assert all(item.id and item.name for item in items) and len({item.id for item in items}) == len(items)
    if kind is LookupKind.STATUSES:
        assert {item.id: item.is_closed for item in items}[bench.closed_status_id]
        assert bench.other_status_id in [item.id for item in psa.lookup(kind, parent_id=bench.board_id)]
    if kind is LookupKind.CONTACTS:
        of_company = psa.lookup(kind, parent_id=bench.company_id)
        assert bench.contact_id in [item.id for item in of_company] and len(of_company) < len(items)


def test_no_ticket_is_left_out_while_others_change(psa: Psa, bench: Bench) -> None:
    added = bench.add_tickets(2_100)

    def meanwhile() -> None:
        for ticket in (added[0], added[700], added[1_500]):
            bench.touch(ticket)
        bench.remove_ticket(added[1])

    assert {ticket.id for ticket in all_changed(psa, between=meanwhile)} >= set(added) - {added[1]}


def test_only_what_changed_is_read_again(psa: Psa, bench: Bench) -> None:
    now = clock.now()
    old = bench.add_ticket("Old", changed=now - timedelta(hours=3))
    new = bench.add_ticket("New", changed=now - timedelta(minutes=3))
    changed = {ticket.id for ticket in all_changed(psa, now - timedelta(minutes=10))}
    assert new in changed and old not in changed
    assert {ticket.id for ticket in all_changed(psa)} >= {old, new}


def test_a_ticket_that_is_gone(psa: Psa, bench: Bench) -> None:
    ticket = bench.add_ticket("Short-lived")
    bench.remove_ticket(ticket)
    for call in (psa.get_ticket, psa.find_ticket, lambda number: write_note(psa, bench, number, new_marker())):
        with pytest.raises(TicketNotFound):
            call(ticket)
    for number in ("", "T/1", "../1", "x" * 300):
        with pytest.raises(TicketNotFound):
            psa.find_ticket(number)


def test_a_status_that_the_psa_keeps_or_does_not_know(psa: Psa, bench: Bench) -> None:
    ticket = bench.add_ticket("Printer offline")
    with pytest.raises(ValidationFailed):
        psa.set_status(ticket, "987654")
    bench.keep_status()
    with pytest.raises(StatusNotChanged):
        psa.set_status(ticket, bench.other_status_id)


@pytest.mark.parametrize("kind", Kind)
def test_each_fault_is_one_of_our_errors(psa: Psa, bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    monkeypatch.setattr(http, "CALL_SECONDS", 0.5 if kind is Kind.SLOW else 30.0)
    ticket, fault = bench.add_ticket("Printer offline"), Fault(kind, retry_after="7", field=bench.id_field)
    psa.get_ticket(ticket)
    calls = {
        bench.read_route: lambda: psa.get_ticket(ticket),
        bench.note_route: lambda: write_note(psa, bench, ticket, new_marker()),
    }
    for (route, call), expected in zip(calls.items(), bench.unlike.get(kind, EXPECTED[kind]), strict=True):
        bench.simulator.fail(fault, route=route, times=10)
        with pytest.raises(CallFailed) as failed:
            call()
        bench.simulator.heal()
        assert type(failed.value) is expected, failed.value
        check_discreet(bench, f"{failed.value!r} {failed.value} {failed.value.__cause__!r} {vars(failed.value)}")
        if kind is Kind.TOO_MANY:
            assert failed.value.after == 7
            with pytest.raises(RateLimited) as paused:
                psa.get_ticket(ticket)
            assert paused.value.after is not None and paused.value.after > 1
            return


def test_a_refusal_for_the_rate_without_a_time_gets_one(psa: Psa, bench: Bench) -> None:
    ticket = bench.add_ticket("Printer offline")
    bench.simulator.fail(Fault(Kind.TOO_MANY), route=bench.read_route)
    with pytest.raises(RateLimited) as failed:
        psa.get_ticket(ticket)
    assert failed.value.after is not None and failed.value.after > 0


@pytest.mark.parametrize(
    ("write", "find"),
    [
        (write_note, lambda psa, ticket, marker: psa.find_note(ticket, marker)),
        (write_time, lambda psa, ticket, marker: psa.find_time(ticket, marker)),
        (write_ticket, lambda psa, ticket, marker: getattr(psa.find_created_ticket(marker), "id", None)),
    ],
    ids=["note", "time", "ticket"],
)
def test_a_write_whose_answer_is_lost_is_found_by_its_marker(
    psa: Psa, bench: Bench, write: Write, find: Callable[[Psa, str, str], str | None]
) -> None:
    ticket = bench.add_ticket("Printer offline")
    route = {write_note: bench.note_route, write_time: bench.time_route, write_ticket: bench.create_route}[write]
    applied, not_applied = new_marker(), new_marker()
    for kind, marker in ((Kind.APPLY_THEN_CLOSE, applied), (Kind.CLOSE_BEFORE_REPLY, not_applied)):
        bench.simulator.fail(Fault(kind), route=route)
        with pytest.raises(OutcomeUnknown):
            write(psa, bench, ticket, marker)
    assert find(psa, ticket, applied) is not None
    assert find(psa, ticket, not_applied) is None
    again = write(psa, bench, ticket, not_applied)
    assert find(psa, ticket, not_applied) == again
    everything = [note.text for note in bench.notes(ticket)] + [*bench.times(ticket)]
    if write is write_ticket:
        assert bench.titles().count("Second problem") == 2
    else:
        assert [sum(marker in text for text in everything) for marker in (applied, not_applied)] == [1, 1]


def test_a_storm_of_faults_leaves_each_note_once(psa: Psa, bench: Bench) -> None:
    ticket, markers = bench.add_ticket("Printer offline"), [new_marker() for _ in range(60)]
    chances = {
        Fault(Kind.APPLY_THEN_CLOSE): 0.2,
        Fault(Kind.APPLY_THEN_BAD_GATEWAY): 0.05,
        Fault(Kind.BAD_GATEWAY): 0.05,
        Fault(Kind.TOO_MANY, retry_after="0.01"): 0.05,
    }
    bench.simulator.fail_randomly(chances, seed=7)
    for marker in markers:
        add_note_safely(psa, bench, ticket, marker)
    texts = [note.text for note in bench.notes(ticket)]
    assert [sum(marker in text for text in texts) for marker in markers] == [1] * len(markers)


def test_a_status_whose_answer_is_lost_may_be_set_again(psa: Psa, bench: Bench) -> None:
    ticket = bench.add_ticket("Printer offline")
    bench.simulator.fail(Fault(Kind.APPLY_THEN_CLOSE), route=bench.status_route)
    with pytest.raises(RemoteUnavailable):
        psa.set_status(ticket, bench.other_status_id)
    assert psa.set_status(ticket, bench.other_status_id).status_id == bench.other_status_id


def test_at_most_three_calls_run_at_once(psa: Psa, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = bench.add_ticket("Printer offline")
    psa.get_ticket(ticket)
    monkeypatch.setattr(gate, "WAIT_SECONDS", 20.0)
    with ThreadPoolExecutor(8) as threads:
        with bench.simulator.hold():
            notes = [threads.submit(write_note, psa, bench, ticket, new_marker()) for _ in range(8)]
            bench.simulator.wait_for_in_flight(3)
        assert len({note.result() for note in notes}) == 8
    assert bench.simulator.most_in_flight == 3


def test_the_connection_test_says_what_is_wrong(
    bench: Bench, connect: Callable[[Connection], Psa], caplog: pytest.LogCaptureFixture
) -> None:
    connect(bench.changed()).test()
    with pytest.raises(WrongCompany):
        connect(bench.wrong_company()).test()
    with pytest.raises(WrongCredentials) as failed:
        connect(bench.wrong_credentials()).test()
    check_discreet(bench, f"{failed.value!r} {failed.value}")
    with pytest.raises(NotConnected):
        connect(replace(bench.changed(), base_url="http://127.0.0.1:1")).test()
    bench.deny()
    with pytest.raises(PermissionMissing):
        connect(bench.changed()).test()


def test_nothing_that_can_be_printed_has_a_credential(psa: Psa, bench: Bench) -> None:
    check_discreet(bench, f"{bench.connection!r} {psa!r} {bench.webhook('1')!r} {bench.simulator.received!r}")


def test_a_webhook_is_a_hint_if_it_comes_from_the_tenant(psa: Psa, bench: Bench) -> None:
    ticket = bench.add_ticket("Printer offline")
    genuine = bench.webhook(ticket)
    assert [hint.ticket_id for hint in psa.verify_webhook(genuine)] == [ticket]
    for forged in bench.forged_webhooks(ticket):
        with pytest.raises(WebhookNotVerified):
            psa.verify_webhook(forged)
    assert [hint.ticket_id for hint in psa.verify_webhook(genuine)] == [ticket]
