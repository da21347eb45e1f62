"""The copy of a PSA's tickets, as lists, search, one ticket, sessions and the queue show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.jobs import Job
from models.operations.psa_tickets import note_written, store_notes
from models.psa_connection import PsaState
from models.psa_ticket import PsaTicket
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.support.tickets import Copy, copy_of, listed, ticket


@pytest.fixture
def copy(desk: Desk) -> Copy:
    return copy_of(desk)


def test_without_a_connection_every_call_says_so(desk: Desk) -> None:
    for path in ("/psa/tickets", "/psa/tickets/filters", "/psa/tickets/48210"):
        refuse(desk.junior.get(path), 409, "psa_not_connected")
    refuse(desk.junior.post("/psa/tickets/refresh"), 409, "psa_not_connected")


def test_the_list_shows_what_changed_last_first_in_pages(desk: Desk, copy: Copy) -> None:
    copy.has(*(ticket(number) for number in range(1, 8)))
    first = expect(desk.viewer.get("/psa/tickets", limit=3), 200)
    assert [item["number"] for item in first["items"]] == ["7", "6", "5"]
    rest = listed(desk.viewer, cursor=first["next_cursor"], limit=10)
    assert rest == ["4", "3", "2", "1"]
    assert first["items"][0] == {
        "number": "7",
        "title": "Printer offline",
        "client_name": "Acme Ltd",
        "contact_name": "Ann Lee",
        "status": "New",
        "priority": "Medium",
        "board": "Help Desk",
        "is_closed": False,
        "updated_at": "2026-11-20T09:07:00Z",
        "synced_at": first["items"][0]["synced_at"],
        "session_id": None,
        "gone": False,
        "merged_into": None,
    }
    refuse(desk.junior.get("/psa/tickets", cursor="nonsense"), 422, "validation_failed")


def test_the_list_says_how_fresh_it_is(desk: Desk, copy: Copy) -> None:
    sync = expect(desk.junior.get("/psa/tickets"), 200)["sync"]
    assert sync == {
        "provider": "connectwise",
        "state": "ok",
        "error": None,
        "synced_at": None,
        "is_syncing": False,
        "tickets_read": 0,
    }
    at = clock.now()
    copy.changes_connection(synced_at=at, state=PsaState.FAILING, last_error="It does not accept these credentials.")
    sync = expect(desk.junior.get("/psa/tickets"), 200)["sync"]
    assert (sync["state"], sync["error"]) == ("failing", "It does not accept these credentials.")
    assert sync["synced_at"] == clock.rfc3339(at)


def test_filters_offer_what_there_is_and_narrow_the_list(desk: Desk, other_desk: Desk, copy: Copy) -> None:
    copy_of(other_desk).has(ticket(9, status="Theirs", client_name="Zenith"))
    copy.has(
        ticket(1, status="New", board="Help Desk", client_name="Acme Ltd"),
        ticket(2, status="In Progress", board="Projects", client_name="Acme Ltd"),
        ticket(3, status="Closed", board="Help Desk", client_name="Öztürk & Co", is_closed=True),
        ticket(4, status="", board="", client_name=""),
        ticket(5, status="Deleted", board="Old", client_name="Gone"),
    )
    copy.loses(ticket(5))
    assert expect(desk.junior.get("/psa/tickets/filters"), 200) == {
        "statuses": sorted(["Closed", "In Progress", "New"]),
        "boards": ["Help Desk", "Projects"],
        "clients": ["Acme Ltd", "Öztürk & Co"],
    }
    assert listed(desk.junior, status="New") == ["1"]
    assert listed(desk.junior, board="Help Desk") == ["3", "1"]
    assert listed(desk.junior, client="Acme Ltd", board="Projects") == ["2"]
    assert listed(desk.junior, open="true") == ["4", "2", "1"]
    assert listed(desk.junior, open="false") == ["3"]
    assert listed(desk.junior, status="Nope") == []


def test_the_search_finds_words_of_title_number_client_and_contact_and_nothing_else(desk: Desk, copy: Copy) -> None:
    copy.has(
        ticket(48210, "VPN drops every 20 minutes", client_name="Müller & Söhne", contact_name="Jürgen Weiß"),
        ticket(51111, "Backup job failed"),
    )
    good = ("48210", "#48210", "#482", "vpn", "VPN drops", "drops vp", "müller", "muller", "sohne", "jürgen", "jurg")
    for q in (*good, "weiss", "vpn 48210", "söhne #48"):
        assert listed(desk.junior, q=q) == ["48210"], q
    for q in ("8210", "printer", "vpn backup", "%", "'", "!!!", "a' | 'b"):
        assert listed(desk.junior, q=q) == [], q


def test_an_autotask_number_is_found_by_its_parts(desk: Desk, copy: Copy) -> None:
    copy.has(replace(ticket(77), number="T20261123.0001"))
    assert listed(desk.junior, q="T20261123.0001") == listed(desk.junior, q="T2026") == ["T20261123.0001"]
    assert expect(desk.junior.get("/psa/tickets/T20261123.0001"), 200)["number"] == "T20261123.0001"


def test_search_filters_and_pages_go_together(desk: Desk, copy: Copy) -> None:
    copy.has(*(ticket(number, f"Printer {number} offline", is_closed=number % 2 == 0) for number in range(1, 9)))
    first = expect(desk.junior.get("/psa/tickets", q="printer", open="true", limit=2), 200)
    assert [item["number"] for item in first["items"]] == ["7", "5"]
    assert listed(desk.junior, q="printer", open="true", limit=5, cursor=first["next_cursor"]) == ["3", "1"]


def test_each_account_sees_its_own_tickets(desk: Desk, other_desk: Desk, copy: Copy) -> None:
    copy.has(ticket(1, "VPN drops"))
    copy_of(other_desk).has(ticket(1, "VPN drops, theirs"), ticket(2, "Theirs"))
    assert listed(desk.junior) == listed(desk.junior, q="vpn") == ["1"]
    assert listed(desk.junior, q=str(other_desk.account_id)) == []
    refuse(desk.junior.get("/psa/tickets/2"), 404, "not_found")
    assert expect(desk.junior.get("/psa/tickets/1"), 200)["title"] == "VPN drops"


def test_a_ticket_is_read_by_its_number_with_its_texts(desk: Desk, copy: Copy) -> None:
    copy.has(ticket(48210, "VPN\x00 drops\n now", description="Since\x00 Monday"))
    for number in ("48210", "%2348210"):
        found = expect(desk.viewer.get(f"/psa/tickets/{number}"), 200)
        assert (found["title"], found["description"]) == ("VPN drops now", "Since Monday")
        assert found["notes"] is None
        assert found["notes_synced_at"] is None
        assert found["sync"]["provider"] == "connectwise"
    copy.has(ticket(48210, "VPN drops"))
    assert expect(desk.viewer.get("/psa/tickets/48210"), 200)["description"] == "Since Monday", "a list may lack it"
    refuse(desk.viewer.get("/psa/tickets/1"), 404, "not_found")


def test_a_later_reading_wins_and_an_earlier_one_changes_nothing(desk: Desk, copy: Copy) -> None:
    now = clock.now()
    copy.has(ticket(1, status="New"), read_at=now)
    copy.has(ticket(1, status="In Progress"), read_at=now + timedelta(seconds=2))
    copy.has(ticket(1, status="New"), read_at=now + timedelta(seconds=1))
    assert listed(desk.junior, status="In Progress") == ["1"]
    copy.has(ticket(1, status="Old"), ticket(1, status="Closed", is_closed=True), read_at=now + timedelta(seconds=3))
    assert listed(desk.junior, status="Closed", open="false") == ["1"]


def test_a_ticket_that_is_gone_is_on_no_list_and_can_still_be_read(desk: Desk, copy: Copy) -> None:
    copy.has(ticket(1), ticket(2, merged_into="1"))
    assert expect(desk.junior.get("/psa/tickets/2"), 200)["merged_into"] == "1"
    copy.loses(ticket(2))
    assert listed(desk.junior) == listed(desk.junior, q="printer") == ["1"]
    found = expect(desk.junior.get("/psa/tickets/2"), 200)
    assert (found["gone"], found["merged_into"]) == (True, "1")
    copy.has(ticket(2), read_at=clock.now() + timedelta(seconds=1))
    assert listed(desk.junior) == ["2", "1"]


def test_a_ticket_names_the_newest_session_that_the_caller_may_read(desk: Desk, copy: Copy) -> None:
    copy.has(ticket(1))
    first = desk.junior.opens_session("Printer offline", psa_ticket_id="#1")
    second = desk.senior.opens_session("Printer offline again", psa_ticket_id="1")

    def session_of(person: Any) -> Any:
        return expect(person.get("/psa/tickets"), 200)["items"][0]["session_id"]

    assert session_of(desk.junior) == first["id"]
    assert session_of(desk.senior) == session_of(desk.owner) == second["id"]
    assert session_of(desk.viewer) is None
    desk.senior.escalates(second)
    assert session_of(desk.junior) == session_of(desk.viewer) == second["id"]
    assert expect(desk.viewer.get("/psa/tickets/1"), 200)["session_id"] == second["id"]


def test_a_session_shows_its_ticket_and_takes_its_client(desk: Desk, copy: Copy) -> None:
    copy.has(ticket(1, "Printer offline", priority="High", client_name="Acme Ltd"))
    opened = desk.junior.opens_session("Nothing prints", psa_ticket_id="1")
    assert opened["client_name"] == "Acme Ltd"
    part = expect(desk.junior.get(f"/ai-sessions/{opened['id']}", include="ticket"), 200)["ticket"]
    assert {name: part[name] for name in ("number", "title", "priority", "gone")} == {
        "number": "1",
        "title": "Printer offline",
        "priority": "High",
        "gone": False,
    }
    named = desk.junior.opens_session("Nothing prints", client_name="Zenith", psa_ticket_id="1")
    assert named["client_name"] == "Zenith"
    later = desk.junior.opens_session("Nothing prints")
    changed = expect(desk.junior.patch(f"/ai-sessions/{later['id']}", psa_ticket_id="1"), 200)
    assert changed["client_name"] == "Acme Ltd"
    unknown = desk.junior.opens_session("Nothing prints", psa_ticket_id="404")
    assert expect(desk.junior.get(f"/ai-sessions/{unknown['id']}", include="ticket"), 200)["ticket"] is None
    copy.has(ticket(404, client_name="Found Ltd"))
    assert desk.junior.reads(unknown)["client_name"] == "Found Ltd"
    copy.loses(ticket(1))
    part = expect(desk.junior.get(f"/ai-sessions/{opened['id']}", include="ticket"), 200)["ticket"]
    assert part["gone"] is True


def test_client_and_priority_in_the_queue_come_from_the_ticket(desk: Desk, copy: Copy, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session("Nothing prints", client_name="acme", psa_ticket_id="1")
    plain = desk.junior.opens_session("VPN drops", client_name="Zenith")
    desk.junior.escalates(ai_session)
    desk.junior.escalates(plain)

    def queue() -> dict[str, tuple[str, str]]:
        items = expect(desk.senior.get("/ai-sessions/escalations"), 200)["items"]
        return {item["problem"]: (item["client_name"], item["priority"]) for item in items}

    assert queue() == {"Nothing prints": ("acme", None), "VPN drops": ("Zenith", None)}
    copy.has(ticket(1, client_name="Acme Ltd", priority="High"))
    assert queue() == {"Nothing prints": ("Acme Ltd", "High"), "VPN drops": ("Zenith", None)}
    handoff = desk.junior.escalates(desk.junior.opens_session("No sound", psa_ticket_id="1"))
    row = heard.wait_for("handoff_created", handoff_id=handoff["id"])["data"]["row"]
    assert queue()[row["problem"]] == (row["client_name"], row["priority"]) == ("Acme Ltd", "High")


def test_after_disconnecting_the_old_copy_is_not_shown(desk: Desk, copy: Copy) -> None:
    copy.has(ticket(1))
    ai_session = desk.junior.opens_session("Nothing prints", psa_ticket_id="1")
    copy.changes_connection(disconnected_at=clock.now(), sealed_credentials=None)
    refuse(desk.junior.get("/psa/tickets"), 409, "psa_not_connected")
    assert expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}", include="ticket"), 200)["ticket"] is None
    copy_of(desk).has(ticket(7))
    assert listed(desk.junior) == ["7"]


def test_an_incoming_call_is_always_answered_in_the_same_way(desk: Desk, copy: Copy) -> None:
    for path in ("00000000-0000-0000-0000-000000000000", "nonsense", str(copy.connection_id)):
        for body in (b"", b"{", b"x" * 70_000):
            answer = desk.app.test_client().post(
                f"/api/v1/psa/webhooks/{path}", data=body, headers={"Origin": "https://elsewhere.example"}
            )
            assert (answer.status_code, answer.data) == (204, b"")


def test_a_ticket_that_we_wrote_to_is_read_again_for_whoever_looks_next(desk: Desk, copy: Copy) -> None:
    copy.has(ticket(7))
    with desk.unit() as unit:
        store_notes(unit.db_session.scalars(select(PsaTicket)).one(), [], read_at=clock.now())
    refreshes = select(OutboxRow.id).where(OutboxRow.name == Job.PSA_TICKET_REFRESH)
    expect(desk.junior.get("/psa/tickets/7"), 200)
    assert desk.rows(refreshes) == []
    for count in (1, 2):
        with desk.unit():
            note_written(copy.connection_id, "7")
        expect(desk.junior.get("/psa/tickets/7"), 200)
        assert len(desk.rows(refreshes)) == count
