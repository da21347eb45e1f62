"""A session and its parts in one call, and its record from the end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, Person, expect, path_of_fixes, refuse
from tests.support.lane import copilot_asks
from tests.support.statements import noted_statements

OWN_CALLS = {
    "steps": "steps",
    "facts": "facts",
    "lane": "task-lane",
    "attempts": "attempts",
    "fixes": "suggested-fixes",
    "signals": "signals",
}
PARTS = (*OWN_CALLS, "handoff")


def reads(person: Person, ai_session: dict[str, Any], *include: str) -> dict[str, Any]:
    return expect(person.get(f"/ai-sessions/{ai_session['id']}", include=",".join(include)), 200)


@pytest.fixture
def full(desk: Desk) -> dict[str, Any]:
    """A session with one of each."""
    ai_session = desk.junior.opens_session()
    fix = desk.proposes(ai_session)
    expect(desk.junior.post(f"{path_of_fixes(ai_session)}/{fix['id']}/apply"), 200)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value="FS01"), 201)
    copilot_asks(desk, ai_session, "Who is affected?")
    desk.junior.escalates(ai_session)
    return ai_session


def test_each_part_is_what_its_own_call_gives(desk: Desk, full: dict[str, Any]) -> None:
    path = f"/ai-sessions/{full['id']}"
    got = reads(desk.junior, full, *PARTS)
    handoff = expect(desk.junior.get(f"{path}/handoffs"), 200)["items"][0]
    assert got["handoff"] == handoff
    for part, own in OWN_CALLS.items():
        assert got[part] == expect(desk.junior.get(f"{path}/{own}"), 200), part


def test_only_what_is_asked_for_is_there(desk: Desk, full: dict[str, Any]) -> None:
    plain = desk.junior.reads(full)
    assert not set(plain) & set(PARTS)
    assert reads(desk.junior, full, "facts", "facts").keys() == plain.keys() | {"facts"}


def test_a_part_named_a_hundred_times_is_read_once(desk: Desk, full: dict[str, Any]) -> None:
    """Or one cheap call would cost the database a thousand reads."""
    with noted_statements() as once:
        reads(desk.junior, full, "fixes")
    with noted_statements() as often:
        reads(desk.junior, full, *["fixes"] * 100)
    assert len(often) == len(once)


def test_without_a_handoff_it_is_null_and_somebody_elses_park_is_none(desk: Desk, full: dict[str, Any]) -> None:
    assert reads(desk.junior, desk.junior.opens_session(), "handoff")["handoff"] is None
    expect(desk.senior.claims(reads(desk.junior, full, "handoff")["handoff"]), 200)
    desk.senior.parks(full)
    assert reads(desk.junior, full, "handoff")["handoff"]["intent"] == "escalate"
    assert reads(desk.senior, full, "handoff")["handoff"]["intent"] == "park"


@pytest.mark.parametrize("include", ["lanes", "steps,nothing", "Steps", "*", "s" * 501, "steps,\x00"])
def test_an_unknown_part_is_refused(desk: Desk, include: str) -> None:
    ai_session = desk.junior.opens_session()
    answer = desk.junior.get(f"/ai-sessions/{ai_session['id']}", include=include)
    (message,) = refuse(answer, 422, "validation_failed")["include"]
    assert isinstance(message, str)


def test_the_steps_are_the_newest_page_and_lead_back_to_the_beginning(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    path = f"/ai-sessions/{ai_session['id']}"
    for number in range(2, 56):
        expect(desk.junior.post(f"{path}/notes", content=f"Note {number}"), 201)
    page = reads(desk.junior, ai_session, "steps")["steps"]
    assert [step["index"] for step in page["items"]] == list(range(6, 56))
    assert page["next_cursor"] is None
    before = expect(desk.junior.get(f"{path}/steps", before=page["previous_cursor"], limit=3), 200)
    assert [step["index"] for step in before["items"]] == [3, 4, 5]
    first = expect(desk.junior.get(f"{path}/steps", before=before["previous_cursor"]), 200)
    assert [step["index"] for step in first["items"]] == [1, 2]
    assert first["previous_cursor"] is None
    after = expect(desk.junior.get(f"{path}/steps", cursor=first["next_cursor"], limit=1), 200)
    assert [step["index"] for step in after["items"]] == [3]
    refuse(desk.junior.get(f"{path}/steps", before="3", cursor="3"), 422, "validation_failed")


def test_a_viewer_reads_parts_of_what_waits(desk: Desk, full: dict[str, Any]) -> None:
    assert len(reads(desk.viewer, full, "facts")["facts"]["items"]) == 1
