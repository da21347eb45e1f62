"""The signals of a session: in its messages, notes, text files and facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from models.ai_session import AiSession
from models.queries.attachments import attachments_by_step
from models.queries.facts import facts_of
from models.queries.session_rows import SessionRow
from models.queries.steps import steps_to_read
from models.session_signals import SessionSignal, signals_among

MOST_BYTES = 120_000
"""Of the newest steps that are read, so that the call stays short."""


def signals_of(ai_session: AiSession | SessionRow) -> list[SessionSignal[UUID | None]]:
    """In the order in which they first occur; `where` has the ids of the steps, and None for a fact without one."""
    return signals_among(_texts(ai_session))


def signal_views_of(ai_session: AiSession | SessionRow) -> list[dict[str, Any]]:
    """The same as `signals_of` with the ids of the steps alone, as the API returns it."""
    return [
        {"written": one.written, "step_ids": [step_id for step_id in one.where if step_id], "signals": one.signals}
        for one in signals_of(ai_session)
    ]


def _texts(ai_session: AiSession | SessionRow) -> Iterator[tuple[UUID | None, str]]:
    steps = steps_to_read(ai_session, most_bytes=MOST_BYTES)
    with_files = [step.id for step in steps if step.data.get("attachments")]
    files = attachments_by_step(with_files) if with_files else {}
    for step in steps:
        yield step.id, step.content
        for attachment in files.get(step.id, ()):
            yield step.id, attachment.extract or ""
    for fact in facts_of(ai_session):
        yield fact.step_id, fact.value
