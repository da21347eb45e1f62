"""/script-builder/sessions: write a script with the copilot, and use it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import current_app

from models.ai_session import SessionClosed
from models.core import unit_of_work
from models.core.errors import Invalid, NotFound, VersionConflict
from models.core.paging import Page
from models.fix_transitions import FixTerminal
from models.operations import script_messages, script_sessions as operations
from models.operations.script_messages import PostedMessage
from models.operations.script_rules import SecretInScript, TooRiskyToPublish
from models.operations.script_sessions import SavedAs
from models.queries import access, script_sessions as queries
from models.queries.access import OwnerOrHandlerRequired
from models.queries.script_sessions import ScriptSessionView
from models.queries.scripts import usable_script
from models.reply import NothingToRetry
from models.script import Script
from models.script_session import (
    DraftConflict,
    NoDraft,
    ScriptMessage,
    ScriptReplyRunning,
    ScriptSession,
    ScriptSessionClosed,
    ScriptSessionFull,
    ScriptSessionLimit,
    ScriptSessionOrigin,
    ScriptSessionStatus,
)
from models.scripting.languages import ScriptLanguage
from models.suggested_fix import SuggestedFix
from schemas.script_builder import (
    AskedScriptReplySchema,
    EditScriptSessionSchema,
    OpenScriptSessionSchema,
    PostedScriptMessageSchema,
    SaveScriptSchema,
    ScriptMessageBodySchema,
    ScriptSessionListQuery,
    ScriptSessionSchema,
    ScriptSessionsSchema,
    UseInFixSchema,
)
from schemas.scripts import ScriptSchema
from schemas.suggested_fixes import FixSchema
from web.api.scripts import showing_newest_script
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_ONLY_TO_MODEL, ENGINEERS_TO_MODEL
from web.edge.identity import current_user
from web.edge.resource import Resource

script_builder = Resource(
    "script_builder",
    __name__,
    url_prefix="/script-builder/sessions",
    description="Scripts that a person and the copilot write together.",
)

_ONE = "/<uuid:script_session_id>"
_WRITES = [NotFound, OwnerOrHandlerRequired, SessionClosed, ScriptSessionClosed]


@script_builder.route(
    "",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[NotFound, OwnerOrHandlerRequired, SessionClosed, ScriptSessionLimit],
)
@script_builder.arguments(OpenScriptSessionSchema)
@script_builder.alt_response(200, schema=ScriptSessionSchema, description="The one inside this session is open.")
@script_builder.response(201, ScriptSessionSchema)
def open_script_session(given: dict[str, Any]) -> tuple[ScriptSessionView, int]:
    """Open a session of the script builder

    Inside a session (`pilot_inline`) a person has one, which begins with the fix and its drafted script.  One that is
    open for another fix is discarded.
    """
    by, language = current_user(), ScriptLanguage(given["language"]) if given["language"] else None
    if given["origin"] == ScriptSessionOrigin.STANDALONE:
        script = usable_script(given["script_id"]) if given["script_id"] else None
        return queries.view_of(operations.open_standalone(language, script, by=by)), 201
    ai_session = access.workable_session(given["ai_session_id"], by=by)
    fix = access.fix_of(ai_session, given["fix_id"]) if given["fix_id"] else None
    opened = operations.open_inline(ai_session, fix, language, by=by)
    _stop_worker(opened.stopped)
    return queries.view_of(opened.row), 201 if opened.is_new else 200


@script_builder.route("", access=ENGINEERS_ONLY)
@script_builder.arguments(ScriptSessionListQuery, location="query")
@script_builder.response(200, ScriptSessionsSchema)
def list_script_sessions(query: dict[str, Any]) -> Page[ScriptSession]:
    """List one's own standalone sessions, newest first"""
    status = ScriptSessionStatus(query.pop("status")) if query["status"] else query.pop("status")
    return queries.script_sessions_of(current_user(), status=status, **query)


@script_builder.route(_ONE, access=ENGINEERS_ONLY, errors=[NotFound])
@script_builder.response(200, ScriptSessionSchema)
def read_script_session(script_session_id: UUID) -> ScriptSessionView:
    """Read one session with its script and messages"""
    return queries.view_of(access.own_script_session(script_session_id, by=current_user()))


@script_builder.route(
    _ONE,
    methods=["PATCH"],
    access=ENGINEERS_ONLY,
    errors=[NotFound, ScriptSessionClosed, ScriptReplyRunning, DraftConflict],
)
@script_builder.arguments(EditScriptSessionSchema)
@script_builder.response(200, ScriptSessionSchema)
def edit_script_session(given: dict[str, Any], script_session_id: UUID) -> ScriptSessionView:
    """Change the title, the language or the script

    A changed script is the next version of the draft; its parameters become those of its placeholders.
    """
    script_session = access.script_session_to_change(script_session_id, by=current_user())
    return queries.view_of(operations.edit_script_session(script_session, given))


