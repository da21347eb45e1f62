"""Images and text files: uploaded for a message, used by it, shown to those who may read the session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.attachment import MOST_UNUSED, Attachment
from models.core import clock
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.files import Away, Shelf, attaches, image, opened, path_of, uploads
from web.edge.application import FlowPilot


def posts(person: Person, ai_session: dict[str, Any], *attachment_ids: str, content: str = "See here") -> TestResponse:
    path = f"/ai-sessions/{ai_session['id']}/messages"
    return person.post(path, content=content, attachment_ids=list(attachment_ids))


def steps(person: Person, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    return expect(person.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]


def shows(person: Person, ai_session: dict[str, Any] | None, attachment: dict[str, Any], **query: Any) -> TestResponse:
    return person.get(f"{path_of(ai_session)}/{attachment['id']}", **query)


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


def test_an_image_has_the_fields_of_the_contract(desk: Desk, ai_session: dict[str, Any]) -> None:
    sent = image(640, 480)
    answer = expect(uploads(desk.junior, ai_session, sent, "shots/screen.png"), 201)
    assert answer == {
        "id": answer["id"],
        "kind": "image",
        "name": "screen.png",
        "width": 640,
        "height": 480,
        "bytes": answer["bytes"],
        "step_id": None,
        "media_type": "image/png",
        "lines": None,
        "excerpt": None,
    }


def test_a_text_has_its_first_lines(desk: Desk, ai_session: dict[str, Any]) -> None:
    content = "Grüße\r\nzweite Zeile\r\n".encode("utf-16")
    answer = expect(uploads(desk.junior, ai_session, content, "app.log"), 201)
    assert (answer["kind"], answer["media_type"], answer["lines"]) == ("text", "text/plain", 2)
    assert answer["excerpt"] == "Grüße\nzweite Zeile"
    assert (answer["width"], answer["height"]) == (None, None)


def test_the_person_may_name_it(desk: Desk, ai_session: dict[str, Any]) -> None:
    answer = expect(uploads(desk.junior, ai_session, image(), name="Screenshot, 10:02"), 201)
    assert answer["name"] == "Screenshot, 10:02"
    path = f"{path_of(ai_session)}/{answer['id']}"
    assert expect(desk.junior.patch(path, name="The prompt"), 200)["name"] == "The prompt"


def test_a_message_uses_attachments_and_its_step_shows_them(desk: Desk, ai_session: dict[str, Any]) -> None:
    first, second = attaches(desk.junior, ai_session), attaches(desk.junior, ai_session, b"line\n", "app.log")
    posted = expect(posts(desk.junior, ai_session, second["id"], first["id"]), 202)
    shown = posted["step"]["data"]["attachments"]
    assert [one["id"] for one in shown] == [second["id"], first["id"]]
    assert shown[0] == second | {"step_id": posted["step"]["id"]}
    assert steps(desk.junior, ai_session)[-1]["data"]["attachments"] == shown


def test_an_attachment_needs_no_text(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = attaches(desk.junior, ai_session)
    assert expect(posts(desk.junior, ai_session, attachment["id"], content=""), 202)["step"]["content"] == ""
    assert refuse(posts(desk.junior, ai_session, content=" "), 422, "validation_failed").keys() == {"content"}


def test_the_first_message_uses_what_was_uploaded_before_it(desk: Desk) -> None:
    attachment = attaches(desk.junior, None)
    assert expect(shows(desk.junior, None, attachment), 200) is None
    ai_session = desk.junior.opens_session(attachment_ids=[attachment["id"]])
    (step,) = steps(desk.junior, ai_session)
    assert [one["id"] for one in step["data"]["attachments"]] == [attachment["id"]]
    assert shows(desk.junior, ai_session, attachment).status_code == 200
    refuse(shows(desk.junior, None, attachment), 404, "not_found")


def test_what_was_uploaded_before_the_first_message_is_its_uploaders_alone(desk: Desk, other_desk: Desk) -> None:
    attachment = attaches(desk.junior, None)
    path = f"{path_of(None)}/{attachment['id']}"
    for person in (desk.senior, desk.owner, other_desk.junior):
        refuse(person.get(path), 404, "not_found")
        refuse(person.patch(path, name="Mine"), 404, "not_found")
        refuse(person.send("DELETE", path), 404, "not_found")
        opening = person.post("/ai-sessions", problem="Mine", attachment_ids=[attachment["id"]])
        assert refuse(opening, 422, "validation_failed").keys() == {"attachment_ids"}


def test_a_message_takes_only_unused_uploads_of_its_session(desk: Desk, ai_session: dict[str, Any]) -> None:
    elsewhere = attaches(desk.junior, desk.junior.opens_session())
    used = attaches(desk.junior, ai_session)
    expect(posts(desk.junior, ai_session, used["id"]), 202)
    removed = attaches(desk.junior, ai_session)
    expect(desk.junior.send("DELETE", f"{path_of(ai_session)}/{removed['id']}"), 204)
    for wrong in (elsewhere["id"], used["id"], removed["id"], str(uuid4())):
        detail = refuse(posts(desk.junior, ai_session, wrong), 422, "validation_failed")
        assert detail.keys() == {"attachment_ids"}
    assert len(steps(desk.junior, ai_session)) == 2


def test_a_message_takes_four(desk: Desk, ai_session: dict[str, Any]) -> None:
    ids = [attaches(desk.junior, ai_session)["id"] for _ in range(5)]
    assert refuse(posts(desk.junior, ai_session, *ids), 422, "validation_failed").keys() == {"attachment_ids"}
    assert len(expect(posts(desk.junior, ai_session, *ids[:4]), 202)["step"]["data"]["attachments"]) == 4


def test_an_upload_of_yesterday_is_not_taken(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = attaches(desk.junior, ai_session)
    desk._change(Attachment, UUID(attachment["id"]), created_at=clock.now() - timedelta(hours=24, seconds=1))
    refuse(posts(desk.junior, ai_session, attachment["id"]), 422, "validation_failed")


def test_who_may_read_the_session_may_see_the_image(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = attaches(desk.junior, ai_session, image(64, 48))
    expect(posts(desk.junior, ai_session, attachment["id"]), 202)
    refuse(shows(desk.senior, ai_session, attachment), 404, "not_found")
    desk.junior.escalates(ai_session)
    for person in (desk.junior, desk.senior, desk.owner, desk.viewer):
        assert opened(shows(person, ai_session, attachment).data).size == (64, 48)


def test_who_may_not_write_may_not_upload(desk: Desk, other_desk: Desk, ai_session: dict[str, Any]) -> None:
    refuse(uploads(desk.senior, ai_session, image()), 404, "not_found")
    refuse(uploads(desk.viewer, ai_session, image()), 403, "role_required")
    refuse(uploads(other_desk.junior, ai_session, image()), 404, "not_found")
    desk.junior.escalates(ai_session)
    refuse(uploads(desk.senior, ai_session, image()), 403, "owner_or_handler_required")


def test_a_closed_session_takes_no_file(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    refuse(uploads(desk.junior, ai_session, image()), 409, "session_closed")


def test_another_account_sees_nothing(desk: Desk, other_desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment, theirs = attaches(desk.junior, ai_session), other_desk.junior.opens_session()
    for place in (ai_session, theirs):
        refuse(shows(other_desk.junior, place, attachment), 404, "not_found")
    refuse(posts(other_desk.junior, theirs, attachment["id"]), 422, "validation_failed")


def test_an_attachment_belongs_to_one_session(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment, other = attaches(desk.junior, ai_session), desk.junior.opens_session()
    path = f"{path_of(other)}/{attachment['id']}"
    refuse(desk.junior.get(path), 404, "not_found")
    refuse(desk.junior.patch(path, name="Mine"), 404, "not_found")
    refuse(desk.junior.send("DELETE", path), 404, "not_found")


def test_an_image_is_served_so_that_no_browser_runs_it(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = expect(uploads(desk.junior, ai_session, image(), "a.gif", name='a"b.gif'), 201)
    headers = shows(desk.junior, ai_session, attachment).headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"] == "inline; filename=\"a_b.gif.png\"; filename*=UTF-8''a%22b.gif.png"
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-cache"


def test_a_text_is_downloaded_as_plain_text(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = attaches(desk.junior, ai_session, b"<svg onload='alert(1)'/>", "picture.svg")
    answer = shows(desk.junior, ai_session, attachment, size=320)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="picture.svg"')
    assert answer.data == b"<svg onload='alert(1)'/>"


def test_a_thumbnail_is_smaller_and_a_small_image_is_its_own(desk: Desk, ai_session: dict[str, Any]) -> None:
    large, small = (attaches(desk.junior, ai_session, image(*size)) for size in ((2000, 1000), (200, 100)))
    assert opened(shows(desk.junior, ai_session, large, size=320).data).size == (320, 160)
    assert opened(shows(desk.junior, ai_session, small, size=320).data).size == (200, 100)
    refuse(shows(desk.junior, ai_session, large, size=321), 422, "validation_failed")


def test_a_browser_that_has_the_image_does_not_get_it_again(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = attaches(desk.junior, ai_session)
    first = shows(desk.junior, ai_session, attachment)
    path = f"{path_of(ai_session)}/{attachment['id']}"
    again = desk.junior.send("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_used_attachment_is_part_of_the_record(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = attaches(desk.junior, ai_session)
    expect(posts(desk.junior, ai_session, attachment["id"]), 202)
    path = f"{path_of(ai_session)}/{attachment['id']}"
    refuse(desk.junior.patch(path, name="Other"), 409, "attachment_in_use")
    refuse(desk.junior.send("DELETE", path), 409, "attachment_in_use")


def test_a_removed_upload_is_gone_at_once(desk: Desk, ai_session: dict[str, Any]) -> None:
    attachment = attaches(desk.junior, ai_session)
    path = f"{path_of(ai_session)}/{attachment['id']}"
    expect(desk.junior.send("DELETE", path), 204)
    refuse(desk.junior.get(path), 404, "not_found")
    refuse(desk.junior.send("DELETE", path), 404, "not_found")


def test_the_same_key_stores_one_file_even_in_another_form(desk: Desk, ai_session: dict[str, Any]) -> None:
    """Each form has a boundary of its own, also when a browser repeats a request."""
    headers = {"Idempotency-Key": uuid4().hex}
    first = expect(uploads(desk.junior, ai_session, image(), headers=headers), 201)
    again = uploads(desk.junior, ai_session, image(), headers=headers)
    assert (expect(again, 201), again.headers["Idempotency-Replayed"]) == (first, "true")
    refuse(uploads(desk.junior, ai_session, image(41), headers=headers), 409, "idempotency_conflict")
    assert len(desk.rows(select(Attachment.id))) == 1


def test_a_form_without_a_file_and_another_type_are_refused(desk: Desk, ai_session: dict[str, Any]) -> None:
    path = path_of(ai_session)
    missing = desk.junior.send("POST", path, data={"name": "x"}, content_type="multipart/form-data")
    assert refuse(missing, 422, "validation_failed").keys() == {"file"}
    error = expect(desk.junior.post(path, file="x"), 415)
    assert (error["code"], error["message"]) == ("unsupported_media_type", "Send multipart/form-data with a file.")


def test_a_file_may_have_five_megabytes(desk: Desk, ai_session: dict[str, Any]) -> None:
    line = b"0123456789abcde\n"
    assert attaches(desk.junior, ai_session, line * (5 * 65_536), "a.log")["bytes"] == 5 * 1_048_576
    refuse(uploads(desk.junior, ai_session, line * (5 * 65_536) + b"!", "a.log"), 413, "attachment_too_large")
    refuse(uploads(desk.junior, ai_session, line * (6 * 65_536), "a.log"), 413, "too_large")


def test_unused_uploads_of_a_person_are_limited(desk: Desk, ai_session: dict[str, Any]) -> None:
    with desk.unit() as unit:
        for _ in range(MOST_UNUSED):
            unit.add(_row(desk))
    refuse(uploads(desk.junior, ai_session, image()), 409, "attachment_limit")
    attaches(desk.owner, desk.owner.opens_session())


def test_a_store_that_is_away_is_said_and_nothing_is_recorded(
    desk: Desk, ai_session: dict[str, Any], app: FlowPilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = attaches(desk.junior, ai_session)
    monkeypatch.setitem(app.extensions, "files", Away())
    refuse(uploads(desk.junior, ai_session, image()), 503, "store_unavailable")
    refuse(shows(desk.junior, ai_session, attachment), 503, "store_unavailable")
    assert len(desk.rows(select(Attachment.id))) == 1


@pytest.mark.parametrize("fails", ["the third put", "the row"])
def test_no_contents_stay_without_a_row(
    desk: Desk, app: FlowPilot, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    store = Shelf(room=2 if fails == "the third put" else 3)
    monkeypatch.setitem(app.extensions, "files", store)
    monkeypatch.setattr("models.operations.attachments.request", _fail)
    assert uploads(desk.junior, None, image(3_000, 1_000)).status_code in (500, 503)
    assert store.most == store.room
    assert store.contents == {}
    assert desk.rows(select(Attachment.id)) == []


def _fail(*args: Any, **named: Any) -> None:
    raise RuntimeError("after the contents are stored")


def _row(desk: Desk) -> Attachment:
    return Attachment(
        account_id=desk.account_id,
        created_by_id=UUID(desk.junior.id),
        kind="text",
        name="a.log",
        bytes=1,
        storage_key="unused",
        media_types={"full": "text/plain"},
        sha256="",
    )
