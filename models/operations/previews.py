"""Requests, stores and gives up the previews of a session's resolution note and escalation package.

A round has one job.  Its result is written by compare-and-set on the round, so a late or second result changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.unit_of_work import db_session
from models.jobs import Job, request
from models.preview import Preview, PreviewKind, PreviewStatus
from models.queries.previews import preview_of
from models.user import User


@dataclass(frozen=True, kw_only=True)
class WrittenPreview:
    """A text and where it came from.  `state_version` is the session's when the job read it."""

    content: str
    state_version: int
    cache_key: str
    prompt_hash: str
    provider: str
    provider_label: str
    model: str


def request_preview(
    ai_session: AiSession, kind: PreviewKind, *, by: User, cache_key: str, debounce: timedelta
) -> Preview:
    """Return the preview if it is up to date; otherwise start a round, unless one is pending.

    A closed session has previews too: closing it may have made them stale.  Expects the session's row to be locked.
    """
    preview = preview_of(ai_session, kind) or _new(ai_session, kind)
    preview.requested_version = ai_session.state_version
    if preview.needs_round(state_version=ai_session.state_version, cache_key=cache_key):
        _begin_round(preview, by_id=by.id, debounce=debounce)
    return preview


def store_preview(preview: Preview, written: WrittenPreview, *, preview_round: int, debounce: timedelta) -> None:
    """Store the text, unless the round is over.  If somebody asked for a newer state meanwhile, begin the next round.

    Expects the session's row to be locked.
    """
    if not preview.is_awaiting(preview_round):
        return
    for name, value in vars(written).items():
        setattr(preview, name, value)
    preview.end_round()
    if preview.requested_version > written.state_version:
        _begin_round(preview, by_id=preview.requested_by_id, debounce=debounce)
    else:
        events.preview_ready(preview)


def fail_preview(preview: Preview, *, preview_round: int, code: str) -> None:
    """End the round with an error's code, unless it is over.  Expects the session's row to be locked."""
    if preview.is_awaiting(preview_round):
        preview.fail_round(code)
        events.preview_ready(preview)


def _new(ai_session: AiSession, kind: PreviewKind) -> Preview:
    preview = Preview(
        account_id=ai_session.account_id, ai_session_id=ai_session.id, kind=kind, status=PreviewStatus.PENDING, round=0
    )
    db_session().add(preview)
    return preview


def _begin_round(preview: Preview, *, by_id: UUID, debounce: timedelta) -> None:
    preview.begin_round(by_id=by_id)
    db_session().flush()
    request(Job.PREVIEW_WRITE, due=clock.now() + debounce, preview_id=preview.id, preview_round=preview.round)
