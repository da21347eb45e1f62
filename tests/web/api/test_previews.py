"""Who may ask for a preview and read it, when it is cached, and when a job is requested.  No worker runs here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.cache_key import cache_key
from models.core.outgoing.outbox import OutboxRow
from models.operations.previews import WrittenPreview, fail_preview, store_preview
from models.preview import Preview
from tests.support.desk import Desk, expect, refuse
from tests.support.previews import PREVIEWS, asks, path_of, preview_now

NOTE = "resolution_note"
NOTHING = {
    "status": "none",
    "state_version": None,
    "stale": False,
    "content": None,
    "error": None,
    "provider_label": None,
    "model": None,
    "generated_at": None,
}


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


def jobs(desk: Desk) -> list[OutboxRow]:
    return desk.rows(select(OutboxRow).where(OutboxRow.name == "preview.write").order_by(OutboxRow.created_at))


def is_written(desk: Desk, ai_session: dict[str, Any], content: str = "Solved.", **changes: Any) -> None:
    """The last round's job stores its text, made from the session as it was when somebody asked."""
    with desk.unit() as unit:
        preview = unit.db_session.scalars(select(Preview).where(Preview.ai_session_id == UUID(ai_session["id"]))).one()
        written = {
            "content": content,
            "state_version": preview.requested_version,
            "cache_key": cache_key(preview.kind, desk.app.flowpilot_settings),
            "prompt_hash": "0" * 16,
            "provider": "demo",
            "provider_label": "Demo AI",
            "model": "demo-playbooks-1",
        }
        debounce = desk.app.flowpilot_settings.preview_debounce
        store_preview(preview, WrittenPreview(**written | changes), preview_round=preview.round, debounce=debounce)


def fails(desk: Desk, ai_session: dict[str, Any], code: str = "overloaded") -> None:
    with desk.unit() as unit:
        preview = unit.db_session.scalars(select(Preview).where(Preview.ai_session_id == UUID(ai_session["id"]))).one()
        fail_preview(preview, preview_round=preview.round, code=code)


@pytest.mark.parametrize("kind", PREVIEWS)
def test_before_anybody_asks_there_is_none(desk: Desk, ai_session: dict[str, Any], kind: str) -> None:
    assert preview_now(desk.junior, ai_session, kind) == NOTHING


@pytest.mark.parametrize("kind", PREVIEWS)
def test_asking_requests_one_job_that_waits_for_more_changes(desk: Desk, ai_session: dict[str, Any], kind: str) -> None:
    asked = expect(asks(desk.junior, ai_session, kind), 202)
    assert asked == NOTHING | {"status": "pending", "state_version": ai_session["state_version"]}
    assert preview_now(desk.junior, ai_session, kind) == asked
    (job,), (preview,) = jobs(desk), desk.rows(select(Preview))
    assert job.not_before - preview.created_at >= desk.app.flowpilot_settings.preview_debounce


def test_several_requests_and_changes_cost_one_job(desk: Desk, ai_session: dict[str, Any]) -> None:
    for number in range(3):
        expect(asks(desk.junior, ai_session, NOTE), 202)
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value=f"Fact {number}"), 201)
    assert len(jobs(desk)) == 1


def test_the_two_kinds_do_not_wait_for_each_other(desk: Desk, ai_session: dict[str, Any]) -> None:
    for kind in PREVIEWS:
        expect(asks(desk.junior, ai_session, kind), 202)
    assert len(jobs(desk)) == 2


def test_a_text_that_is_up_to_date_is_given_at_once(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(asks(desk.junior, ai_session, NOTE), 202)
    is_written(desk, ai_session)
    found = expect(asks(desk.junior, ai_session, NOTE), 200)
    assert (found["status"], found["stale"], found["content"]) == ("ready", False, "Solved.")
    assert (found["model"], found["provider_label"]) == ("demo-playbooks-1", "Demo AI")
    assert found["state_version"] == ai_session["state_version"] and found["generated_at"]
    assert len(jobs(desk)) == 1


def test_a_change_of_the_session_makes_it_stale_and_the_next_request_costs_a_job(
    desk: Desk, ai_session: dict[str, Any]
) -> None:
    expect(asks(desk.junior, ai_session, NOTE), 202)
    is_written(desk, ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value="FS01"), 201)
    assert preview_now(desk.junior, ai_session, NOTE)["stale"] is True
    again = expect(asks(desk.junior, ai_session, NOTE), 202)
    assert (again["status"], again["stale"], again["content"]) == ("pending", True, "Solved.")
    assert [job.args["preview_round"] for job in jobs(desk)] == [1, 2]


