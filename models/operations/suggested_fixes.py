"""Propose a fix, apply it, record its outcome, undo an outcome.  `models.fix_transitions` holds the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.audit_entry import AuditAction
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.fix_transitions import (
    APPLIED,
    OUTCOME,
    UNDO_WINDOW,
    UNDONE,
    FixStatus,
    TooLate,
    check_not_terminal,
    check_reminder,
)
from models.operations import audit, cases
from models.operations.confidence import update_confidence
from models.operations.fix_reminders import request_reminder
from models.operations.fix_results import causes_of, take_back, weigh_result
from models.operations.steps import add_step
from models.queries.steps import has_consequences, newest_step
from models.queries.suggested_fixes import active_fix_of, fixes_of
from models.step import Step, StepKind
from models.suggested_fix import SuggestedFix
from models.user import User

_WORDS = {
    FixStatus.APPLIED_PENDING: "Waiting to verify",
    FixStatus.APPLIED_PARTIAL: "Partly worked",
    FixStatus.APPLIED_SUCCESS: "Worked",
    FixStatus.APPLIED_FAILED: "Did not work",
    FixStatus.DISMISSED: "Dismissed",
}


@dataclass(frozen=True, kw_only=True)
class ProposedFix:
    """`risk` is low, medium or high; `script` is the copilot's draft, which the engineer reads before running it.

    `causes` are the words of the session's hypotheses that it is for.
    """

    title: str
    rationale: str
    steps: Sequence[str]
    risk: str
    script: str | None = None
    causes: Sequence[str] = ()
    guide_id: str | None = None
    guide_fix_id: str | None = None


def propose_fix(ai_session: AiSession, proposed: ProposedFix, *, step: Step) -> SuggestedFix:
    """Add the fix, which becomes the active one.  It supersedes the older fixes that were never applied.

    A fix whose outcome the engineer has reported in the chat was applied, even if nobody clicked so.
    """
    for older in fixes_of(ai_session):
        if older.is_untried:
            older.supersede()
            events.fix_changed(older)
    causes = causes_of(ai_session, proposed.causes, guide_id=proposed.guide_id, guide_fix_id=proposed.guide_fix_id)
    fix = SuggestedFix(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        title=proposed.title,
        rationale=proposed.rationale,
        steps=list(proposed.steps),
        risk=proposed.risk,
        ai_drafted_script=proposed.script,
        proposed_by_step_id=step.id,
        hypothesis_ids=[str(one.id) for one in causes] or None,
        guide_id=proposed.guide_id,
        guide_fix_id=proposed.guide_fix_id,
    )
    db_session().add(fix)
    db_session().flush()
    events.fix_changed(fix)
    return fix


def apply_fix(ai_session: AiSession, fix: SuggestedFix, *, by: User) -> SuggestedFix:
    """Record that the engineer tries the fix.  A repeated call gives the same answer and changes nothing.

    Expects the session's row to be locked.  Raises SessionClosed, FixTerminal, AlreadyApplied (409).
    """
    ai_session.check_open()
    if fix.apply():
        record_applied(ai_session, fix, by=by)
    return fix


def record_applied(ai_session: AiSession, fix: SuggestedFix, *, by: User) -> None:
    """Add to the record that the fix, whose `applied_at` has just been set, is being tried."""
    _record_change(ai_session, fix, f"Applied: {fix.title}", by=by, data={"kind": APPLIED, "notes": None})


class Unchanged(Enum):
    """The type of `UNCHANGED`."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def record_outcome(
    ai_session: AiSession,
    fix: SuggestedFix,
    outcome: FixStatus,
    *,
    notes: str | None,
    remind_at: datetime | Unchanged | None = UNCHANGED,
    by: User,
) -> SuggestedFix:
    """Record what the fix did.  Recording the same non-terminal outcome again replaces its notes.

    A fix that waits for verification keeps its reminder unless `remind_at` is another time or None; every other
    outcome ends the reminder.  Expects the session's row to be locked.
    Raises SessionClosed, FixTerminal (409), Invalid (422).
    """
    ai_session.check_open()
    if isinstance(remind_at, datetime):
        check_not_terminal(fix.status)
        check_reminder(outcome, remind_at)
    elif remind_at is UNCHANGED and outcome == FixStatus.APPLIED_PENDING:
        remind_at = fix.remind_at
    else:
        remind_at = None
    _record_outcome(ai_session, fix, outcome, notes=notes, remind_at=remind_at, by=by)
    return fix


