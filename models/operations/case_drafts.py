"""Requests, stores and gives up the draft of a session's case, by the rules of a preview (`operations.previews`).

A round has one job.  Its result is written by compare-and-set on the round, so a late or second result changes nothing.
Each function expects the session's row to be locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.case import CaseDraft, CaseText, case_text
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.jobs import Job, request
from models.operations.cases import may_keep, store_case, store_draft_as_case, withhold_case
from models.preview import PreviewStatus
from models.queries.cases import draft_of
from models.user import User


@dataclass(frozen=True, kw_only=True)
class WrittenDraft:
    """A draft and where it came from.  `state_version` is the session's when the job read it."""

    content: CaseText
    state_version: int
    cache_key: str
    prompt_hash: str
    provider: str
    provider_label: str
    model: str


def request_draft(ai_session: AiSession, *, by: User, cache_key: str, debounce: timedelta) -> CaseDraft:
    """Return the draft if it is up to date; otherwise start a round, unless one is pending."""
    draft = draft_of(ai_session.id) or _new(ai_session)
    draft.requested_version = ai_session.state_version
    if draft.needs_round(state_version=ai_session.state_version, cache_key=cache_key):
        _begin_round(draft, by_id=by.id, debounce=debounce)
    return draft


def conclude_case(
    ai_session: AiSession, given: JsonObject | None, *, is_withheld: bool, by: User, cache_key: str
) -> None:
    """The session has just been resolved: store the case in the person's wording, or withhold it.

    If the person said nothing about it, what the copilot drafts is stored, unless no person recorded what solved it
    or the case was withheld before.
    """
    if is_withheld:
        withhold_case(ai_session)
    elif given is not None:
        store_case(ai_session, case_text(given), by=by)
    elif may_keep(ai_session):
        _keep_draft(ai_session, by=by, cache_key=cache_key)


def _keep_draft(ai_session: AiSession, *, by: User, cache_key: str) -> None:
    """Store the draft, now or when its job has written it."""
    draft = request_draft(ai_session, by=by, cache_key=cache_key, debounce=timedelta())
    draft.is_kept = True
    if draft.status == PreviewStatus.READY:
        store_draft_as_case(draft, ai_session)


def save_draft(
    draft: CaseDraft, ai_session: AiSession, written: WrittenDraft, *, case_round: int, debounce: timedelta
) -> None:
    """Store the draft, unless the round is over; if somebody has asked for a newer state, begin the next round."""
    if not draft.is_awaiting(case_round):
        return
    content: JsonObject = {**written.content}
    for name, value in (vars(written) | {"content": content}).items():
        setattr(draft, name, value)
    draft.end_round()
    if draft.requested_version > written.state_version:
        _begin_round(draft, by_id=draft.requested_by_id, debounce=debounce)
        return
    if draft.is_kept:
        store_draft_as_case(draft, ai_session)
    events.preview_ready(draft)


def fail_draft(draft: CaseDraft, *, case_round: int, code: str) -> None:
    """End the round with an error's code, unless it is over."""
    if draft.is_awaiting(case_round):
        draft.fail_round(code)
        events.preview_ready(draft)


def _new(ai_session: AiSession) -> CaseDraft:
    draft = CaseDraft(
        account_id=ai_session.account_id, ai_session_id=ai_session.id, status=PreviewStatus.PENDING, round=0
    )
    db_session().add(draft)
    return draft


def _begin_round(draft: CaseDraft, *, by_id: UUID, debounce: timedelta) -> None:
    draft.begin_round(by_id=by_id)
    db_session().flush()
    request(Job.CASE_WRITE, due=clock.now() + debounce if debounce else None, draft_id=draft.id, case_round=draft.round)
