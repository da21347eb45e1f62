"""What is written to HaloPSA: once, hidden unless it is for the client, and found again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.psa_kinds import Option
from tasks.integrations.psa import (
    NewTicket,
    NewTimeEntry,
    OptionMissing,
    OutcomeUnknown,
    PermissionMissing,
    PsaFailed,
    RateLimited,
    StatusNotChanged,
    ValidationFailed,
    Visibility,
)
from tasks.integrations.psa.halopsa import HaloPsa
from tests.outside.psa import Fault, Kind
from tests.outside.psa.halopsa import CLIENT_SECRET, CLOSED, EMAIL_USER, IN_PROGRESS, NEW, PRIVATE_NOTE, HaloSimulator
from tests.tasks.integrations.psa.halopsa.rig import MARKER, PICKED, TESS, Memory, connected, note


def test_a_ticket_is_created_as_the_admin_set_it_up(halo: HaloSimulator, memory: Memory) -> None:
    psa = connected(halo, memory, options=PICKED | {Option.TICKET_TYPE: "3", Option.BOARD: "Network"})
    text = "A <b>bold</b> one\n  & more"
    new = NewTicket(title="Scanner jams", description=text, company_id="12", contact_id="500", marker=MARKER)
    ticket = psa.create_ticket(new)
    row = halo.tenant.tickets[int(ticket.id)]
    assert (row["tickettype_id"], row["team"], row["user_id"]) == (3, "Network", 500)
    assert row["details_html"] == f"A &lt;b&gt;bold&lt;/b&gt; one<br>\xa0\xa0&amp; more<br><br>[{MARKER}]"
    assert ticket.description == f"{text}\n\n[{MARKER}]"
    with pytest.raises(ValidationFailed, match="does not belong to the SLA"):
        psa.create_ticket(NewTicket(title="x", description="", company_id="12", priority_id="8", marker=MARKER))


@pytest.mark.parametrize("searches", [True, False])
def test_a_created_ticket_is_found_again(halo: HaloSimulator, psa: HaloPsa, *, searches: bool) -> None:
    halo.searches_references = searches
    assert psa.find_created_ticket(MARKER) is None
    halo.fail(Fault(Kind.APPLY_THEN_CLOSE), route="POST /api/Tickets")
    with pytest.raises(OutcomeUnknown):
        psa.create_ticket(NewTicket(title="Scanner jams", description="It does.", company_id="12", marker=MARKER))
    found = psa.find_created_ticket(MARKER)
    assert found is not None and found.title == "Scanner jams"


def test_a_created_ticket_that_cannot_be_read_back_is_not_created_again(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.fail(Fault(Kind.BAD_GATEWAY), route="GET /api/Tickets/*")
    ticket = psa.create_ticket(NewTicket(title="Scanner jams", description="", company_id="12", marker=MARKER))
    assert (ticket.id, ticket.title) == ("4004", "Scanner jams")


@pytest.mark.parametrize("in_list", [True, False])
def test_what_is_not_for_the_client_is_hidden_and_unmailed(halo: HaloSimulator, psa: HaloPsa, *, in_list: bool) -> None:
    halo.answers_lists = in_list
    for visibility in (Visibility.INTERNAL, Visibility.RESOLUTION):
        psa.add_note("4001", note(visibility=visibility))
    assert [row["hiddenfromuser"] for row in halo.tenant.actions[4001]] == [True, True, True]
    assert all(one.request.json[0]["sendemail"] is False for one in halo.calls("POST /api/Actions"))
    assert halo.tenant.mails == []
    public = psa.add_note("4001", note(visibility=Visibility.PUBLIC))
    row = halo.tenant.actions[4001][-1]
    assert (row["hiddenfromuser"], row["outcome_id"], public) == (False, EMAIL_USER, "4001:4")
    assert "sendemail" not in halo.calls("POST /api/Actions")[-1].request.json[0]


def test_without_an_outcome_nothing_is_sent(halo: HaloSimulator, memory: Memory) -> None:
    psa = connected(halo, memory, options={Option.NOTE_TYPE: str(PRIVATE_NOTE)})
    assert psa.missing_options(public=False) == ()
    assert psa.missing_options(public=True) == ("public_note_type_id",)
    with pytest.raises(OptionMissing):
        psa.add_note("4001", note(visibility=Visibility.PUBLIC))
    with pytest.raises(OptionMissing):
        connected(halo, memory, options={}).add_note("4001", note())
    assert halo.received == []


def test_an_outcome_that_the_agent_may_not_use_is_a_missing_permission(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.forbidden_outcomes.add(PRIVATE_NOTE)
    with pytest.raises(PermissionMissing, match="access to this action"):
        psa.add_note("4001", note())


def test_time_is_an_action_in_hours_of_the_technician(halo: HaloSimulator, psa: HaloPsa) -> None:
    started = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    entry = NewTimeEntry(agent_id=TESS, started_at=started, minutes=25, text="Printer", marker=MARKER)
    entry_id = psa.add_time("4002", entry)
    row = halo.tenant.actions[4002][-1]
    assert (entry_id, row["timetaken"], row["who"], row["hiddenfromuser"]) == ("4002:1", 0.4167, "Tess Nolan", True)
    assert psa.find_time("4002", MARKER) == entry_id
    assert halo.calls("POST /api/Actions")[-1].request.json[0]["actioncompletiondate"] == "2026-11-23T09:25:00Z"


def test_a_note_is_found_among_hundreds(halo: HaloSimulator, psa: HaloPsa) -> None:
    found = psa.add_note("4001", note())
    for number in range(300):
        halo.tenant.add_action(4001, note=f"Note {number}")
    assert psa.find_note("4001", MARKER) == found == "4001:2"
    assert psa.find_note("4002", MARKER) is None
    notes = psa.list_notes("4001")
    assert (len(notes), notes[-1].text, notes[-1].is_public) == (100, "Note 299", True)


def test_a_status_that_is_kept_is_noticed(halo: HaloSimulator, psa: HaloPsa) -> None:
    assert psa.set_status("4001", str(CLOSED)).is_closed
    assert not psa.set_status("4001", str(NEW)).is_closed
    halo.keeps_status = True
    with pytest.raises(StatusNotChanged):
        psa.set_status("4001", str(IN_PROGRESS))


def test_a_500_to_a_write_is_an_unknown_outcome_with_its_reason(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.fail(Fault(Kind.SERVER_ERROR), route="POST /api/Actions")
    with pytest.raises(OutcomeUnknown, match="fault on demand"):
        psa.add_note("4001", note())
    assert psa.find_note("4001", MARKER) is None


def test_an_answer_without_an_id_is_an_unknown_outcome(halo: HaloSimulator, psa: HaloPsa) -> None:
    for fault in (Fault(Kind.NULL_FIELD, field="id"), Fault(Kind.TRUNCATED), Fault(Kind.HTML_PAGE)):
        halo.fail(fault, route="POST /api/Actions")
        with pytest.raises(OutcomeUnknown):
            psa.add_note("4001", note())


def test_the_limit_of_halo_pauses_the_tenant(halo: HaloSimulator, psa: HaloPsa, memory: Memory) -> None:
    halo.limit = 4
    psa.find_note("4001", MARKER)
    psa.find_note("4001", MARKER)
    with pytest.raises(RateLimited) as refused:
        psa.add_note("4001", note())
    assert refused.value.after == memory.pauses[0] == 60.0


def test_what_halo_repeats_of_a_call_is_told_without_secrets(halo: HaloSimulator, psa: HaloPsa) -> None:
    psa.get_ticket("4001")
    token = halo.received[-1].request.headers["authorization"].removeprefix("Bearer ")
    halo.error = lambda status, message: HaloSimulator.error(halo, status, f"{CLIENT_SECRET} {token} <b>no</b>")  # type: ignore[method-assign]
    try:
        for kind in (Kind.CONFLICT, Kind.FORBIDDEN, Kind.SERVER_ERROR, Kind.UNAUTHORIZED):
            halo.fail(Fault(kind), times=2)
            with pytest.raises(PsaFailed) as failed:
                psa.get_ticket("4001")
            halo.heal()
            assert CLIENT_SECRET not in str(failed.value) and token not in str(failed.value)
    finally:
        del halo.error
    assert CLIENT_SECRET not in repr(vars(psa)) and token not in repr(psa)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("An Outcome must be entered.", ValidationFailed),
        ("You do not have access to this action.", PermissionMissing),
        ("The login does not have permission to read the table.", OutcomeUnknown),
    ],
)
def test_a_500_is_a_refusal_only_in_words_that_are_known(
    halo: HaloSimulator, psa: HaloPsa, words: str, expected: type[PsaFailed], monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = halo.error(500, words)
    monkeypatch.setattr(halo, "error", lambda status, message: reply)
    halo.fail(Fault(Kind.SERVER_ERROR), route="POST /api/Actions")
    with pytest.raises(expected):
        psa.add_note("4001", note("\x07Beep"))
    assert halo.calls("POST /api/Actions")[0].request.json[0]["note_html"].startswith("Beep")
