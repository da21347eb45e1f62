"""The bell: one's own entries, read one by one or all at once."""

from __future__ import annotations

import pytest

from tests.desk import Desk, expect, refuse


@pytest.fixture
def rung(desk: Desk) -> Desk:
    """Three escalations have rung everybody's bell."""
    for number in range(3):
        desk.junior.escalates(desk.junior.opens_session(f"Problem {number}"))
    return desk


def test_the_bell_is_newest_first(rung: Desk) -> None:
    assert [entry["title"][-1] for entry in rung.senior.bell()] == ["2", "1", "0"]


def test_an_entry_has_the_fields_of_the_contract(rung: Desk) -> None:
    assert rung.senior.bell()[0].keys() == {"id", "title", "link", "kind", "note", "read_at", "created_at"}


def test_the_bell_is_read_in_pages(rung: Desk) -> None:
    first = expect(rung.senior.get("/notifications", limit=2), 200)
    rest = expect(rung.senior.get("/notifications", limit=2, cursor=first["next_cursor"]), 200)
    assert [entry["title"][-1] for entry in rest["items"]] == ["0"]
    assert rest["next_cursor"] is None


def test_an_entry_is_read_once_and_keeps_its_time(rung: Desk) -> None:
    entry = rung.senior.bell()[1]
    first = expect(rung.senior.post(f"/notifications/{entry['id']}/read"), 200)
    again = expect(rung.senior.post(f"/notifications/{entry['id']}/read"), 200)
    assert first["read_at"] is not None
    assert again == first


def test_the_unread_ones_can_be_asked_for(rung: Desk) -> None:
    newest, *rest = rung.senior.bell()
    expect(rung.senior.post(f"/notifications/{newest['id']}/read"), 200)
    assert rung.senior.bell(unread="true") == rest
    assert len(rung.senior.bell(unread="false")) == 3


def test_reading_all_leaves_none_unread(rung: Desk) -> None:
    expect(rung.senior.post("/notifications/read-all"), 204)
    assert rung.senior.bell(unread="true") == []


def test_reading_all_reads_nobody_elses(rung: Desk) -> None:
    expect(rung.senior.post("/notifications/read-all"), 204)
    assert len(rung.owner.bell(unread="true")) == 3


def test_reading_all_keeps_the_time_of_what_was_read_before(rung: Desk) -> None:
    entry = rung.senior.bell()[0]
    read_at = expect(rung.senior.post(f"/notifications/{entry['id']}/read"), 200)["read_at"]
    expect(rung.senior.post("/notifications/read-all"), 204)
    assert rung.senior.bell()[0]["read_at"] == read_at


def test_a_colleagues_entry_is_not_found(rung: Desk) -> None:
    entry = rung.owner.bell()[0]
    refuse(rung.senior.post(f"/notifications/{entry['id']}/read"), 404, "not_found")
    assert rung.owner.bell()[0]["read_at"] is None


def test_a_viewer_has_a_bell_of_their_own(rung: Desk) -> None:
    assert rung.viewer.bell() == []
    expect(rung.viewer.post("/notifications/read-all"), 204)
