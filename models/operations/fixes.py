"""Propose a fix, apply it, record what it did (the rules are in `models.suggested_fix`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import events
from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.operations.confidence import update_confidence
from models.operations.steps import add_step
from models.queries.ai_sessions import active_fix_of, fixes_of
from models.step import Step, StepKind
from models.suggested_fix import FixStatus, SuggestedFix
from models.user import User

_IN_WORDS = {
    FixStatus.APPLIED_PENDING: "Waiting to verify",
    FixStatus.APPLIED_PARTIAL: "Partly worked",
    FixStatus.APPLIED_SUCCESS: "Worked",
    FixStatus.APPLIED_FAILED: "Did not work",
    FixStatus.DISMISSED: "Dismissed",
}


@dataclass(frozen=True, kw_only=True)
class ProposedFix:
    """`risk` is low, medium or high; `script` is what the copilot drafted for it, to be read before it is run."""

    title: str
    rationale: str
    steps: Sequence[str]
    risk: str
    script: str | None = None


def propose_fix(ai_session: AiSession, proposed: ProposedFix, *, step: Step) -> SuggestedFix:
    """A new fix is the active one; an older one is superseded only if it was never applied."""
    for older in fixes_of(ai_session):
        if older.status == FixStatus.PROPOSED and older.applied_at is None:
            older.supersede()
            events.fix_changed(older)
    fix = SuggestedFix(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        title=proposed.title,
        rationale=proposed.rationale,
        steps=list(proposed.steps),
        risk=proposed.risk,
        ai_drafted_script=proposed.script,
        proposed_by_step_id=step.id,
    )
    db_session().add(fix)
    db_session().flush()
    events.fix_changed(fix)
    return fix


def apply_fix(ai_session: AiSession, fix: SuggestedFix, *, by: User) -> SuggestedFix:
    """The engineer tries it: stamps `applied_at`.  Again: same answer, nothing changes.

    Expects the session's row to be locked.  Raises SessionClosed, FixTerminal, AlreadyApplied (409).
    """
    ai_session.check_open()
    if fix.apply():
        _record_change(ai_session, fix, f"Applied: {fix.title}", by=by, kind="fix_applied")
    return fix


def record_outcome(
    ai_session: AiSession, fix: SuggestedFix, outcome: FixStatus, *, notes: str | None, by: User
) -> SuggestedFix:
    """What the fix did.  The same non-terminal outcome again replaces its notes.

    Expects the session's row to be locked.  Raises SessionClosed, FixTerminal (409), Invalid (422).
    """
    ai_session.check_open()
    fix.record(outcome, notes=notes)
    words = f"{_IN_WORDS[outcome]}: {fix.title}"
    _record_change(ai_session, fix, words, by=by, kind="fix_outcome", notes=(notes or "").strip() or None)
    return fix


def confirm_pending(ai_session: AiSession, *, by: User) -> None:
    """Resolving says that what was waited for worked: a pending active fix becomes a success."""
    fix = active_fix_of(ai_session)
    if fix and fix.status == FixStatus.APPLIED_PENDING:
        record_outcome(ai_session, fix, FixStatus.APPLIED_SUCCESS, notes=None, by=by)


def _record_change(
    ai_session: AiSession, fix: SuggestedFix, words: str, *, by: User, kind: str, notes: str | None = None
) -> None:
    data = {"kind": kind, "fix_id": str(fix.id), "status": fix.status, "notes": notes}
    add_step(ai_session, StepKind.ACTION, words, by=by, data=data)
    ai_session.move_on()
    update_confidence(ai_session)
    events.fix_changed(fix)
