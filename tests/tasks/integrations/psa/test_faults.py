"""How every adapter fails when its PSA does, and that nothing is written twice for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from tasks.integrations import psa as port
from tasks.integrations.errors import CallFailed
from tasks.integrations.outgoing import NotConnected, Redirected
from tasks.integrations.psa import (
    OutcomeUnknown,
    PermissionMissing,
    Psa,
    RateLimited,
    RemoteUnavailable,
    TicketNotFound,
    WrongCredentials,
    gate,
    http,
)
from tests.outside.psa import Fault, Kind
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.contract import (
    add_note_safely,
    check_discreet,
    new_marker,
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
    Kind.APPLY_THEN_REDIRECT: (Redirected, OutcomeUnknown),
    Kind.SLOW: LOST,
    Kind.TRUNCATED: LOST,
    Kind.BROKEN_JSON: LOST,
    Kind.WRONG_MEDIA_TYPE: LOST,
    Kind.HTML_PAGE: LOST,
    Kind.NULL_FIELD: LOST,
}
"""How a read and a write fail."""


@pytest.mark.parametrize("kind", Kind)
def test_each_fault_is_one_of_our_errors(psa: Psa, bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    ticket, fault = bench.add_ticket("Printer offline"), Fault(kind, retry_after="7", field=bench.id_field)
    psa.get_ticket(ticket)
    calls = {
        bench.read_route: lambda: psa.get_ticket(ticket),
        bench.note_route: lambda: write_note(psa, bench, ticket, new_marker()),
    }
    for (route, call), expected in zip(calls.items(), bench.unlike.get(kind, EXPECTED[kind]), strict=True):
        bench.simulator.fail(fault, route=route, times=10)
        with monkeypatch.context() as impatient:
            impatient.setattr(http, "CALL_SECONDS", 1.0 if kind is Kind.SLOW else 30.0)
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


@pytest.mark.parametrize("kind", [Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.CONFLICT, Kind.SERVER_ERROR])
def test_an_error_that_repeats_the_request_shows_no_credential(psa: Psa, bench: Bench, kind: Kind) -> None:
    ticket, secrets = bench.add_ticket("Printer offline"), bench.connection.credentials.values()
    said = " ".join([quote(secret, safe="") for secret in secrets] + list(secrets))
    bench.simulator.fail(Fault(kind, echo=f"Look: {said}"), route=bench.note_route, times=10)
    with pytest.raises(CallFailed) as failed:
        write_note(psa, bench, ticket, new_marker())
    shown = f"{failed.value!r} {failed.value} {failed.value.__cause__!r} {vars(failed.value)}"
    check_discreet(bench, shown)
    assert "Look:" in shown or kind in (Kind.UNAUTHORIZED, Kind.SERVER_ERROR)
    sent = bench.simulator.calls(bench.note_route)[-1].request.headers
    headers = [sent[name].rpartition(" ")[2] for name in ("authorization", "secret", "clientid") if name in sent]
    assert headers and not any(value in shown for value in headers)


def test_a_step_that_has_ended_writes_nothing(psa: Psa, bench: Bench) -> None:
    ticket = bench.add_ticket("Printer offline")
    psa.begin_step(time.monotonic() - 41)
    assert psa.find_note(ticket, new_marker()) is None
    for write in (write_note, write_time, write_ticket, lambda *_: psa.set_status(ticket, bench.other_status_id)):
        with pytest.raises(NotConnected):
            write(psa, bench, ticket, new_marker())
    routes = (bench.note_route, bench.time_route, bench.create_route, bench.status_route)
    assert not any(map(bench.simulator.calls, routes))
    psa.begin_step(time.monotonic())
    assert write_note(psa, bench, ticket, new_marker())


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


def test_a_marker_is_found_below_hundreds_of_newer_notes(psa: Psa, bench: Bench) -> None:
    ticket, marker, missing = bench.add_ticket("Printer offline"), new_marker(), new_marker()
    note_id, entry_id = write_note(psa, bench, ticket, marker), write_time(psa, bench, ticket, marker)
    bench.add_notes(ticket, 650)
    assert psa.find_note(ticket, marker) in (note_id, entry_id) and psa.find_time(ticket, marker) in (note_id, entry_id)
    assert psa.find_note(ticket, missing) is psa.find_time(ticket, missing) is None


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
