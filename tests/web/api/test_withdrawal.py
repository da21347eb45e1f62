"""An escalation that nobody picked up is taken back when its session is closed."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener

ENDINGS = {"resolve": "resolved", "abandon": "abandoned"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_closing_an_escalated_session_withdraws_its_handoff(desk: Desk, ending: str) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/{ending}"), 200)
    path = f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"
    assert expect(desk.owner.get(path), 200)["status"] == "withdrawn"
    assert desk.owner.reads(ai_session)["status"] == ENDINGS[ending]


def test_a_withdrawn_handoff_cannot_be_claimed(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    refuse(desk.senior.claims(handoff), 409, "handoff_withdrawn")


def test_a_withdrawal_is_told_to_the_account_and_the_session(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    event = heard.wait_for("handoff_withdrawn", handoff_id=handoff["id"])
    assert event["topics"] == ["escalations", f"session:{ai_session['id']}", f"handoff:{handoff['id']}"]
    assert event["data"]["claimed_by"] is event["data"]["claimed_at"] is None


def test_a_claimed_handoff_stays_claimed_when_its_session_is_closed(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.senior.claims(handoff), 200)
    expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    path = f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"
    assert expect(desk.owner.get(path), 200)["status"] == "claimed"


def test_somebody_who_only_reads_it_while_it_waits_cannot_close_it(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    refuse(desk.senior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 403, "owner_or_handler_required")
    assert expect(desk.senior.claims(handoff), 200)["status"] == "claimed"


def test_closing_a_parked_session_ends_its_park(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.parks(ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    refuse(desk.junior.claims(handoff), 409, "handoff_withdrawn")