def test_another_prompt_or_model_costs_a_job(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(asks(desk.junior, ai_session, NOTE), 202)
    is_written(desk, ai_session, cache_key="of the last release")
    assert preview_now(desk.junior, ai_session, NOTE)["stale"] is False
    expect(asks(desk.junior, ai_session, NOTE), 202)


def test_a_failure_has_its_code_and_asking_again_is_another_try(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(asks(desk.junior, ai_session, NOTE), 202)
    fails(desk, ai_session)
    failed = preview_now(desk.junior, ai_session, NOTE)
    assert (failed["status"], failed["error"], failed["content"]) == ("failed", "overloaded", None)
    again = expect(asks(desk.junior, ai_session, NOTE), 202)
    assert (again["status"], again["error"]) == ("pending", None)
    assert len(jobs(desk)) == 2


def test_a_failure_keeps_the_text_before_it(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(asks(desk.junior, ai_session, NOTE), 202)
    is_written(desk, ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value="FS01"), 201)
    expect(asks(desk.junior, ai_session, NOTE), 202)
    fails(desk, ai_session)
    failed = preview_now(desk.junior, ai_session, NOTE)
    assert (failed["status"], failed["content"], failed["stale"]) == ("failed", "Solved.", True)


def test_a_text_for_an_older_state_than_somebody_asked_for_is_followed_by_a_newer_one(
    desk: Desk, ai_session: dict[str, Any]
) -> None:
    expect(asks(desk.junior, ai_session, NOTE), 202)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value="FS01"), 201)
    expect(asks(desk.junior, ai_session, NOTE), 202)
    is_written(desk, ai_session, state_version=ai_session["state_version"])
    now = preview_now(desk.junior, ai_session, NOTE)
    assert (now["status"], now["content"], now["stale"]) == ("pending", "Solved.", True)
    assert [job.args["preview_round"] for job in jobs(desk)] == [1, 2]


def test_a_preview_changes_nothing_in_the_session(desk: Desk, ai_session: dict[str, Any]) -> None:
    before = desk.junior.reads(ai_session)
    expect(asks(desk.junior, ai_session, NOTE), 202)
    is_written(desk, ai_session)
    assert desk.junior.reads(ai_session) == before


@pytest.mark.parametrize("kind", PREVIEWS)
def test_readers_read_it_and_do_not_ask_for_it(desk: Desk, ai_session: dict[str, Any], kind: str) -> None:
    desk.junior.escalates(ai_session)
    for reader in (desk.owner, desk.senior, desk.viewer):
        assert preview_now(reader, ai_session, kind)["status"] == "none"
    refuse(asks(desk.viewer, ai_session, kind), 403, "role_required")
    refuse(asks(desk.senior, ai_session, kind), 403, "owner_or_handler_required")
    expect(asks(desk.junior, ai_session, kind), 202)


def test_who_may_not_read_the_session_does_not_learn_of_it(desk: Desk, ai_session: dict[str, Any]) -> None:
    refuse(desk.senior.get(path_of(ai_session, NOTE)), 404, "not_found")
    refuse(asks(desk.senior, ai_session, NOTE), 404, "not_found")


def test_a_closed_session_has_previews_too(desk: Desk, ai_session: dict[str, Any]) -> None:
    """Resolving it with a pending fix has made the one from before stale."""
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", resolution="Restarted it"), 200)
    assert preview_now(desk.junior, ai_session, NOTE) == NOTHING
    expect(asks(desk.junior, ai_session, NOTE), 202)
