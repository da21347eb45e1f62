"""What every adapter does, whichever PSA it speaks to: the same tests against each simulator.

A new PSA adds its bench to `benches.py`.  `test_sandboxes` plays the first test against real tenants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from models.core import clock
from models.psa_kinds import LookupKind
from tasks.integrations.outgoing import NotConnected
from tasks.integrations.psa import (
    Connection,
    NewTicket,
    NewTimeEntry,
    PermissionMissing,
    Psa,
    StatusNotChanged,
    TicketNotFound,
    ValidationFailed,
    Visibility,
    WebhookNotVerified,
    WrongCompany,
    WrongCredentials,
)
from tests.outside.psa import Fault, Kind
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.contract import (
    a_note,
    all_changed,
    check_discreet,
    new_marker,
    play_a_whole_ticket,
    write_note,
    write_time,
)


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


@pytest.mark.parametrize("odd", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00"])
def test_a_moment_that_is_none_hides_no_ticket(psa: Psa, bench: Bench, odd: str) -> None:
    ticket = bench.add_ticket("Printer offline")
    bench.simulator.fail(Fault(Kind.NULL_FIELD, field=bench.moments, value=odd), times=50)
    assert {one.id: one.updated_at for one in all_changed(psa)}[ticket] is None
    assert psa.get_ticket(ticket).created_at is None


@pytest.mark.parametrize("odd", ["9" * 19, "9" * 99, "²", "-1", "1.5"])
def test_an_id_that_is_none_is_refused(psa: Psa, bench: Bench, odd: str) -> None:
    ticket = bench.add_ticket("Printer offline")
    new = NewTicket(title="T", description="D", company_id=bench.company_id, marker=new_marker())
    entry = NewTimeEntry(agent_id=odd, started_at=clock.now(), minutes=1, text="T", marker=new_marker())
    for call in (
        lambda: psa.create_ticket(replace(new, company_id=odd)),
        lambda: psa.set_status(ticket, odd),
        lambda: psa.add_time(ticket, entry),
    ):
        with pytest.raises(ValidationFailed):
            call()


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
