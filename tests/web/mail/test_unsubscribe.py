"""The link in a mail that stops mail of its kind, without a login."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.notice_event import DEFAULTS, Default, NoticeEvent
from models.unsubscribe_link import UnsubscribeLink
from models.user import User
from settings import Settings
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.mails import mails_to, text_of
from tests.support.workers import Workers
from web.edge.application import FlowPilot
from web.mail.unsubscribe import WORDS


def posts(app: FlowPilot, path: str) -> TestResponse:
    """As a mail program does it (RFC 8058)."""
    return app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})


def chosen(desk: Desk, person: Any) -> dict[str, Any]:
    (preferences,) = desk.rows(select(User.preferences).where(User.email == person.email))
    return dict(preferences)


def test_a_mail_program_stops_mail_of_one_kind_by_the_link_in_the_header(
    app: FlowPilot, desk: Desk, settings: Settings, workers: Workers
) -> None:
    desk.junior.escalates(desk.junior.opens_session())
    assert eventually(lambda: mails_to(settings, desk.senior.email))
    (mail,) = mails_to(settings, desk.senior.email)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip("<>")
    assert link in text_of(mail) and link.startswith("http://127.0.0.1:8000/unsubscribe/")
    path = urlsplit(link).path

    asked = app.test_client().get(path)
    assert asked.status_code == 200 and "new escalations to the team" in asked.text
    assert asked.headers["Referrer-Policy"] == "same-origin" and asked.headers["X-Robots-Tag"] == "noindex"
    assert chosen(desk, desk.senior) == {}, "looking at the page changes nothing"
    for _ in range(2):
        assert "You get no more mails about new escalations to the team." in posts(app, path).text
    assert chosen(desk, desk.senior) == {"events": {"escalation_created": {"mail": False}}}
    handoff = desk.junior.escalates(desk.junior.opens_session())
    told = desk.owner.get(f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries").get_json()
    assert {item["recipient"] for item in told["items"] if item["channel"] == "mail"} == {"Olga"}


@pytest.mark.parametrize("change", ["event", "person", "signature", "key", "always", "nonsense"])
def test_a_link_that_we_did_not_sign_stops_nothing(
    app: FlowPilot, shared_desk: Desk, settings: Settings, change: str
) -> None:
    person = shared_desk.senior
    right = UnsubscribeLink(shared_desk.account_id, UUID(person.id), NoticeEvent.ESCALATION_CREATED)
    token = right.token(secret_key=settings.secret_key)
    people, event, signature = token.split(".")
    other = UnsubscribeLink(shared_desk.account_id, UUID(shared_desk.owner.id), NoticeEvent.ESCALATION_CREATED)
    invitation = UnsubscribeLink(shared_desk.account_id, UUID(person.id), NoticeEvent.PASSWORD_RESET)
    changed = {
        "event": f"{people}.session_resolved.{signature}",
        "person": f"{other.token(secret_key=settings.secret_key).split('.')[0]}.{event}.{signature}",
        "signature": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "key": right.token(secret_key="another key"),
        "always": invitation.token(secret_key=settings.secret_key),
        "nonsense": "ü.x.y",
    }
    assert posts(app, f"/unsubscribe/{changed[change]}").status_code == 404
    assert chosen(shared_desk, person) == {}


def test_every_mail_that_can_be_switched_off_has_words() -> None:
    switched = {event for event, row in DEFAULTS.items() if row.mail in (Default.ON, Default.OFF)}
    assert set(WORDS) == switched | {NoticeEvent.DIGEST}
