"""Cases and the drafts of cases, as rows and as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Uuid, column, func, select

from models.ai_session import AiSession
from models.case import Case, CaseDraft, CaseStatus
from models.core.database.tables import JsonObject
from models.core.errors import NotFound
from models.core.paging import Page, page_of
from models.core.unit_of_work import current, db_session
from models.preview import PreviewStatus
from models.queries.session_rows import SessionRow


@dataclass(frozen=True, kw_only=True)
class CaseDraftView:
    """As `PreviewView`; `content` has the fields of `CaseText`."""

    status: PreviewStatus
    state_version: int | None = None
    stale: bool = False
    content: JsonObject | None = None
    error: str | None = None
    provider_label: str | None = None
    model: str | None = None
    generated_at: datetime | None = None


def draft_of(ai_session_id: UUID) -> CaseDraft | None:
    return db_session().scalars(select(CaseDraft).where(CaseDraft.ai_session_id == ai_session_id)).one_or_none()


def draft_view_of(ai_session: AiSession | SessionRow) -> CaseDraftView:
    draft = draft_of(ai_session.id)
    return view_of_draft(draft, ai_session) if draft else CaseDraftView(status=PreviewStatus.NONE)


def view_of_draft(draft: CaseDraft, ai_session: AiSession | SessionRow) -> CaseDraftView:
    version = draft.state_version
    return CaseDraftView(
        status=PreviewStatus(draft.status),
        state_version=draft.requested_version if version is None else version,
        stale=version is not None and version != ai_session.state_version,
        content=draft.content,
        error=draft.error,
        provider_label=draft.provider_label,
        model=draft.model,
        generated_at=draft.generated_at,
    )


def case_of(ai_session_id: UUID) -> Case | None:
    """The session's case, also one that is withheld."""
    return db_session().scalars(select(Case).where(Case.ai_session_id == ai_session_id)).one_or_none()


def cases(*, q: str | None, limit: int, cursor: str | None) -> Page[Case]:
    """The account's cases, newest first.  `q`: words, all of which a case has; the last may be a beginning.

    Raises Invalid (422) for a cursor that is not ours.
    """
    wanted = _stored()
    if q is not None:
        found = func.search_cases(q).table_valued(column("case_id", Uuid))
        wanted = wanted.where(Case.id.in_(select(found.c.case_id)))
    return page_of(wanted, Case, limit=limit, cursor=cursor)


def readable_case(case_id: UUID) -> Case:
    """Everybody in the account may read it.  Raises NotFound, also for one that is withheld."""
    case = db_session().scalars(_stored().where(Case.id == case_id)).one_or_none()
    if case is None:
        raise NotFound
    return case


def named_after(fix_key: str, *, apart_from: UUID, most: int = 20) -> list[Case]:
    """The account's cases whose fix has this name, of other sessions, locked so that a trial can be noted."""
    named = _stored().where(Case.fix_key == fix_key, Case.ai_session_id != apart_from)
    return list(db_session().scalars(named.order_by(Case.id).limit(most).with_for_update(of=Case)))


def _stored() -> Select[Case]:
    return select(Case).where(Case.account_id == current().account_id, Case.status == CaseStatus.STORED)
