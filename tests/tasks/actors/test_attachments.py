"""What the copilot gets of images and text files, and what becomes of uploads that no message uses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.attachment import Attachment
from models.core import clock
from models.core.files import FileMissing, FileStore, StoreUnavailable
from models.core.outgoing.outbox import OutboxRow
from models.jobs import Job
from tasks.actors.inputs.attachments import FilesUnavailable, with_image_contents
from tasks.integrations.assistant import ChatReplyInput, ImageIn, Turn
from tests.outside.anthropic_server import AnthropicServer, text
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.files import attaches, image
from tests.support.workers import Workers

LOG = (
    "10:02:10 INFO fine\n" * 2_000
    + "10:02:11 ERROR 0x80070005 token=9f8e7d6c5b4a39281706f5e4d3c2b1a0\n"
    + "end\n" * 900
)


class Pictures(FileStore):
    """Every image there is, or none."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.read = error, list[str]()

    def get(self, key: str) -> bytes:
        if self.error:
            raise self.error
        self.read.append(key)
        return b"pixels"


def session_with(*images_by_turn: int, width: int = 1_568, height: int = 1_000) -> ChatReplyInput:
    turns = [
        Turn(
            role="engineer",
            author="Sam",
            content=f"message {turn}",
            images=[
                ImageIn(name="shot", media_type="image/png", width=width, height=height, key=f"{turn}.{number}")
                for number in range(count)
            ],
        )
        for turn, count in enumerate(images_by_turn)
    ]
    return ChatReplyInput(problem="p", client_name=None, psa_ticket_id=None, turns=turns, facts=[], fixes=[])


def test_the_newest_images_are_sent_and_older_ones_named() -> None:
    store = Pictures()
    given = with_image_contents(session_with(*[4] * 15), store)
    assert store.read == ["14.0", "14.1", "14.2", "14.3", "13.0", "13.1"]
    assert [sum(bool(one.content) for one in turn.images) for turn in given.turns[-3:]] == [0, 2, 4]


def test_small_images_cost_little_of_the_budget() -> None:
    store = Pictures()
    with_image_contents(session_with(4, 4, 4, width=320, height=200), store)
    assert len(store.read) == 12


def test_an_image_that_is_gone_is_named() -> None:
    given = with_image_contents(session_with(1), Pictures(FileMissing()))
    assert given.turns[0].images[0].content is None


def test_a_store_that_is_away_lets_the_reply_wait() -> None:
    with pytest.raises(FilesUnavailable):
        with_image_contents(session_with(1), Pictures(StoreUnavailable()))


def test_claude_sees_the_image_and_reads_the_extract_of_the_log(
    desk: Desk, claude: AnthropicServer, heard: EventListener
) -> None:
    picture, log = attaches(desk.junior, None, image(2_000, 1_000)), attaches(desk.junior, None, LOG.encode(), "a.log")
    claude.script(text("It is the token."))
    desk.junior.opens_session(attachment_ids=[picture["id"], log["id"]])
    heard.wait_for("reply_finished")
    request = claude.requests[-1]
    shown, words = request.body["messages"][-1]["content"]
    assert (shown["type"], request.objections) == ("image", ())
    assert "[image: screen.png]" in words["text"] and "[file: a.log]\n<untrusted" in words["text"]
    assert "ERROR 0x80070005" in words["text"]
    assert "9f8e7d6c" not in request.text


def test_an_account_may_keep_its_images_from_the_copilot(
    desk: Desk, claude: AnthropicServer, heard: EventListener
) -> None:
    picture = attaches(desk.junior, None)
    expect(desk.owner.patch("/account", settings={"images": False}), 200)
    claude.script(text("Please describe it."))
    desk.junior.opens_session(attachment_ids=[picture["id"]])
    heard.wait_for("reply_finished")
    (content,) = [claude.requests[-1].body["messages"][-1]["content"]]
    assert isinstance(content, str) and "[image: screen.png]" in content


def job_of(desk: Desk, attachment: dict[str, Any]) -> OutboxRow:
    jobs = desk.rows(select(OutboxRow).where(OutboxRow.name == Job.ATTACHMENT_EXPIRE))
    return next(job for job in jobs if job.args == {"attachment_id": attachment["id"]})


def stored(workers: Workers, attachment: Attachment) -> list[bool]:
    def has(key: str) -> bool:
        try:
            return bool(workers.context.files.get(key))
        except FileMissing:
            return False

    return [has(key) for key in attachment.keys]


def make_old(desk: Desk, attachment: dict[str, Any]) -> Attachment:
    """As if it had been uploaded a day ago, and its job were due."""
    row_id, a_day_ago = UUID(attachment["id"]), clock.now() - timedelta(hours=25)
    desk._change(Attachment, row_id, created_at=a_day_ago)
    desk._change(OutboxRow, job_of(desk, attachment).id, due=clock.now(), not_before=None)
    (row,) = desk.rows(select(Attachment).where(Attachment.id == row_id))
    found: Attachment = row
    return found


def test_an_upload_that_no_message_used_is_removed_after_a_day(desk: Desk, workers: Workers) -> None:
    row = make_old(desk, attaches(desk.junior, None, image(2_000, 1_000)))
    assert len(row.keys) == 3
    assert eventually(lambda: desk.rows(select(Attachment)) == [])
    assert stored(workers, row) == [False, False, False]


def test_an_upload_that_a_message_uses_stays(desk: Desk, workers: Workers, claude: AnthropicServer) -> None:
    claude.script(text("Noted."))
    attachment = attaches(desk.junior, None)
    desk.junior.opens_session(attachment_ids=[attachment["id"]])
    row = make_old(desk, attachment)
    assert eventually(lambda: job_of(desk, attachment).state == "done")
    assert stored(workers, row) == [True]


def test_what_its_uploader_removes_leaves_the_store(desk: Desk, workers: Workers) -> None:
    attachment = attaches(desk.junior, None)
    (row,) = desk.rows(select(Attachment))
    expect(desk.junior.send("DELETE", f"/ai-sessions/attachments/{attachment['id']}"), 204)
    assert eventually(lambda: desk.rows(select(Attachment)) == [])
    assert stored(workers, row) == [False]
