"""Who may read a session, from opening to closing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, Person, expect

PEOPLE = ("owner", "junior", "senior", "viewer", "bystander")
OPENER = "junior"


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


@pytest.fixture
def people(desk: Desk) -> dict[str, Person]:
    return {name: getattr(desk, name) for name in PEOPLE[:-1]} | {"bystander": desk.joins("Noor", "engineer")}


def readers(people: dict[str, Person], ai_session: dict[str, Any]) -> set[str]:
    """Who gets it; everybody else gets 404, on the session and on everything below it."""
    found = set()
    for name, person in people.items():
        below = ("", "/steps", "/facts", "/attempts", "/handoffs", "/suggested-fixes")
        statuses = {person.get(f"/ai-sessions/{ai_session['id']}{path}").status_code for path in below}
        assert statuses in ({200}, {404}), (name, statuses)
        found |= {name} if statuses == {200} else set()
    return found


def test_an_active_session_is_its_owners_and_the_admins(people, ai_session) -> None:
    assert readers(people, ai_session) == {"junior", "owner"}


@pytest.mark.parametrize("status", ["escalated", "requesting_escalation"])
def test_while_it_waits_every_member_reads_it(desk: Desk, people, ai_session, status: str) -> None:
    desk.changes_session(ai_session, status=status)
    assert readers(people, ai_session) == set(PEOPLE)


def test_one_targeted_at_somebody_is_read_by_every_member_too(desk: Desk, people, ai_session) -> None:
    desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    assert readers(people, ai_session) == set(PEOPLE)


def test_after_the_claim_the_rule_narrows_again(desk: Desk, people, ai_session) -> None:
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    assert readers(people, ai_session) == {"junior", "senior", "owner"}


def test_whoever_handed_it_over_keeps_reading_it(desk: Desk, people, ai_session) -> None:
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    expect(people["bystander"].claims(desk.senior.escalates(ai_session)), 200)
    assert readers(people, ai_session) == {"junior", "senior", "bystander", "owner"}


def test_a_legacy_pick_up_lets_read(desk: Desk, people, ai_session) -> None:
    desk.changes_session(ai_session, escalation_package={"picked_up_by": people["bystander"].id})
    assert readers(people, ai_session) == {"junior", "bystander", "owner"}


def test_a_parked_session_is_its_owners_alone(desk: Desk, people, ai_session) -> None:
    desk.junior.parks(ai_session)
    assert readers(people, ai_session) == {"junior"}


@pytest.mark.parametrize("ending", ["resolve", "abandon"])
def test_a_closed_session_is_read_like_an_active_one(desk: Desk, people, ai_session, ending: str) -> None:
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/{ending}"), 200)
    assert readers(people, ai_session) == {"junior", "senior", "owner"}


def rights(person: Person, ai_session: dict[str, Any]) -> tuple[bool, bool]:
    now = person.reads(ai_session)
    return now["can_write"], now["can_hand_off"]


def test_the_session_says_what_the_reader_may_do(desk: Desk, ai_session) -> None:
    assert rights(desk.junior, ai_session) == (True, True)
    assert rights(desk.owner, ai_session) == (False, False)


def test_while_it_waits_it_can_be_written_in_but_not_handed_over(desk: Desk, ai_session) -> None:
    desk.junior.escalates(ai_session)
    assert rights(desk.junior, ai_session) == (True, False)
    assert rights(desk.senior, ai_session) == rights(desk.viewer, ai_session) == (False, False)


def test_after_a_claim_owner_and_handler_may_both(desk: Desk, ai_session) -> None:
    desk.senior.claims(desk.junior.escalates(ai_session))
    assert rights(desk.junior, ai_session) == rights(desk.senior, ai_session) == (True, True)


def test_a_closed_session_is_only_read(desk: Desk, ai_session) -> None:
    desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve")
    assert rights(desk.junior, ai_session) == (False, False)


def test_the_open_handoff_is_named_while_it_waits(desk: Desk, ai_session) -> None:
    handoff = desk.junior.escalates(ai_session)
    assert desk.senior.reads(ai_session)["open_handoff_id"] == handoff["id"]
    desk.senior.claims(handoff)
    assert desk.senior.reads(ai_session)["open_handoff_id"] is None
