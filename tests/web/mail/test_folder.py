"""The demo's page of the mail folder: for an admin of the account, and only under `make run`."""

from __future__ import annotations

import re
from dataclasses import replace

from settings import Settings
from tests.support.desk import Desk, Person, address, expect
from tests.support.eventually import eventually
from tests.support.mails import mails_to
from tests.support.workers import Workers
from web import create_app

PAGE = "/dev/mail"


def reads(person: Person, path: str) -> str:
    response = person.client.get(path)
    assert response.status_code == 200
    return response.text


def test_an_admin_reads_the_mail_to_their_accounts_people(
    desk: Desk, other_desk: Desk, settings: Settings, workers: Workers
) -> None:
    to = address("new")
    expect(desk.owner.post("/account/invitations", email=to, role="engineer"), 201)
    assert eventually(lambda: mails_to(settings, to))
    listed = reads(desk.owner, PAGE)
    assert to in listed and to not in reads(other_desk.owner, PAGE)
    (path,) = re.findall(rf'href="({PAGE}/[0-9a-f]{{32}})"', listed)
    assert f"<dd>{to}</dd>" in reads(desk.owner, path) and "Olga invites you" in reads(desk.owner, path)
    shown = desk.owner.client.get(f"{path}/html")
    assert "Olga invites you" in shown.text
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    # Whoever invites the address gets no hold of what others sent to it.
    expect(other_desk.owner.post("/account/invitations", email=to, role="engineer"), 201)
    assert eventually(lambda: len(mails_to(settings, to)) == 2)
    assert path not in reads(other_desk.owner, PAGE) and to in reads(other_desk.owner, PAGE)
    assert other_desk.owner.client.get(path).status_code == 404
    assert desk.owner.client.get(f"{PAGE}/{'0' * 32}").status_code == 404
    assert desk.app.test_client().get(PAGE).headers["Location"] == "/login"
    assert desk.junior.client.get(PAGE).status_code == 403


def test_in_production_there_is_no_such_page(settings: Settings) -> None:
    production = replace(settings, dev=False, public_url="https://desk.example.com", trusted_proxies=0)
    app = create_app(production, migrates=False)
    assert [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PAGE)] == []
    app.extensions["event_stream"].shut_down()
