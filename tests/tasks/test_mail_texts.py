"""What the mails of an escalation say, as its people read them."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import update

from models.user import User
from settings import Settings
from tests.support.desk import Desk, Person, expect, path_of_fixes
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.mails import html_of, mails_to, text_of
from tests.support.workers import Workers

CLIENT = "=Jane <b>Doe</b> & Co"
PROBLEM = "Nightly backup of FS01 fails.\n\nvssadmin says: State: [9] Failed\npassword: Winter-2026!"


def tries_something(desk: Desk, ai_session: dict[str, Any]) -> None:
    fix = desk.proposes(ai_session, "Restart the <VSS> writer")
    path = f"{path_of_fixes(ai_session)}/{fix['id']}"
    expect(desk.junior.post(f"{path}/apply"), 200)
    expect(desk.junior.patch(f"{path}/outcome", outcome="applied_failed", notes="State 9 again at once"), 200)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value="FS01 & FS02", kind="server"), 201)


def mail_to(settings: Settings, person: Person, beginning: str) -> Any:
    """The one mail whose subject begins so."""
    assert eventually(lambda: _of(settings, person, beginning))
    (mail,) = _of(settings, person, beginning)
    return mail


def _of(settings: Settings, person: Person, beginning: str) -> list[Any]:
    return [mail for mail in mails_to(settings, person.email) if str(mail["Subject"]).startswith(beginning)]


def chooses(desk: Desk, **preferences: Any) -> None:
    with desk.unit() as unit:
        unit.db_session.execute(update(User).values(preferences=preferences))


def test_an_escalation_is_complete_in_text_and_html(
    desk: Desk, heard: EventListener, settings: Settings, workers: Workers
) -> None:
    ai_session = desk.junior.opens_session(PROBLEM, client_name=CLIENT, psa_ticket_id="48213")
    tries_something(desk, ai_session)
    chooses(desk, time_zone="Europe/Berlin")
    handoff = desk.junior.escalates(ai_session, "I am stuck, and\nthe restore test is tomorrow.")
    mail = mail_to(settings, desk.senior, "Escalation from Sam · #48213: Nightly backup of FS01 fails.")
    text, html = text_of(mail), html_of(mail)
    link = f"http://127.0.0.1:8000/pilot/{handoff['session_id']}?pickup=true"
    for shown in (
        *("Sam escalated this to the team.", "I am stuck, and", "Ticket: #48213", f"Client: {CLIENT}"),
        *("1. Restart the <VSS> writer", "State 9 again at once", "Said so, no output on record"),
        *("Server: FS01 & FS02", "Assessment by Demo AI", "Likely cause:", f"Open and pick up:\n{link}"),
    ):
        assert shown in text
    assert re.search(r"Did not work · Sam, \d+ \w+ \d{4}, \d\d:\d\d CES?T\n", text)
    assert "=Jane &lt;b&gt;Doe&lt;/b&gt; &amp; Co" in html and "<b>Doe" not in html
    assert "Restart the &lt;VSS&gt; writer" in html and f'href="{link}"' in html
    for form in (text, html, mail["Subject"]):
        assert "Winter-2026!" not in form
    assert "[password-1 redacted]" in text
    for forbidden in ("<style", "<img", "<script", "http://www", "url("):
        assert forbidden not in html
    assert set(re.findall(r'href="http://([^/"]+)', html)) == {"127.0.0.1:8000"}


def test_the_mails_of_one_session_refer_to_the_first_and_say_what_happened(
    desk: Desk, settings: Settings, workers: Workers
) -> None:
    chosen = {event: {"mail": True} for event in ("escalation_claimed", "escalation_withdrawn")}
    chooses(desk, events=chosen)
    ai_session = desk.junior.opens_session("VPN drops")
    first = desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    targeted = mail_to(settings, desk.senior, "Escalation from Sam: VPN drops")
    assert "Sam escalated this to you." in text_of(targeted) and targeted["References"] is None
    path = f"/ai-sessions/{ai_session['id']}/handoffs/{first['id']}"
    expect(desk.junior.post(f"{path}/recall"), 200)
    withdrawn = mail_to(settings, desk.senior, "Withdrawn by Sam: VPN drops")
    assert "There is nothing left to do." in text_of(withdrawn)
    assert withdrawn["In-Reply-To"] == withdrawn["References"] == targeted["Message-ID"]

    second = desk.junior.escalates(ai_session)
    expect(desk.senior.claims(second), 200)
    claimed = mail_to(settings, desk.junior, "Picked up by Priya: VPN drops")
    assert "Priya picked up what you escalated" in text_of(claimed)
    path = f"/ai-sessions/{ai_session['id']}/resolve"
    expect(desk.senior.post(path, resolution="Renewed the certificate"), 200)
    resolved = mail_to(settings, desk.junior, "Resolved by Priya: VPN drops")
    assert "What fixed it" in text_of(resolved) and "Renewed the certificate" in text_of(resolved)
    assert resolved["References"] == claimed["Message-ID"]