def undo_outcome(ai_session: AiSession, fix: SuggestedFix, *, by: User) -> SuggestedFix:
    """Undo the outcome that `by` has just recorded; the steps of both stay.

    A repeated call gives the same answer and changes nothing.  Expects the session's row to be locked.
    Raises TooLate (409) for another person's outcome, after 15 s, and once something has followed from it.
    """
    last = newest_step(ai_session, (OUTCOME, UNDONE), fix_id=fix.id)
    if last is None or last.author_id != by.id:
        raise TooLate
    if last.data["kind"] == UNDONE:
        return fix
    if clock.now() - last.created_at > UNDO_WINDOW or "before" not in last.data or has_consequences(last):
        raise TooLate
    audit.record(AuditAction.OUTCOME_TAKEN_BACK, fix, by=by, ai_session_id=str(ai_session.id), outcome=fix.status)
    _restore(ai_session, fix, last, by=by)
    return fix


def confirm_pending(ai_session: AiSession, *, by: User) -> None:
    """Resolving the session confirms the active fix: if it is pending, it becomes a success."""
    fix = active_fix_of(ai_session)
    if fix and fix.status == FixStatus.APPLIED_PENDING:
        _record_outcome(ai_session, fix, FixStatus.APPLIED_SUCCESS, notes=None, by=by, by_resolving=True)


def unconfirm_pending(ai_session: AiSession, *, by: User) -> None:
    """Reopening the session makes the fix pending again that became a success by resolving.

    A success that a person recorded stays.
    """
    last = newest_step(ai_session, (OUTCOME, UNDONE))
    if last and last.data["kind"] == OUTCOME and last.data.get("by_resolving"):
        fix = db_session().get_one(SuggestedFix, UUID(last.data["fix_id"]))
        _restore(ai_session, fix, last, by=by)


def _record_outcome(
    ai_session: AiSession,
    fix: SuggestedFix,
    outcome: FixStatus,
    *,
    notes: str | None,
    by: User,
    remind_at: datetime | None = None,
    by_resolving: bool = False,
) -> None:
    before, reminder = fix.outcome_as_json(), fix.remind_at
    fix.record(outcome, notes=notes, remind_at=remind_at)
    if fix.remind_at != reminder:
        request_reminder(fix)
    data: JsonObject = {
        "kind": OUTCOME,
        "notes": (notes or "").strip() or None,
        "before": before,
        "by_resolving": by_resolving,
    }
    if weighed := weigh_result(ai_session, fix, by=by):
        data["weighed"] = weighed
    _record_change(ai_session, fix, f"{_WORDS[outcome]}: {fix.title}", by=by, data=data)
    cases.note_trial(ai_session, fix)


def _restore(ai_session: AiSession, fix: SuggestedFix, outcome: Step, *, by: User) -> None:
    words = f"Took back \u201c{_WORDS[FixStatus(fix.status)]}\u201d: {fix.title}"
    fix.restore(outcome.data["before"])
    take_back(outcome.data.get("weighed", []), fix, by=by)
    request_reminder(fix)
    data = {"kind": UNDONE, "notes": None, "outcome_step_id": str(outcome.id)}
    _record_change(ai_session, fix, words, by=by, data=data)
    cases.note_trial(ai_session, fix)


def _record_change(ai_session: AiSession, fix: SuggestedFix, words: str, *, by: User, data: JsonObject) -> None:
    data = {"fix_id": str(fix.id), "status": fix.status, **data}
    add_step(ai_session, StepKind.ACTION, words, by=by, data=data)
    ai_session.bump_state_version()
    update_confidence(ai_session)
    events.fix_changed(fix)
