"""What the replies of a chat and of the script builder share: Stop, and the text on its way to the browsers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from models.reply import Reply
from models.script_session import ScriptMessage
from prompts.marker_tags import TAGS
from tasks.actors.deltas import Deltas
from tasks.integrations.assistant import ConnectionFailed, Dropped, VisibleText
from tasks.running import RunningJob

# How often the row is read to see whether Stop was pressed, in case Redis has lost the flag.
LOOK_AT_ROW_SECONDS = 2.0

Done = TypeVar("Done")
WrittenRow = TypeVar("WrittenRow", Reply, ScriptMessage)


def publish_text(deltas: Deltas, pieces: Iterable[VisibleText | Done]) -> Done:
    """Publish the text of a reply while it arrives, and return what ends it.

    Raises AssistantError from `pieces`, and ConnectionFailed if they end without a result.
    """
    deltas.begin()
    try:
        for piece in pieces:
            if isinstance(piece, VisibleText):
                deltas.add(piece.text)
            else:
                return piece
    finally:
        deltas.send()
    raise ConnectionFailed


def stop_check(job: RunningJob, table: type[WrittenRow], row_id: UUID) -> Callable[[], bool]:
    """A function that says whether Stop was pressed: it reads the flag in Redis, and every two seconds the row."""
    looked_at = time.monotonic()

    def is_stopped() -> bool:
        nonlocal looked_at
        if job.context.stop_flags.is_raised_for(row_id):
            return True
        if time.monotonic() - looked_at < LOOK_AT_ROW_SECONDS:
            return False
        looked_at = time.monotonic()
        with job.transaction() as unit:
            return unit.db_session.get_one(table, row_id).is_cancel_requested

    return is_stopped


def tag_and_reason(dropped: Dropped) -> tuple[str, str]:
    """How a dropped marker is counted; a model may invent any number of tags, which count as one."""
    return dropped.tag if dropped.tag in TAGS else "other", str(dropped.reason)
