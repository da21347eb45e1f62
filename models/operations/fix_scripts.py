"""Draft the script of a fix, and decide how to use it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.core.database.tables import JsonObject
from models.fix_transitions import Decision
from models.operations.steps import add_log_entry
from models.operations.suggested_fixes import record_applied
from models.suggested_fix import SuggestedFix
from models.user import User

DRAFTED, DECIDED = "fix_drafted", "fix_decision"
"""The `data.kind` of the steps about a fix's script."""

_WORDS = {
    Decision.ONE_OFF: "chose to run the script once",
    Decision.DRAFT_TEMPLATE: "chose to run the script and keep it as a draft template",
    Decision.BUILD_TEMPLATE: "chose to build a template from the script",
    Decision.USED_TEMPLATE: "used a template from the library",
    Decision.DISMISSED: "chose not to use the script",
}


def draft_script(
    ai_session: AiSession, fix: SuggestedFix, script: str, parameters: Sequence[JsonObject], *, by: User
) -> SuggestedFix:
    """Replace the fix's drafted script; the fix counts as applied only once the engineer applies it.

    The same draft again changes nothing.  Expects the session's row to be locked.
    Raises SessionClosed, FixTerminal (409).
    """
    ai_session.check_open()
    if fix.draft(script, list(parameters)):
        add_log_entry(ai_session, f"{by.name} drafted a script: {fix.title}", kind=DRAFTED, by=by, **_about(fix))
        _changed(ai_session, fix)
    return fix


def decide(
    ai_session: AiSession, fix: SuggestedFix, decision: Decision, *, script_id: UUID | None, by: User
) -> SuggestedFix:
    """Record how the engineer uses the script.  A used template was run, so that it also applies the fix.

    The same decision again changes nothing.  Expects the session's row to be locked.
    Raises SessionClosed, FixTerminal (409), Invalid (422).
    """
    ai_session.check_open()
    was_applied = fix.applied_at is not None
    if fix.decide(decision, script_id):
        words = f"{by.name} {_WORDS[decision]}: {fix.title}"
        add_log_entry(ai_session, words, kind=DECIDED, by=by, decision=str(decision), **_about(fix))
        if fix.applied_at and not was_applied:
            record_applied(ai_session, fix, by=by)
        else:
            _changed(ai_session, fix)
    return fix


def _about(fix: SuggestedFix) -> dict[str, str]:
    return {"fix_id": str(fix.id), "status": fix.status}


def _changed(ai_session: AiSession, fix: SuggestedFix) -> None:
    ai_session.bump_state_version()
    events.fix_changed(fix)
