"""A session by a link: who may make one, what it shows to somebody without a login, and when it shows nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.ai_session import AiSession
from models.core import clock
from models.operations.steps import add_step
from models.share import MOST_OPEN, Share
from models.step import StepKind
from tests.support.desk import API, Desk, Person, expect, path_of_fixes, refuse
from web import pages
from web.edge import limits
from web.edge.limits import READS_OF_A_LINK_A_MINUTE

PARTS = ["steps", "facts", "attempts", "documentation"]
NOTE = "Their accountant deleted the mailbox herself and must not learn that we know"
SECRET = "Winter-2026-Snow"


def path_of(ai_session: dict[str, Any]) -> str:
    return f"/ai-sessions/{ai_session['id']}/shares"


def shares(person: Person, ai_session: dict[str, Any], *include: str, hours: int = 24) -> dict[str, Any]:
    body = {"expires_in_hours": hours, "include": list(include or PARTS)}
    return expect(person.post(path_of(ai_session), **body), 201)


def token_of(share: dict[str, Any]) -> str:
    return str(share["url"]).rsplit("/", 1)[1]


def opens(desk: Desk, token: str) -> TestResponse:
    """As a stranger's browser does, which has no cookie."""
    return desk.app.test_client().get(f"{API}/shared/{token}")


def copilot_says(desk: Desk, ai_session: dict[str, Any], content: str) -> None:
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        add_step(row, StepKind.ASSISTANT_MESSAGE, content)


def actions(desk: Desk, noun: str) -> list[tuple[str, str]]:
    log = expect(desk.owner.get("/account/audit-log"), 200)["items"]
    return [(line["action"], line["actor"]["name"]) for line in log if line["action"].startswith(noun)]


def test_the_link_is_given_once_and_its_openings_are_counted(desk: Desk) -> None:
    ai_session = desk.junior.opens_session(client_name="Contoso")
    share = shares(desk.junior, ai_session, "facts", "facts", "steps")
    assert share["url"].startswith("http://127.0.0.1:8000/shared/")
    assert share["include"] == ["steps", "facts"]
    response = opens(desk, token_of(share))
    shown = expect(response, 200)
    assert shown.keys() == {"title", "client_name", "status", "expires_at", "steps", "facts"}
    assert (shown["client_name"], shown["status"], shown["expires_at"]) == ("Contoso", "active", share["expires_at"])
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert (response.headers["Referrer-Policy"], response.headers["Cache-Control"]) == ("no-referrer", "no-store")
    expect(opens(desk, token_of(share)), 200)
    (listed,) = expect(desk.junior.get(path_of(ai_session)), 200)["items"]
    assert (listed["opened_count"], listed["state"], listed["created_by"]["name"]) == (2, "open", "Sam")
    assert listed["last_opened_at"] > listed["created_at"]
    assert "url" not in listed
    (fingerprint,) = desk.rows(select(Share.token_fingerprint))
    assert token_of(share).encode() not in fingerprint
    opened = ("share.opened", "not signed in")
    assert actions(desk, "share") == [opened, ("share.created", "Sam")]
    with desk.unit() as unit:
        unit.db_session.get_one(Share, UUID(share["id"])).last_opened_at = clock.now() - timedelta(hours=1)
    expect(opens(desk, token_of(share)), 200)
    assert actions(desk, "share") == [opened, opened, ("share.created", "Sam")]
    assert token_of(share) not in str(expect(desk.owner.get("/account/audit-log"), 200))


