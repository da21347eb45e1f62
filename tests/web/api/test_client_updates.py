"""The text for the client: its reader is named, and nothing reaches a client by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mypy import api as mypy

from models.destinations import ClientText, WrongReader, client_text
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.support.write_ups import resolves, update_now, update_path

ROOT = Path(__file__).parents[3]


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session("Outlook asks for the password", client_name="Contoso")


def test_it_names_its_reader_before_it_is_written(desk: Desk, ai_session) -> None:
    found = update_now(desk.junior, ai_session)
    assert (found["status"], found["content"], found["reader"]) == ("none", None, "Contoso")


def test_many_who_ask_cause_one_job(desk: Desk, ai_session) -> None:
    answers = [expect(desk.junior.post(update_path(ai_session)), 202) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2] and answers[0]["status"] == "pending"


def test_an_edited_text_is_posted_to_the_named_reader_only(desk: Desk, ai_session, heard: EventListener) -> None:
    edited = expect(desk.junior.patch(update_path(ai_session), content="We are on it."), 200)
    assert (edited["status"], edited["edited_by"]["name"], edited["stale"]) == ("ready", "Sam", False)
    heard.wait_for("client_update_ready", session_id=ai_session["id"], status="ready")
    post = f"{update_path(ai_session)}/post"
    assert expect(desk.junior.post(post, reader="Contoso"), 202) == {"status": "no_psa"}
    for reader in ("Fabrikam", "contoso", ""):
        assert refuse(desk.junior.post(post, reader=reader), 422, "validation_failed").keys() == {"reader"}
    assert refuse(desk.junior.post(post), 422, "validation_failed").keys() == {"reader"}


def test_a_session_without_a_client_has_no_reader(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.junior.patch(update_path(ai_session), content="We are on it."), 200)
    refuse(desk.junior.post(f"{update_path(ai_session)}/post", reader="Contoso"), 422, "validation_failed")


def test_nothing_is_posted_before_it_is_written(desk: Desk, ai_session) -> None:
    refuse(desk.junior.post(f"{update_path(ai_session)}/post", reader="Fabrikam"), 422, "validation_failed")
    refuse(desk.junior.post(f"{update_path(ai_session)}/post", reader="Contoso"), 409, "nothing_to_post")


def test_a_text_for_another_client_is_stale_and_not_posted(desk: Desk, ai_session) -> None:
    expect(desk.junior.patch(update_path(ai_session), content="Contoso, we are on it."), 200)
    expect(desk.junior.patch(f"/ai-sessions/{ai_session['id']}", client_name="Fabrikam"), 200)
    assert update_now(desk.junior, ai_session)["stale"] is True
    refuse(desk.junior.post(f"{update_path(ai_session)}/post", reader="Fabrikam"), 409, "nothing_to_post")


def test_a_persons_text_with_something_internal_is_not_posted(desk: Desk, ai_session) -> None:
    desk.junior.opens_session("Another problem", client_name="Fabrikam")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content="Their admin broke this himself"), 201)
    post = f"{update_path(ai_session)}/post"
    for internal in (
        "Fabrikam has this too.",
        "Sorry, their admin broke this himself.",
        "It is password: Winter2026!x.",
    ):
        expect(desk.junior.patch(update_path(ai_session), content=f"We are on it. {internal}"), 200)
        refused = refuse(desk.junior.post(post, reader="Contoso"), 422, "validation_failed")
        assert refused == {"content": [f"Not for the client: {internal}"]}
    expect(desk.junior.patch(update_path(ai_session), content="It might be the server."), 200)
    expect(desk.junior.post(post, reader="Contoso"), 202)


def test_reopening_marks_it_as_stale(desk: Desk, ai_session) -> None:
    expect(desk.junior.patch(update_path(ai_session), content="It is solved."), 200)
    expect(resolves(desk.junior, ai_session), 200)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reopen"), 200)
    assert update_now(desk.junior, ai_session)["stale"] is True


@pytest.mark.parametrize(
    "body", [{}, {"content": " "}, {"content": "x", "accept_draft": True}, {"content": "x" * 4001}]
)
def test_a_change_that_says_nothing_or_too_much_is_refused(desk: Desk, ai_session, body: dict[str, Any]) -> None:
    refuse(desk.junior.patch(update_path(ai_session), **body), 422, "validation_failed")


def test_without_a_draft_there_is_nothing_to_accept(desk: Desk, ai_session) -> None:
    refuse(desk.junior.patch(update_path(ai_session), accept_draft=True), 409, "no_draft")


def test_only_the_owner_and_the_handler_write_and_post_it(desk: Desk, ai_session) -> None:
    refuse(desk.owner.patch(update_path(ai_session), content="x"), 403, "owner_or_handler_required")
    refuse(desk.owner.post(f"{update_path(ai_session)}/post", reader="Contoso"), 403, "owner_or_handler_required")
    refuse(desk.viewer.post(update_path(ai_session)), 403, "role_required")


def test_only_the_named_client_makes_a_text_for_a_client() -> None:
    assert client_text("Hello.", reader="Contoso", client_name="Contoso") == ClientText("Hello.", "Contoso")
    for client_name in (None, "Fabrikam"):
        with pytest.raises(WrongReader):
            client_text("Hello.", reader="Contoso", client_name=client_name)


def test_an_internal_text_is_no_text_for_a_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The type checker refuses it, in both directions."""
    program = tmp_path / "mixed_up.py"
    program.write_text(
        "from models.ai_session import AiSession\n"
        "from models.destinations import ClientText, InternalNote\n"
        "from models.operations.postings import post_client_text, post_internal_note\n"
        "from models.psa_push import Occasion\n"
        "from models.user import User\n"
        "def mixes_up(one: AiSession, by: User) -> None:\n"
        "    post_client_text(one, InternalNote('for us'), Occasion.MANUAL, by=by)\n"
        "    post_internal_note(one, ClientText('for you', 'Contoso'), Occasion.MANUAL, by=by)\n"
        "    post_internal_note(one, InternalNote('for us'), Occasion.MANUAL, by=by)\n"
    )
    monkeypatch.chdir(ROOT)
    found, _, _ = mypy.run(["--strict", "--follow-imports=silent", "--cache-dir", str(tmp_path), str(program)])
    wrong = [line for line in found.splitlines() if "mixed_up.py" in line]
    assert [int(line.split(":")[1]) for line in wrong] == [7, 8] and all("[arg-type]" in line for line in wrong)
