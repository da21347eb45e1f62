"""The documentation of a session as one user sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.documentation import Documentation, Section, Sections, whole
from models.queries.session_rows import SessionRow
from models.queries.time_spent import proposed_minutes
from models.user import User
from models.write_up import NONE, WriteUp


@dataclass(frozen=True, kw_only=True)
class WriteUpView:
    """What the documentation and the client update have in common for a reader."""

    status: str
    content: str | None
    draft: str | None
    state_version: int | None
    stale: bool
    edited_by: User | None
    edited_at: datetime | None
    error: str | None
    provider_label: str | None
    can_edit: bool


@dataclass(frozen=True, kw_only=True)
class DocumentationView(WriteUpView):
    sections: Sections
    draft_sections: Sections | None
    missing: list[str]
    """The sections without a text."""
    time_spent_minutes: int
    is_time_proposed: bool


def documentation_view(ai_session: AiSession | SessionRow, *, by: User) -> DocumentationView:
    """`time_spent_minutes` is the proposal from activity until a person has set it."""
    query = select(Documentation).where(Documentation.ai_session_id == ai_session.id)
    return view_of_documentation(ai_session, db_session().scalars(query).one_or_none(), by=by)


def view_of_documentation(
    ai_session: AiSession | SessionRow, row: Documentation | None, *, by: User
) -> DocumentationView:
    minutes = row.time_spent_minutes if row else None
    sections = whole(row.sections if row else {})
    return DocumentationView(
        **view_of_write_up(ai_session, row, by=by),
        sections=sections,
        draft_sections=whole(row.draft_sections) if row and row.draft_sections else None,
        missing=[str(section) for section in Section if row and not sections[section].strip()],
        time_spent_minutes=proposed_minutes(ai_session.id) if minutes is None else minutes,
        is_time_proposed=minutes is None,
    )


def view_of_write_up(ai_session: AiSession | SessionRow, row: WriteUp | None, *, by: User) -> dict[str, Any]:
    """The fields of `WriteUpView`."""
    return {
        "status": row.status if row else NONE,
        "content": row.content if row else None,
        "draft": row.draft if row else None,
        "state_version": row.state_version if row else None,
        "stale": bool(row and row.content is not None and _is_stale(ai_session, row)),
        "edited_by": row.edited_by if row else None,
        "edited_at": row.edited_at if row else None,
        "error": row.error if row else None,
        "provider_label": (row.written_by or {}).get("provider_label") if row else None,
        "can_edit": by.is_engineer and ai_session.is_worked_by(by),
    }


def _is_stale(ai_session: AiSession | SessionRow, row: WriteUp) -> bool:
    return row.is_outdated or row.state_version != ai_session.state_version