def test_it_shows_no_note_no_secret_and_no_other_client(desk: Desk) -> None:
    desk.senior.opens_session("Printer is offline", client_name="Fabrikam Legal")
    desk.senior.opens_session("Wifi is slow", client_name="Fabrikam")
    problem = f"Outlook keeps asking, as at Fabrikam Legal. The password: {SECRET}"
    ai_session = desk.junior.opens_session(problem, client_name="=Jane <b>Doe</b> & Co")
    session_path = f"/ai-sessions/{ai_session['id']}"
    note = expect(desk.junior.post(f"{session_path}/notes", content=NOTE), 201)
    copilot_says(desk, ai_session, f"Restore the mailbox. As you wrote, {NOTE.lower()}. Then sign in again.")
    expect(desk.junior.post(f"{session_path}/facts", value="She deleted it", step_id=note["id"]), 201)
    expect(desk.junior.post(f"{session_path}/facts", kind="scope", value="one user, not FABRIKAM"), 201)
    expect(desk.junior.post(f"{session_path}/facts", kind="path", value="D:/fabrikam_legal_2026.pst"), 201)
    fix = desk.proposes(ai_session)
    body = {"outcome": "applied_failed", "notes": "She lied to us"}
    expect(desk.junior.patch(f"{path_of_fixes(ai_session)}/{fix['id']}/outcome", **body), 200)
    expect(desk.junior.post(f"{session_path}/documentation"), 202)
    sections = {"cause": f"A deleted mailbox. {NOTE}.", "resolution": f"Restored it with the password: {SECRET}"}
    expect(desk.junior.patch(f"{session_path}/documentation", sections=sections), 200)

    response = opens(desk, token_of(shares(desk.junior, ai_session)))
    shown, text = expect(response, 200), response.get_data(as_text=True)
    for hidden in (
        "accountant",
        "lied",
        "deleted it",
        "fabrikam",
        "Fabrikam",
        "FABRIKAM",
        SECRET,
        str(desk.account_id),
    ):
        assert hidden not in text, hidden
    assert shown["client_name"] == "=Jane <b>Doe</b> & Co"
    said, written, recorded = shown["steps"]
    assert said["author"] == "Sam"
    assert said["content"] == "Outlook keeps asking, as at [another client]. The password: [password-1 redacted]"
    assert (written["author"], written["kind"]) == (None, "assistant_message")
    assert written["content"] == "Restore the mailbox.  Then sign in again."
    assert recorded["kind"] == "action"
    assert [(one["kind"], one["value"]) for one in shown["facts"]] == [
        ("scope", "one user, not [another client]"),
        ("path", "D:/[another client]_2026.pst"),
    ]
    (attempt,) = shown["attempts"]
    assert (attempt["outcome"], attempt["by"]) == ("did_not_work", "Sam")
    assert "A deleted mailbox." in shown["documentation"]
    assert "## Resolution" in shown["documentation"]