@script_builder.route(_ONE, methods=["DELETE"], access=ENGINEERS_ONLY, errors=[NotFound])
@script_builder.response(204)
def abandon_script_session(script_session_id: UUID) -> None:
    """Discard a session; what was saved of it stays"""
    _stop_worker(
        operations.abandon_script_session(access.script_session_to_change(script_session_id, by=current_user()))
    )


@script_builder.route(
    f"{_ONE}/messages",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[*_WRITES, ScriptReplyRunning, ScriptSessionFull],
)
@script_builder.arguments(ScriptMessageBodySchema)
@script_builder.response(202, PostedScriptMessageSchema)
def post_script_message(given: dict[str, str], script_session_id: UUID) -> PostedMessage:
    """Say what the script should do; the copilot writes it"""
    script_session = access.script_session_to_write(script_session_id, by=current_user())
    return script_messages.post_script_message(script_session, given["content"])


@script_builder.route(f"{_ONE}/stop", methods=["POST"], access=ENGINEERS_ONLY, errors=[NotFound])
@script_builder.response(202, AskedScriptReplySchema)
def stop_script_reply(script_session_id: UUID) -> dict[str, Any]:
    """Stop the copilot; what it has written stays"""
    script_session = access.script_session_to_change(script_session_id, by=current_user())
    reply = script_messages.stop_script_message(script_session)
    _stop_worker(reply)
    return {"reply": reply}


@script_builder.route(
    f"{_ONE}/retry",
    methods=["POST"],
    access=ENGINEERS_ONLY_TO_MODEL,
    errors=[*_WRITES, NothingToRetry, ScriptSessionFull],
)
@script_builder.response(202, AskedScriptReplySchema)
def retry_script_reply(script_session_id: UUID) -> dict[str, Any]:
    """Ask for a new reply after one failed or was stopped"""
    script_session = access.script_session_to_write(script_session_id, by=current_user())
    return {"reply": script_messages.retry_script_message(script_session)}


@script_builder.route(
    f"{_ONE}/save",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[
        *(NotFound, ScriptSessionClosed, ScriptReplyRunning, NoDraft, VersionConflict),
        *(SecretInScript, TooRiskyToPublish),
    ],
)
@script_builder.arguments(SaveScriptSchema)
@script_builder.alt_response(
    200, schema=ScriptSchema, description="The script that it revises, or was saved as before."
)
@script_builder.response(201, ScriptSchema)
def save_script(given: dict[str, Any], script_session_id: UUID) -> tuple[Script, int]:
    """Save the script to the library, as a draft, or as a new version of the script that it revises

    `version` is required for a revision: the session's `script_version`, or a newer one that the person has seen.
    """
    script_session = access.script_session_to_change(script_session_id, by=current_user())
    with showing_newest_script():
        saved = operations.save_to_library(script_session, SavedAs(**given), by=current_user())
    return saved.script, 201 if saved.is_new else 200


@script_builder.route(
    f"{_ONE}/use-in-fix",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[*_WRITES, FixTerminal, ScriptReplyRunning],
)
@script_builder.arguments(UseInFixSchema)
@script_builder.response(200, FixSchema)
def use_in_fix(given: dict[str, UUID | None], script_session_id: UUID) -> SuggestedFix:
    """Write the script into a fix of the session that it was written in

    This does not apply the fix.
    """
    by = current_user()
    found = access.own_script_session(script_session_id, by=by)
    if found.ai_session_id is None:
        raise Invalid("This script was not written in a session.", detail={"fix_id": ["There is no session."]})
    ai_session = access.workable_session(found.ai_session_id, by=by)
    script_session = access.script_session_to_change(script_session_id, by=by)
    fix_id = given["fix_id"] or script_session.fix_id
    fix = access.fix_of(ai_session, fix_id) if fix_id else None
    if fix and fix.is_terminal and not given["fix_id"]:
        fix = None  # The fix that it began with has ended: the active one follows it.
    return operations.use_in_fix(script_session, ai_session, fix, by=by)


def _stop_worker(message: ScriptMessage | None) -> None:
    """Set the flag that stops the worker, after the commit has stored the cancellation."""
    if message and message.is_cancel_requested:
        stop_flags = current_app.extensions["stop_flags"]
        unit_of_work.current().after_commit(partial(stop_flags.raise_for, message.id))
