"""A session as one person sees it: the row, and what belongs beside it, gathered for a whole page at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.core.paging import Page
from models.queries import access
from models.queries.ai_sessions import active_fixes, open_handoff_ids, unfinished_replies
from models.reply import Reply
from models.suggested_fix import SuggestedFix
from models.user import User


@dataclass(frozen=True)
class SessionView:
    row: AiSession
    active_fix: SuggestedFix | None
    reply: Reply | None
    open_handoff_id: UUID | None
    can_write: bool
    can_hand_off: bool


def views_of(rows: Sequence[AiSession], *, by: User) -> list[SessionView]:
    fixes, replies, handoffs = active_fixes(rows), unfinished_replies(rows), open_handoff_ids(rows)
    return [
        SessionView(
            row,
            active_fix=fixes.get(row.id),
            reply=replies.get(row.id),
            open_handoff_id=handoffs.get(row.id),
            can_write=access.may_write(row, by),
            can_hand_off=access.may_hand_off(row, by),
        )
        for row in rows
    ]


def view_of(row: AiSession, *, by: User) -> SessionView:
    return views_of([row], by=by)[0]


def page_of_views(page: Page[AiSession], *, by: User) -> Page[SessionView]:
    return Page(views_of(page.items, by=by), page.next_cursor)
