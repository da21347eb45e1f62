"""Tickets, lists to pick from, and what a 500 means."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.psa_kinds import LookupKind
from tasks.integrations.errors import CallFailed
from tasks.integrations.psa import (
    IncomingWebhook,
    NewTicket,
    OutcomeUnknown,
    PermissionMissing,
    RateLimited,
    RemoteUnavailable,
    TicketNotFound,
    ValidationFailed,
)
from tasks.integrations.psa.autotask import Autotask
from tests.outside.psa import Fault, Kind
from tests.outside.psa.autotask import AutotaskSimulator
from tests.outside.psa.autotask.entities import COMPLETE
from tests.tasks.integrations.psa.autotask.given import (
    MARKER,
    WEBHOOK_SECRET,
    Make,
    note,
)


def test_a_first_sync_leaves_out_what_is_long_over(simulator: AutotaskSimulator, make: Make) -> None:
    now = datetime.now(UTC)
    add = simulator.store.add_ticket
    old, recent = now - timedelta(days=400), now - timedelta(days=20)
    add({"title": "old and complete", "status": COMPLETE}, at=old)
    wanted = {
        str(row["id"])
        for row in (add({"title": "old and open"}, at=old), add({"title": "done", "status": COMPLETE}, at=recent))
    }
    tickets = make().changed_tickets(None, None).tickets
    assert {one.id for one in tickets} == wanted
    assert [one.title for one in tickets if one.is_closed] == ["done"]
    # A margin for clocks that differ, and no more than that.
    assert {one.id for one in make().changed_tickets(recent + timedelta(minutes=4), None).tickets} < wanted
    assert not make().changed_tickets(recent + timedelta(minutes=6), None).tickets


def test_a_ticket_that_is_not_there_is_said_in_two_ways(simulator: AutotaskSimulator, make: Make) -> None:
    for simulator.missing_is_404 in (False, True):
        with pytest.raises(TicketNotFound):
            make().get_ticket("999999")
    for call in (make().find_ticket, make().get_ticket, make().list_notes):
        with pytest.raises(TicketNotFound):
            call("T1/../Companies" if call != make().list_notes else "x")
    with pytest.raises(TicketNotFound):
        make().set_status("999999", str(COMPLETE))
    with pytest.raises(TicketNotFound):
        make().add_note("999999", note())


def test_a_new_ticket_has_what_autotask_requires(simulator: AutotaskSimulator, make: Make) -> None:
    company = str(min(simulator.store.tables["Companies"]))
    new = NewTicket(title="t" * 300, description="🖨" * 5_000, company_id=company, marker=MARKER)
    created = make().create_ticket(new)
    assert len(created.title) == 255 and created.title.endswith("…")
    row = simulator.store.tables["Tickets"][int(created.id)]
    assert row["externalID"] == MARKER and row["dueDateTime"] and row["status"] == 1 and row["priority"] == 2
    found = make().find_created_ticket(MARKER)
    assert found is not None and found.number == created.number != created.id
    assert make().find_created_ticket("fp:000000000000") is None

    # It was created, and reading it back failed: not a reason to create it again.
    simulator.fail(Fault(Kind.BAD_GATEWAY), route="GET */Tickets/*")
    with pytest.raises(OutcomeUnknown):
        make().create_ticket(new)
    simulator.fail(Fault(Kind.NULL_FIELD, field="itemId"), route="POST */Tickets")
    with pytest.raises(OutcomeUnknown):
        make().create_ticket(new)
    with pytest.raises(ValidationFailed) as refused:
        make().create_ticket(NewTicket(title="", description="", company_id=company, marker=MARKER))
    assert refused.value.fields == ("title",)


def test_a_500_is_a_refusal_only_with_errors(simulator: AutotaskSimulator, make: Make, ticket: str) -> None:
    psa = make()
    psa.add_note(ticket, note())
    simulator.fail(Fault(Kind.SERVER_ERROR), route="POST */Notes")
    with pytest.raises(OutcomeUnknown):
        psa.add_note(ticket, note())
    simulator.fail(Fault(Kind.SERVER_ERROR), route="GET */Tickets/*")
    with pytest.raises(RemoteUnavailable):
        psa.get_ticket(ticket)
    simulator.denied = {("TicketNotes", "create")}
    with pytest.raises(PermissionMissing, match="adequate permissions"):
        psa.add_note(ticket, note())
    with pytest.raises(ValidationFailed, match="status") as refused:
        psa.set_status(ticket, "30")
    assert refused.value.fields == ("status",)


@pytest.mark.parametrize("content", ["items", "pageDetails", "id"])
def test_an_answer_that_says_nothing_is_not_an_empty_one(
    simulator: AutotaskSimulator, make: Make, ticket: str, content: str
) -> None:
    psa = make()
    psa.get_ticket(ticket)
    simulator.fail(Fault(Kind.NULL_FIELD, field=content), route="POST */query")
    with pytest.raises(RemoteUnavailable):
        psa.changed_tickets(None, None)


def test_the_sync_leaves_the_last_quarter_of_the_calls_to_people(
    simulator: AutotaskSimulator, make: Make, ticket: str
) -> None:
    simulator.calls_made = 7_600
    for _ in range(2):
        with pytest.raises(RateLimited) as waits:
            make().changed_tickets(None, None)
        assert waits.value.after
    assert len(simulator.calls("GET */ThresholdInformation")) == 1
    make().add_note(ticket, note())
    simulator.denied = {("ThresholdInformation", "query")}
    assert make(forgetful=True).changed_tickets(None, None).tickets
    simulator.calls_made = 10_000
    with pytest.raises(RateLimited):
        make().get_ticket(ticket)


def test_credentials_are_in_no_error_and_no_log(
    simulator: AutotaskSimulator, make: Make, ticket: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = (*simulator.credentials.values(), WEBHOOK_SECRET)
    simulator.store.picklists["TicketNotes"]["publish"].clear()
    told = []
    calls: list[Callable[[Autotask], Any]] = [
        lambda psa: psa.add_note(ticket, note()),
        lambda psa: psa.get_ticket("7"),
        lambda psa: psa.verify_webhook(IncomingWebhook(headers={}, body=b"{}")),
    ]
    for call in calls:
        psa = make()
        with pytest.raises(CallFailed) as failed:
            call(psa)
        told += [repr(failed.value), str(failed.value), repr(psa), repr(psa._connection), repr(vars(psa._tickets))]
    quoting = "The user {} with the secret {} and the code {} may not do this.".format(*secrets)
    simulator.refuse_with = quoting
    with pytest.raises(ValidationFailed, match="may not do this") as failed:
        make().get_ticket(ticket)
    told.append(str(failed.value))
    assert not [secret for secret in secrets for text in (*told, caplog.text) if secret in text]


def test_lists_to_pick_from(simulator: AutotaskSimulator, make: Make) -> None:
    psa = make()
    names = {kind: [one.name for one in psa.lookup(kind)] for kind in LookupKind}
    assert names[LookupKind.PUBLISH_LEVELS] == ["All Autotask Users", "Internal Only"]
    assert names[LookupKind.NOTE_TYPES] == ["Task Notes", "Engineer Notes"]
    assert names[LookupKind.STATUSES] == ["New", "Complete", "In Progress", "Escalated"]
    assert names[LookupKind.WORK_TYPES] == ["Remote support", "On site"]
    assert names[LookupKind.ROLES] == ["Engineer", "Senior Engineer"]
    assert "Former client" not in names[LookupKind.COMPANIES] and names[LookupKind.TICKET_TYPES] == []
    company = psa.lookup(LookupKind.COMPANIES)[1]
    (contact,) = psa.lookup(LookupKind.CONTACTS, parent_id=company.id)
    assert (contact.name, contact.parent_id) == (f"Ann of {company.name}", company.id)
    assert [one.id for one in psa.lookup(LookupKind.STATUSES) if one.is_closed] == [str(COMPLETE)]
    assert [one.email for one in psa.lookup(LookupKind.AGENTS)][:2] == ["sam@demo.test", "priya@demo.test"]
