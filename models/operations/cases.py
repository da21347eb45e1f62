"""Stores, withholds, edits and marks cases.  Each function about a session expects its row to be locked."""

from __future__ import annotations

from collections.abc import Callable

from models.ai_session import AiSession, SessionStatus
from models.case import FAILED, WORKED, Case, CaseDraft, CaseStatus, CaseText, Failure, case_text, fix_key_of
from models.case_names import CLIENT, Names
from models.core import clock
from models.core.redaction import Redactor
from models.core.unit_of_work import db_session
from models.fix_transitions import FixStatus
from models.queries.cases import case_of, draft_of, named_after
from models.queries.session_names import names_in
from models.queries.similar_cases import similar_to
from models.queries.suggested_fixes import fixes_of
from models.suggested_fix import SuggestedFix
from models.user import User

_RESULTS = {FixStatus.APPLIED_SUCCESS: WORKED, FixStatus.APPLIED_FAILED: FAILED}


def store_case(ai_session: AiSession, text: CaseText, *, by: User) -> Case:
    """Store the case in a person's wording, without secrets and names."""
    draft = draft_of(ai_session.id)
    if draft:
        draft.is_kept = False
    return _store(ai_session, text, by=by, draft=draft if draft and draft.content else None)


def store_draft_as_case(draft: CaseDraft, ai_session: AiSession) -> None:
    """Store what the job wrote, if it says what fixed the problem and the session is still resolved.

    A withheld case stays withheld.  A person's wording stays too; if it names the same fix, it has solved it again.
    """
    text, case = case_text(draft.content or {}), case_of(ai_session.id)
    if ai_session.status != SessionStatus.RESOLVED or not text["fix"].strip() or (case and case.is_withheld):
        return
    if case is None or case.edited_by_id is None:
        _store(ai_session, text, by=None, draft=draft)
    elif case.fix_key == fix_key_of(text["fix"]):
        case.solve(at=ai_session.closed_at or clock.now())


def withhold_case(ai_session: AiSession) -> None:
    """The desk does not keep the case of this session, whatever a job still writes, until a person sends one.

    The decision is a row even if there was no case, so that it outlives reopening the session.
    """
    draft, case = draft_of(ai_session.id), case_of(ai_session.id)
    if draft:
        draft.is_kept = False
    if case is None:
        case = _new(ai_session)
        case.write(case_text({"title": "", "problem": "", "fix": ""}))
        case.solve(at=ai_session.closed_at or clock.now())
        db_session().add(case)
    case.status = CaseStatus.WITHHELD


def mark_reopened(ai_session: AiSession) -> None:
    """The session was not solved after all: its case says so, and a draft that is still being written is not kept."""
    draft, case = draft_of(ai_session.id), case_of(ai_session.id)
    if draft:
        draft.is_kept = False
    if case:
        case.fail(Failure.REOPENED)


def may_keep(ai_session: AiSession) -> bool:
    """Whether a person recorded what solved it, without which there is nothing to keep, and nobody withheld it."""
    case = case_of(ai_session.id)
    if case and case.is_withheld:
        return False
    if (ai_session.resolution or "").strip():
        return True
    return any(fix.status == FixStatus.APPLIED_SUCCESS for fix in fixes_of(ai_session))


def edit_case(case: Case, changed: dict[str, object], *, by: User) -> Case:
    """Change the fields in `changed`; secrets in them are masked, and names taken out."""
    ai_session = db_session().get_one(AiSession, case.ai_session_id)
    case.write(_cleaned(case_text({**case.text, **changed}), ai_session), by=by)
    return case


def note_trial(ai_session: AiSession, fix: SuggestedFix) -> None:
    """Note at the cases that recommend this fix for such a problem what it did here; an outcome taken back is removed.

    The cases are found by the fix's name, and only those count that are similar to this session.
    """
    key = fix_key_of(fix.title)
    if not key:
        return
    named = named_after(key, apart_from=ai_session.id)
    if not named:
        return
    result = _RESULTS.get(FixStatus(fix.status))
    similar = {one.id for one in similar_to(ai_session, limit=20)} if result else set()
    for case in named:
        if case.id in similar or str(fix.id) in case.trials:
            case.note_trial(fix.id, result)


def _store(ai_session: AiSession, text: CaseText, *, by: User | None, draft: CaseDraft | None) -> Case:
    case = case_of(ai_session.id) or _new(ai_session)
    case.status = CaseStatus.STORED
    case.solve(at=ai_session.closed_at or clock.now())
    case.provider, case.model = (draft.provider, draft.model) if draft else (None, None)
    case.write(_cleaned(text, ai_session), by=by)
    db_session().add(case)
    return case


def _new(ai_session: AiSession) -> Case:
    return Case(account_id=ai_session.account_id, ai_session_id=ai_session.id, trials={})


def without_names(text: CaseText, names: Names) -> CaseText:
    """A kind of client that is nothing but its name is left out."""
    cleaned = _each(text, names.removed_from)
    if cleaned["client_kind"] == CLIENT:
        cleaned["client_kind"] = None
    return cleaned


def _cleaned(text: CaseText, ai_session: AiSession) -> CaseText:
    """Without secrets, addresses, phone numbers and names: everybody in the account reads a case, for years."""
    return without_names(_each(text, Redactor(contacts=True).redact), names_in(ai_session))


def _each(text: CaseText, change: Callable[[str], str]) -> CaseText:
    changed = {
        name: [change(one) for one in value] if isinstance(value, list) else value and change(str(value))
        for name, value in text.items()
    }
    return case_text(changed)
