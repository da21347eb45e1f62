"""Open, edit, use and discard sessions of the script builder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.errors import Invalid
from models.core.graphemes import cut
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.operations.fix_scripts import draft_script
from models.operations.script_messages import UNTITLED, stop_script_message
from models.operations.scripts import NewScript, ScriptChanges, create_script, save_script
from models.queries.script_sessions import count_open, open_inline_session, unfinished_message
from models.queries.scripts import AnyScript, changeable_script
from models.queries.suggested_fixes import active_fix_of
from models.script import LONGEST_TITLE, Script, ScriptSource
from models.script_session import (
    MOST_OPEN,
    DraftConflict,
    NoDraft,
    ScriptMessage,
    ScriptReplyRunning,
    ScriptSession,
    ScriptSessionLimit,
    ScriptSessionOrigin,
    ScriptSessionStatus,
)
from models.scripting.drafts import ScriptDraft, draft_of
from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.suggested_fix import SuggestedFix
from models.user import User


@dataclass(frozen=True)
class OpenedScriptSession:
    """`stopped`: what the copilot was writing in the session that this one takes the place of."""

    row: ScriptSession
    is_new: bool
    stopped: ScriptMessage | None = None


@dataclass(frozen=True, kw_only=True)
class SavedAs:
    """`title`: None for the draft's; `tags`: None for none, or for those that the revised script has.

    `version`: of the script that is revised, as the person read it.
    """

    title: str | None = None
    tags: list[str] | None = None
    version: int | None = None


@dataclass(frozen=True)
class SavedScript:
    script: Script
    is_new: bool


def open_standalone(language: ScriptLanguage | None, script: AnyScript | None, *, by: User) -> ScriptSession:
    """Open a session of one's own, empty or with a script of the library as its first draft.

    The person's row is locked, so that the cap holds under any number of calls at once.
    Raises ScriptSessionLimit (409).
    """
    locked(User, by.id)
    if (count := count_open(by)) >= MOST_OPEN:
        raise ScriptSessionLimit(detail={"open": count})
    row = _new(by, title=script.title if script else UNTITLED, language=language or ScriptLanguage.POWERSHELL)
    if script:
        if isinstance(script, Script):
            row.script_id, row.script_version = script.id, script.version
        row.set_draft({**_draft_of_script(script)})
    current().add(row)
    return row


def open_inline(
    ai_session: AiSession, fix: SuggestedFix | None, language: ScriptLanguage | None, *, by: User
) -> OpenedScriptSession:
    """The person's session of the script builder for `fix`, or for the active fix, inside this AI session.

    A new one begins with the fix's drafted script.  At most one is open: one for another fix is ended, so that its
    script never gets into this fix.  Expects the AI session's row to be locked, which decides a race.
    Raises SessionClosed (409) if there is none and the AI session is closed.
    """
    fix = fix or active_fix_of(ai_session)
    stopped = None
    if (existing := open_inline_session(ai_session.id, by)) and locked(ScriptSession, existing.id).is_open:
        if ai_session.is_closed or fix is None or existing.fix_id in (None, fix.id):
            existing.fix_id = existing.fix_id or (fix.id if fix else None)
            return OpenedScriptSession(existing, is_new=False)
        stopped = abandon_script_session(existing)
        db_session().flush()
    ai_session.check_open()
    row = _new(by, title=fix.title if fix else UNTITLED, language=language or _language_of(fix))
    row.origin, row.ai_session_id, row.fix_id = ScriptSessionOrigin.PILOT_INLINE, ai_session.id, fix.id if fix else None
    if fix and fix.ai_drafted_script:
        row.set_draft({**_draft_of_fix(fix, ScriptLanguage(row.language))})
    current().add(row)
    return OpenedScriptSession(row, is_new=True, stopped=stopped)


def edit_script_session(script_session: ScriptSession, changes: dict[str, Any]) -> ScriptSession:
    """A person changes the title, the language or the script; a changed script is the next version of the draft.

    `changes` may name the `draft_version` that the person saw.  Expects the row to be locked.
    Raises ScriptSessionClosed, ScriptReplyRunning, DraftConflict (409).
    """
    script_session.check_open()
    script: dict[str, Any] | None = changes.get("script")
    if script is not None:
        _check_may_edit(script_session, changes.get("draft_version"))
    script_session.title = changes.get("title", script_session.title)
    script_session.language = changes.get("language", script_session.language)
    if script is not None:
        script_session.set_draft({**_edited(script_session, script)})
    script_session.touch()
    events.script_changed(script_session)
    return script_session


def abandon_script_session(script_session: ScriptSession) -> ScriptMessage | None:
    """Discard it; what the copilot is writing is stopped and returned.  Again: nothing changes.

    Expects the row to be locked.
    """
    if script_session.status == ScriptSessionStatus.ABANDONED:
        return None
    stopped = stop_script_message(script_session)
    script_session.status = ScriptSessionStatus.ABANDONED
    script_session.touch()
    events.script_changed(script_session)
    return stopped


def use_in_fix(
    script_session: ScriptSession, ai_session: AiSession, fix: SuggestedFix | None, *, by: User
) -> SuggestedFix:
    """Write the draft into the fix, or the active one, which does not apply it.  Expects both rows to be locked.

    Raises Invalid (422) without a script or a fix, ScriptSessionClosed, SessionClosed, FixTerminal,
    ScriptReplyRunning (409).
    """
    script_session.check_open()
    draft = script_session.draft
    if draft is None or not draft["body"].strip():
        raise Invalid("There is no script yet.", detail={"script": ["There is no script yet."]})
    check_not_writing(script_session)
    fix = fix or active_fix_of(ai_session)
    if fix is None:
        raise Invalid(detail={"fix_id": ["This session has no fix that a script can be for."]})
    language = ScriptLanguage(draft["language"])
    return draft_script(ai_session, fix, draft["body"], list(draft["parameters"]), language=language, by=by)


def save_to_library(script_session: ScriptSession, given: SavedAs, *, by: User) -> SavedScript:
    """Save the draft: as a new version of the script that is revised, or as a new script, which is a draft.

    A session that was saved already returns its script.  Expects the row to be locked.
    Raises NoDraft, ScriptSessionClosed, ScriptReplyRunning, VersionConflict (409), Invalid (422).
    """
    script = changeable_script(script_session.script_id) if script_session.script_id else None
    if script and script_session.status == ScriptSessionStatus.SAVED:
        return SavedScript(script, is_new=False)
    script_session.check_open()
    check_not_writing(script_session)
    draft = script_session.draft
    if draft is None or not draft["body"].strip():
        raise NoDraft
    if script is None:
        saved = create_script(_new_script(script_session, draft, given), by=by)
    else:
        if given.version is None:
            raise Invalid(detail={"version": ["Say which version of the script you change."]})
        saved = save_script(script, _changes(draft, given), version=given.version, by=by)
    script_session.script_id, script_session.status = saved.id, ScriptSessionStatus.SAVED
    script_session.title = saved.title
    script_session.touch()
    events.script_changed(script_session)
    return SavedScript(saved, is_new=script is None)


def _new_script(script_session: ScriptSession, draft: JsonObject, given: SavedAs) -> NewScript:
    content = {name: draft[name] for name in ("purpose", "language", "body", "parameters", "risk")}
    return NewScript(
        **content,
        title=given.title or draft["title"],
        tags=given.tags or (),
        source_kind=ScriptSource.BUILDER,
        source_ai_session_id=script_session.ai_session_id,
        source_fix_id=script_session.fix_id,
    )


def _changes(draft: JsonObject, given: SavedAs) -> ScriptChanges:
    content = {name: draft[name] for name in ("purpose", "language", "body", "parameters", "risk")}
    return ScriptChanges(**content, title=given.title or draft["title"], tags=given.tags)


def check_not_writing(script_session: ScriptSession) -> None:
    """Raises ScriptReplyRunning (409) while the copilot writes."""
    if unfinished_message(script_session.id):
        raise ScriptReplyRunning


def _check_may_edit(script_session: ScriptSession, seen: int | None) -> None:
    check_not_writing(script_session)
    if seen is not None and seen != script_session.draft_version:
        raise DraftConflict(detail={"draft_version": script_session.draft_version, "script": script_session.draft})


def _edited(script_session: ScriptSession, script: dict[str, Any]) -> ScriptDraft:
    before: JsonObject = script_session.draft or {}
    given = {**before, **script}
    return draft_of(
        title=given.get("title") or script_session.title,
        purpose=given.get("purpose") or "",
        language=ScriptLanguage(script.get("language") or script_session.language),
        body=given.get("body") or "",
        parameters=given.get("parameters") or [],
        risk=ScriptRisk(script.get("risk") or ScriptRisk.READS),
    )


def _draft_of_script(script: AnyScript) -> ScriptDraft:
    return draft_of(
        title=script.title,
        purpose=script.purpose,
        language=ScriptLanguage(script.language),
        body=script.body,
        parameters=script.parameters,
        risk=ScriptRisk(script.risk),
    )


def _draft_of_fix(fix: SuggestedFix, language: ScriptLanguage) -> ScriptDraft:
    return draft_of(
        title=fix.title,
        purpose=fix.rationale,
        language=language,
        body=fix.ai_drafted_script or "",
        parameters=fix.ai_drafted_parameters or [],
    )


def _language_of(fix: SuggestedFix | None) -> ScriptLanguage:
    return fix.script_language if fix else ScriptLanguage.POWERSHELL


def _new(by: User, *, title: str, language: ScriptLanguage) -> ScriptSession:
    return ScriptSession(
        account_id=by.account_id,
        user_id=by.id,
        origin=ScriptSessionOrigin.STANDALONE,
        title=cut(title, LONGEST_TITLE),
        language=language,
        status=ScriptSessionStatus.OPEN,
        draft=None,
        draft_version=0,
        updated_at=clock.now(),
    )
