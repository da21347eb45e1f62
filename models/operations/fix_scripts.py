"""Draft the script of a fix, and decide how to use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, select

from models import events
from models.ai_session import AiSession
from models.core.database.tables import JsonObject
from models.core.graphemes import cut
from models.core.unit_of_work import db_session
from models.fix_transitions import Decision, check_decision
from models.operations.scripts import NewScript, create_script, note_use
from models.operations.steps import add_log_entry
from models.operations.suggested_fixes import record_applied
from models.queries.scripts import usable_script
from models.script import LONGEST_PURPOSE, LONGEST_TITLE, Script, ScriptSource
from models.script_session import NoDraft
from models.scripting.drafts import parameters_of
from models.scripting.guessing import language_of
from models.scripting.languages import ScriptLanguage
from models.scripting.lint import is_dangerous
from models.scripting.rendering import Rendered, render
from models.suggested_fix import Risk, SuggestedFix
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
    ai_session: AiSession,
    fix: SuggestedFix,
    script: str,
    parameters: Sequence[JsonObject],
    *,
    language: ScriptLanguage | None = None,
    by: User,
) -> SuggestedFix:
    """Replace the fix's drafted script; the fix counts as applied only once the engineer applies it.

    `language`: None keeps the one that the draft was written in, unless the new text looks like another one.
    A script that the lint calls dangerous makes the fix's risk high.  The same draft again changes nothing.
    Expects the session's row to be locked.  Raises SessionClosed, FixTerminal (409).
    """
    ai_session.check_open()
    if fix.draft(script, list(parameters), language or _kept_language(fix, script)):
        if is_dangerous(script, fix.script_language):
            fix.risk = Risk.HIGH
        add_log_entry(ai_session, f"{by.name} drafted a script: {fix.title}", kind=DRAFTED, by=by, **_about(fix))
        _changed(ai_session, fix)
    return fix


def rendered_draft(fix: SuggestedFix, values: Mapping[str, object]) -> Rendered:
    """The fix's drafted script with these values, which are not stored.

    Raises NoDraft (409), ValueRefused (422).
    """
    script = fix.ai_drafted_script
    if not script:
        raise NoDraft
    return render(fix.script_language, script, parameters_of(script, fix.ai_drafted_parameters or []), values)


def decide(
    ai_session: AiSession, fix: SuggestedFix, decision: Decision, *, script_id: UUID | None, by: User
) -> SuggestedFix:
    """Record how the engineer uses the script.

    A used template was run, so that it also applies the fix, and counts as a use of the template.  A draft that is to
    be kept becomes a script of the library, once for each fix.  The same decision again changes nothing.
    Expects the session's row to be locked.
    Raises SessionClosed, FixTerminal (409), Invalid (422), NotFound (404) for a script that the library does not have.
    """
    ai_session.check_open()
    check_decision(fix.status, decision, script_id)
    title = usable_script(script_id).title if script_id else None
    was_applied = fix.applied_at is not None
    if fix.decide(decision, script_id, script_title=title):
        if script_id:
            note_use(script_id)
        if decision == Decision.DRAFT_TEMPLATE:
            _keep_draft(ai_session, fix, by=by)
        _record(ai_session, fix, decision, by=by)
        if fix.applied_at and not was_applied:
            record_applied(ai_session, fix, by=by)
        else:
            _changed(ai_session, fix)
    return fix


def _kept_language(fix: SuggestedFix, script: str) -> str | None:
    looks_the_same = language_of(script) == language_of(fix.ai_drafted_script or "")
    return fix.ai_drafted_language if looks_the_same else None


def _record(ai_session: AiSession, fix: SuggestedFix, decision: Decision, *, by: User) -> None:
    used = f"used \u201c{fix.script_title}\u201d from the library" if fix.script_title else _WORDS[decision]
    words = f"{by.name} {used}: {fix.title}"
    add_log_entry(ai_session, words, kind=DECIDED, by=by, decision=str(decision), **_about(fix))


def _keep_draft(ai_session: AiSession, fix: SuggestedFix, *, by: User) -> None:
    """Keep the drafted script in the library, unless it was kept before.

    The lock of the session's row makes a second decision wait, so that it finds the script of the first.
    """
    body = fix.ai_drafted_script
    kept = exists().where(Script.source_fix_id == fix.id, Script.source_kind == ScriptSource.FIX)
    if not body or db_session().scalar(select(kept)):
        return
    new = NewScript(
        title=cut(" ".join(fix.title.split()), LONGEST_TITLE),
        purpose=cut(fix.rationale, LONGEST_PURPOSE),
        language=fix.script_language,
        body=body,
        parameters=parameters_of(body, fix.ai_drafted_parameters or []),
        source_kind=ScriptSource.FIX,
        source_ai_session_id=ai_session.id,
        source_fix_id=fix.id,
    )
    create_script(new, by=by)


def _about(fix: SuggestedFix) -> dict[str, str]:
    return {"fix_id": str(fix.id), "status": fix.status}


def _changed(ai_session: AiSession, fix: SuggestedFix) -> None:
    ai_session.bump_state_version()
    events.fix_changed(fix)
