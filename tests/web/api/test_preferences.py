"""What a person chooses about being told, what would reach them now, and what waits when they choose anew."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.core import clock, time_zones
from models.delivery import Delivery
from models.user import User
from tests.support.desk import Desk, Person, expect, refuse

DEFAULT_EVENTS = {
    "escalation_created": {"mail": True, "push": True},
    "escalation_targeted": {"mail": True, "push": True},
    "escalation_claimed": {"mail": False, "push": True},
    "escalation_withdrawn": {"mail": False, "push": False},
    "escalation_waiting": {"mail": True, "push": True},
    "session_resolved": {"bell": True, "mail": True, "push": False},
    "fix_reminder": {"mail": False, "push": True},
    "psa_push_failed": {"bell": True, "mail": False, "push": False},
    "channel_switched_off": {"bell": True, "mail": True, "push": False},
    "psa_connection_failing": {"bell": True, "mail": True, "push": False},
    "ai_budget_80": {"bell": True, "mail": True, "push": False},
    "ai_budget_reached": {"bell": True, "mail": True, "push": False},
    "subscription_changed": {"bell": True, "mail": True, "push": False},
}
DEFAULTS = {
    "time_zone": "UTC",
    "events": DEFAULT_EVENTS,
    "quiet_hours": None,
    "targeted_passes_quiet_hours": True,
    "digest": "off",
    "digest_at": "08:00",
    "single_key_shortcuts": True,
    "theme": "system",
}


def put(person: Person, **given: Any) -> dict[str, Any]:
    return dict(expect(person.send("PUT", "/auth/preferences", json=given), 200))


def quiet_now() -> dict[str, Any]:
    """Quiet hours that have begun and last for days, whatever the time is."""
    loud_day = (clock.now().weekday() + 3) % 7
    return {"from": "00:00", "to": "00:00", "days": [day for day in range(7) if day != loud_day]}


def reach(person: Person) -> dict[str, dict[str, str]]:
    """Whether each event reaches the person now, by event and channel."""
    found: dict[str, dict[str, str]] = {}
    for item in expect(person.get("/auth/preferences/now"), 200)["items"]:
        found.setdefault(item["event"], {})[item["channel"]] = item["reaches"]
    return found


def mails_for(desk: Desk, person: Person) -> list[Delivery]:
    """Without that of the invitation."""
    mails = select(Delivery).where(Delivery.recipient == person.email, Delivery.event != "invitation")
    return desk.rows(mails.order_by(Delivery.created_at))


def test_everything_has_a_default_and_what_is_left_out_keeps_its_value(desk: Desk) -> None:
    assert expect(desk.junior.get("/auth/preferences"), 200) == DEFAULTS
    assert expect(desk.junior.get("/auth/me"), 200)["preferences"] == {"theme": None, "single_key_shortcuts": None}
    assert put(desk.junior, events={"escalation_created": {"mail": False}}, theme="dark")["theme"] == "dark"
    hours = {"from": "22:00", "to": "06:30", "days": [4, 0, 4]}
    changed = put(desk.junior, events={"session_resolved": {"bell": False}}, quiet_hours=hours, digest="daily")
    assert changed["events"] == DEFAULT_EVENTS | {
        "escalation_created": {"mail": False, "push": True},
        "session_resolved": {"bell": False, "mail": True, "push": False},
    }
    assert changed["quiet_hours"] == {"from": "22:00", "to": "06:30", "days": [0, 4]}
    assert expect(desk.junior.get("/auth/preferences"), 200) == changed
    assert put(desk.junior, **changed) == changed
    assert put(desk.junior, quiet_hours=None, single_key_shortcuts=False)["quiet_hours"] is None
    assert expect(desk.junior.get("/auth/me"), 200)["preferences"] == {"theme": "dark", "single_key_shortcuts": False}
    assert expect(desk.senior.get("/auth/preferences"), 200) == DEFAULTS


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"events": {"escalation_created": {"bell": False}}},
        {"events": {"password_reset": {"mail": False}}},
        {"events": {"tea_is_ready": {"mail": True}}},
        {"events": {"escalation_created": {"mail": "yes"}}},
        {"quiet_hours": {"from": "22:00", "to": "24:00", "days": [0]}},
        {"quiet_hours": {"from": "22:00", "to": "06:00", "days": []}},
        {"quiet_hours": {"from": "22:00", "to": "06:00", "days": [7]}},
        {"quiet_hours": {"from": "00:00", "to": "00:00", "days": [0, 1, 2, 3, 4, 5, 6]}},
        {"digest": "weekly"},
        {"digest_at": "8:00"},
        {"theme": "pink"},
        {"colour": "red"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(shared_desk: Desk, wrong: dict[str, Any]) -> None:
    refuse(shared_desk.senior.send("PUT", "/auth/preferences", json=wrong), 422, "validation_failed")


def test_the_accounts_time_zone_is_everybodys_until_they_choose_their_own(desk: Desk) -> None:
    expect(desk.owner.patch("/account", settings={"time_zone": "Asia/Kathmandu"}), 200)
    assert expect(desk.junior.get("/auth/preferences"), 200)["time_zone"] == "Asia/Kathmandu"
    assert expect(desk.junior.get("/auth/preferences/now"), 200)["time_zone"] == "Asia/Kathmandu"
    assert put(desk.junior, time_zone="Europe/Berlin")["time_zone"] == "Europe/Berlin"
    expect(desk.owner.patch("/account", settings={"time_zone": "America/New_York"}), 200)
    assert expect(desk.junior.get("/auth/preferences"), 200)["time_zone"] == "Europe/Berlin"


def test_in_quiet_hours_only_what_is_for_this_person_alone_arrives(desk: Desk) -> None:
    assert reach(desk.junior)["escalation_created"] == {"bell": "now", "mail": "now", "push": "now"}
    put(desk.junior, quiet_hours=quiet_now(), events={"escalation_created": {"push": False}})
    reached = reach(desk.junior)
    assert reached["escalation_created"] == {"bell": "now", "mail": "later", "push": "off"}
    assert reached["escalation_targeted"] == {"bell": "now", "mail": "now", "push": "now"}
    assert reached["password_reset"] == {"mail": "now"}
    assert "ai_budget_80" not in reached and "ai_budget_80" in reach(desk.owner)
    assert "escalation_created" not in reach(desk.viewer) and "session_resolved" in reach(desk.viewer)
    put(desk.junior, targeted_passes_quiet_hours=False)
    assert reach(desk.junior)["escalation_targeted"]["mail"] == "later"
    now = expect(desk.junior.get("/auth/preferences/now"), 200)
    assert now["quiet_until"] > now["at"] and now["next_digest_at"] is None
    assert now["weekday"] == clock.now().weekday()


def test_at_2310_on_a_tuesday_nothing_but_what_is_for_this_person_alone(desk: Desk) -> None:
    put(desk.junior, time_zone="Europe/Berlin", quiet_hours={"from": "22:00", "to": "06:00", "days": [0, 1, 2, 3]})
    berlin, today = time_zones.zone("Europe/Berlin"), clock.now().date()
    tuesday = today + timedelta(days=(1 - today.weekday()) % 7 or 7)
    with clock.moved(time_zones.moment_of(tuesday, time(23, 10), berlin) - clock.now()):
        now = expect(desk.junior.get("/auth/preferences/now"), 200)
    wednesday = clock.rfc3339(time_zones.moment_of(tuesday + timedelta(days=1), time(6), berlin))
    assert (now["local_time"], now["weekday"], now["quiet_until"]) == ("23:10", 1, wednesday)
    leaving = [item for item in now["items"] if item["channel"] != "bell" and item["setting"] != "always"]
    assert {item["event"] for item in leaving if item["reaches"] == "now"} == {"escalation_targeted"}
    assert {item["at"] for item in leaving if item["reaches"] == "later"} == {wednesday}


def test_what_is_held_back_is_planned_again_when_the_person_chooses_anew(desk: Desk) -> None:
    put(desk.senior, quiet_hours=quiet_now())
    desk.junior.escalates(desk.junior.opens_session("VPN drops"))
    targeted = desk.junior.escalates(desk.junior.opens_session("Printer"), target_user_id=desk.senior.id)
    held, sent_at_once = mails_for(desk, desk.senior)
    assert held.state == "planned" and held.held_until > clock.now() + timedelta(days=1)
    assert sent_at_once.held_until is None and str(sent_at_once.handoff_id) == targeted["id"]
    put(desk.senior, quiet_hours=None, digest="hourly")
    (held, _) = mails_for(desk, desk.senior)
    assert clock.now() < held.held_until <= clock.now() + timedelta(hours=1)
    put(desk.senior, digest="off")
    (held, _) = mails_for(desk, desk.senior)
    assert held.state == "planned" and held.held_until <= clock.now()
    put(desk.senior, digest="daily")
    put(desk.senior, events={"escalation_created": {"mail": False}})
    assert [mail.state for mail in mails_for(desk, desk.senior)] == ["canceled", "planned"]


def test_a_claim_cancels_what_is_held_back(desk: Desk) -> None:
    put(desk.senior, digest="daily")
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.owner.claims(handoff), 200)
    assert [mail.state for mail in mails_for(desk, desk.senior)] == ["canceled"]


def test_the_bell_stays_silent_for_what_its_owner_switched_off(desk: Desk) -> None:
    put(desk.junior, events={"session_resolved": {"bell": False}})
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.senior.claims(handoff), 200)
    expect(desk.senior.post(f"/ai-sessions/{handoff['session_id']}/resolve", resolution="New firmware"), 200)
    assert "session_resolved" not in {entry["kind"] for entry in desk.junior.bell()}
    assert len(mails_for(desk, desk.junior)) == 1


def test_only_what_was_chosen_is_stored(desk: Desk) -> None:
    put(desk.viewer, digest_at="07:30")
    (stored,) = desk.rows(select(User.preferences).where(User.email == desk.viewer.email))
    assert stored == {"digest_at": "07:30"}