def test_owner_handler_and_admins_share_and_nobody_else(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    refuse(desk.senior.post(path_of(ai_session), expires_in_hours=1, include=["steps"]), 404, "not_found")
    handoff = desk.junior.escalates(ai_session)
    body = {"expires_in_hours": 1, "include": ["steps"]}
    refuse(desk.senior.post(path_of(ai_session), **body), 403, "owner_or_handler_required")
    refuse(desk.senior.get(path_of(ai_session)), 403, "owner_or_handler_required")
    refuse(desk.viewer.post(path_of(ai_session), **body), 403, "role_required")
    expect(desk.senior.claims(handoff), 200)
    expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    links = [shares(person, ai_session) for person in (desk.junior, desk.senior, desk.owner)]
    assert expect(opens(desk, token_of(links[0])), 200)["status"] == "resolved"
    expect(desk.junior.send("DELETE", f"{path_of(ai_session)}/{links[2]['id']}"), 204)


@pytest.mark.parametrize(
    "body",
    [
        {"expires_in_hours": 0, "include": ["steps"]},
        {"expires_in_hours": 721, "include": ["steps"]},
        {"expires_in_hours": 24, "include": []},
        {"expires_in_hours": 24, "include": ["notes"]},
        {"expires_in_hours": 24},
    ],
)
def test_a_link_has_an_end_and_something_to_show(shared_desk: Desk, body: dict[str, Any]) -> None:
    ai_session = shared_desk.junior.opens_session()
    refuse(shared_desk.junior.post(path_of(ai_session), **body), 422, "validation_failed")


def test_unknown_expired_and_revoked_links_look_the_same(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expired, revoked, of_a_leaver = (shares(desk.junior, ai_session) for _ in range(3))
    with desk.unit() as unit:
        unit.db_session.get_one(Share, UUID(expired["id"])).expires_at = clock.now() - timedelta(seconds=1)
    for _ in range(2):
        expect(desk.owner.send("DELETE", f"{path_of(ai_session)}/{revoked['id']}"), 204)
    expect(desk.owner.patch(f"/account/members/{desk.junior.id}", is_active=False), 200)
    tokens = ["made-up", "%00", "x" * 500, *map(token_of, (expired, revoked, of_a_leaver))]
    answers = [opens(desk, token) for token in tokens]
    for answer in answers:
        refuse(answer, 404, "not_found")
        assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert len({answer.get_json()["message"] for answer in answers}) == 1
    states = [link["state"] for link in expect(desk.owner.get(path_of(ai_session)), 200)["items"]]
    assert states == ["revoked", "revoked", "expired"]
    assert actions(desk, "share.revoked") == [("share.revoked", "Olga")] * 2


def test_a_link_is_read_sixty_times_a_minute_also_one_that_does_not_exist(desk: Desk) -> None:
    share = shares(desk.junior, desk.junior.opens_session(), "facts")
    for token, status in ((token_of(share), 200), (f"no-{share['id']}", 404)):
        statuses = [opens(desk, token).status_code for _ in range(READS_OF_A_LINK_A_MINUTE + 1)]
        assert statuses == [status] * READS_OF_A_LINK_A_MINUTE + [429]
    refused = opens(desk, token_of(share))
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_all_links_of_an_account_have_a_limit_and_so_has_a_client_that_guesses(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "READS_OF_AN_ACCOUNTS_LINKS_A_MINUTE", 2)
    monkeypatch.setattr(limits, "UNKNOWN_LINKS_OF_A_CLIENT_A_MINUTE", 2)
    limit = limits.SharedReadLimit(desk.app.extensions["settings"])
    monkeypatch.setitem(desk.app.extensions, "shared_reads", limit)
    ai_session = desk.junior.opens_session()
    tokens = [token_of(shares(desk.junior, ai_session, "facts")) for _ in range(3)]
    assert [opens(desk, token).status_code for token in tokens] == [200, 200, 429]
    listed = expect(desk.junior.get(path_of(ai_session)), 200)["items"]
    assert [link["opened_count"] for link in listed] == [0, 1, 1]
    guesses = [opens(desk, f"{ai_session['id']}-{number}") for number in range(3)]
    assert [guess.status_code for guess in guesses] == [404, 404, 429]


def test_a_long_session_is_shown_in_part(desk: Desk) -> None:
    """With more notes than can be compared, nothing that the copilot wrote is shown."""
    ai_session = desk.junior.opens_session()
    session_path = f"/ai-sessions/{ai_session['id']}"
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        add_step(row, StepKind.NOTE, NOTE)
        for number in range(60):
            add_step(row, StepKind.ACTION, f"Step {number}: {'x' * 3_000}")
        add_step(row, StepKind.ASSISTANT_MESSAGE, f"Restore the mailbox. {NOTE}.")
    expect(desk.junior.post(f"{session_path}/documentation"), 202)
    expect(desk.junior.patch(f"{session_path}/documentation", sections={"cause": "A mailbox"}), 200)
    token = token_of(shares(desk.junior, ai_session))
    shown = expect(opens(desk, token), 200)
    assert (len(shown["steps"]), shown["steps"][0]["index"]) == (62 - shown["steps_left_out"], 1)
    assert shown["steps"][-1]["content"] == "Restore the mailbox."
    assert 0 < len(shown["attempts"]) == 60 - shown["attempts_left_out"] < 60
    assert shown["attempts"][-1]["title"].startswith("Step 59")
    assert "A mailbox" in shown["documentation"]
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        for _ in range(10):
            add_step(row, StepKind.NOTE, "One more word. " * 2_000)
    shown = expect(opens(desk, token), 200)
    assert {step["kind"] for step in shown["steps"]} == {"user_message", "action"}
    assert shown["documentation"] is None


def test_a_session_has_so_many_open_links(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    links = [shares(desk.junior, ai_session, "facts") for _ in range(MOST_OPEN)]
    refuse(desk.junior.post(path_of(ai_session), expires_in_hours=1, include=["facts"]), 409, "share_limit")
    expect(desk.junior.send("DELETE", f"{path_of(ai_session)}/{links[0]['id']}"), 204)
    shares(desk.junior, ai_session, "facts")


def test_the_page_of_a_link_says_by_its_status_whether_there_is_something(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it counts nothing, so that a preview in a chat is no reader."""
    (tmp_path / "index.html").write_text("<!doctype html>")
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    ai_session = desk.junior.opens_session()
    share, browser = shares(desk.junior, ai_session), desk.app.test_client()
    for token, status in ((token_of(share), 200), ("made-up", 404)):
        page = browser.get(f"/shared/{token}", headers={"Accept": "text/html"}, buffered=True)
        assert (page.status_code, page.mimetype) == (status, "text/html")
        assert page.headers["X-Robots-Tag"].startswith("noindex")
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert expect(desk.junior.get(path_of(ai_session)), 200)["items"][0]["opened_count"] == 0
