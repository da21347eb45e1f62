"""The previews of a session, as rows and as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.preview import Preview, PreviewKind, PreviewStatus
from models.queries.session_rows import SessionRow


@dataclass(frozen=True, kw_only=True)
class PreviewView:
    """`state_version` is that of `content`; without content it is the requested one, None if nobody has asked.

    `stale`: the session has changed since `content` was written.
    """

    status: PreviewStatus
    state_version: int | None = None
    stale: bool = False
    content: str | None = None
    error: str | None = None
    provider_label: str | None = None
    model: str | None = None
    generated_at: datetime | None = None


def preview_of(ai_session: AiSession | SessionRow, kind: PreviewKind) -> Preview | None:
    query = select(Preview).where(Preview.ai_session_id == ai_session.id, Preview.kind == kind)
    return db_session().scalars(query).one_or_none()


def preview_view_of(ai_session: AiSession | SessionRow, kind: PreviewKind) -> PreviewView:
    preview = preview_of(ai_session, kind)
    return view_of(preview, ai_session) if preview else PreviewView(status=PreviewStatus.NONE)


def view_of(preview: Preview, ai_session: AiSession | SessionRow) -> PreviewView:
    version = preview.state_version
    return PreviewView(
        status=PreviewStatus(preview.status),
        state_version=preview.requested_version if version is None else version,
        stale=version is not None and version != ai_session.state_version,
        content=preview.content,
        error=preview.error,
        provider_label=preview.provider_label,
        model=preview.model,
        generated_at=preview.generated_at,
    )
