"""A login in a browser that the person has not used before is mailed to them."""

from __future__ import annotations

from flask.testing import FlaskClient

from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, Person, expect
from tests.support.eventually import eventually
from tests.support.mails import mails_to, text_of
from tests.support.workers import Workers
from web.edge.devices import client_words

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


def logs_in(browser: FlaskClient, person: Person, user_agent: str = FIREFOX) -> None:
    given = {"email": person.email, "password": PASSWORD}
    expect(browser.post(f"{API}/auth/login", json=given, headers={"User-Agent": user_agent}), 200)


def test_only_a_login_in_a_new_browser_is_mailed(desk: Desk, settings: Settings, workers: Workers) -> None:
    known, other = desk.app.test_client(), desk.app.test_client()
    for _ in range(2):
        logs_in(known, desk.junior)
    logs_in(known, desk.senior)
    logs_in(other, desk.junior, IPHONE)
    assert eventually(lambda: mails_to(settings, desk.junior.email))
    logs_in(other, desk.junior, IPHONE)
    logs_in(known, desk.junior)
    third = desk.app.test_client()
    logs_in(third, desk.junior, "python-requests/2.32")
    assert eventually(lambda: len(mails_to(settings, desk.junior.email)) == 2)
    first = next(mail for mail in mails_to(settings, desk.junior.email) if "Safari on iPhone" in text_of(mail))
    assert first["Subject"] == "New login to FlowPilot"
    assert "Network address: 127.0.0.1" in text_of(first) and first["List-Unsubscribe"] is None
    assert mails_to(settings, desk.senior.email) == []


def test_browsers_in_words() -> None:
    agents = {FIREFOX: "Firefox on Windows", EDGE: "Edge on Windows", IPHONE: "Safari on iPhone", "curl/8": "a program"}
    assert {agent: client_words(agent) for agent in agents} == agents
