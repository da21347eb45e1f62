"""The steps of a session: its pages, and look-ups of single steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, RowMapping, Select, bindparam, exists, func, or_, select

from models.ai_session import AiSession
from models.core.database.tables import JsonObject
from models.core.errors import Invalid
from models.core.unit_of_work import db_session
from models.queries.session_rows import SessionRow
from models.reply import Reply
from models.step import Step, StepKind
from models.suggested_fix import SuggestedFix
from models.user import User

# The highest value of PostgreSQL's integer, which is above every index.
_HIGHEST = 2_147_483_647
# So many messages are written at most between two answers of the copilot.
_MOST_SEARCHED = 20

MOST_BYTES_TO_READ = 250_000
"""Of steps that one prompt is made from: more than fits into it, and little enough to be searched for secrets."""


@dataclass
class Author:
    id: UUID
    name: str


@dataclass
class StepRow:
    """A step as a page shows it."""

    id: UUID
    index: int
    kind: str
    content: str
    data: JsonObject
    created_at: datetime
    author: Author | None


@dataclass(frozen=True)
class StepPage:
    """A page of steps, oldest first.

    `next_cursor` is the index of its last step, None if no step follows; `previous_cursor` is the index of its first
    step, None if no step precedes.
    """

    items: Sequence[StepRow]
    next_cursor: str | None
    previous_cursor: str | None


def steps_of(ai_session_id: UUID, *, limit: int, cursor: str | None = None, before: str | None = None) -> StepPage:
    """The steps after `cursor` (None: from the first one), or the page that ends before `before`.

    Raises Invalid (422) for a cursor that is not an index.
    """
    if before:
        return _steps_before(ai_session_id, _index(before), limit=limit)
    values = {"ai_session_id": ai_session_id, "place": _index(cursor) if cursor else 0, "most": limit + 1}
    read = _rows(_page(backwards=False), values)
    return _step_page(read[:limit], has_more=len(read) > limit)


def newest_steps_of(ai_session_id: UUID, *, limit: int) -> StepPage:
    """The last page."""
    return _steps_before(ai_session_id, None, limit=limit)


def all_steps(ai_session: AiSession) -> Sequence[Step]:
    """Oldest first."""
    return db_session().scalars(_steps(ai_session).order_by(Step.index)).all()


def steps_to_read(ai_session: AiSession | SessionRow, *, most_bytes: int = MOST_BYTES_TO_READ) -> Sequence[Step]:
    """The steps that a prompt is made from, oldest first: the first one, all actions, and the newest of the others.

    Of a very long session the older messages are left out, so that neither memory nor time grows with its length.
    """
    newest_first = func.sum(func.octet_length(Step.content)).over(order_by=Step.index.desc())
    sized = select(Step.id, Step.index, Step.kind, newest_first.label("so_far"))
    sized_steps = sized.where(Step.ai_session_id == ai_session.id).subquery()
    columns = sized_steps.c
    is_read = or_(columns.so_far <= most_bytes, columns.index == 1, columns.kind == StepKind.ACTION)
    chosen = select(columns.id).where(is_read)
    return db_session().scalars(_steps(ai_session).where(Step.id.in_(chosen)).order_by(Step.index)).all()


def newest_step(ai_session: AiSession, kinds: Collection[str], *, fix_id: UUID | None = None) -> Step | None:
    """The last step whose `data.kind` is one of `kinds`; with `fix_id`, the last one about this fix."""
    query = _steps(ai_session).where(Step.data["kind"].astext.in_(kinds))
    if fix_id:
        query = query.where(Step.data["fix_id"].astext == str(fix_id))
    return db_session().scalars(query.order_by(Step.index.desc()).limit(1)).one_or_none()


def said_before(step: Step, words: str) -> Step | None:
    """The last message or note of a person before `step` that contains `words`, else their last message."""
    earlier = select(Step).where(Step.ai_session_id == step.ai_session_id, Step.index < step.index)
    theirs = earlier.where(Step.kind.in_((StepKind.USER_MESSAGE, StepKind.NOTE))).order_by(Step.index.desc())
    found = db_session().scalars(theirs.limit(_MOST_SEARCHED)).all()
    wanted = _plain(words)
    holding = (one for one in found if wanted in _plain(one.content))
    return next(holding, None) or next((one for one in found if one.kind == StepKind.USER_MESSAGE), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def has_consequences(step: Step) -> bool:
    """Whether anything followed from `step`: a later step, a newer fix, or a reply that began after it.

    The text of a reply that began earlier does not count, because the copilot had not read `step`.
    """
    written = exists().where(
        Step.ai_session_id == step.ai_session_id,
        Step.index > step.index,
        Step.kind != StepKind.ASSISTANT_MESSAGE,
    )
    proposed = exists().where(
        SuggestedFix.ai_session_id == step.ai_session_id, SuggestedFix.created_at > step.created_at
    )
    begun = exists().where(Reply.ai_session_id == step.ai_session_id, Reply.started_at > step.created_at)
    return bool(db_session().scalar(select(or_(written, proposed, begun))))


def _steps(ai_session: AiSession | SessionRow) -> Select[Step]:
    return select(Step).where(Step.ai_session_id == ai_session.id)


def _steps_before(ai_session_id: UUID, index: int | None, *, limit: int) -> StepPage:
    values = {"ai_session_id": ai_session_id, "place": _HIGHEST if index is None else index, "most": limit}
    return _step_page(_rows(_page(backwards=True), values)[::-1], has_more=index is not None)


def _rows(statement: Select[Any], values: Mapping[str, Any]) -> list[StepRow]:
    return [_row(found) for found in db_session().execute(statement, values).mappings()]


def _row(found: RowMapping) -> StepRow:
    values = dict(found)
    author_id, name = values.pop("author_id"), values.pop("name")
    return StepRow(**values, author=Author(author_id, name) if author_id else None)


@lru_cache
def _page(*, backwards: bool) -> Select[Any]:
    steps, users, place = Step.__table__, User.__table__, bindparam("place", type_=Integer())
    columns = (steps.c[name] for name in ("id", "index", "kind", "content", "data", "created_at", "author_id"))
    rows = select(*columns, users.c.name).outerjoin(users, users.c.id == steps.c.author_id)
    rows = rows.where(steps.c.ai_session_id == bindparam("ai_session_id"))
    rows = rows.where(steps.c.index < place if backwards else steps.c.index > place)
    return rows.order_by(steps.c.index.desc() if backwards else steps.c.index).limit(bindparam("most", type_=Integer()))


def _step_page(steps: Sequence[StepRow], *, has_more: bool) -> StepPage:
    """The cursors follow from the indexes alone, because a session's steps begin with 1 and have no gap."""
    if not steps:
        return StepPage([], None, None)
    first, last = steps[0].index, steps[-1].index
    return StepPage(steps, str(last) if has_more else None, str(first) if first > 1 else None)


def _index(cursor: str) -> int:
    if not cursor.isdecimal() or len(cursor) > 9:
        raise Invalid(detail={"cursor": ["This is not a cursor of ours."]})
    return int(cursor)
