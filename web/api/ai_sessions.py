"""/ai-sessions: open and read sessions, post messages, stop the copilot, resolve, abandon, resume, reopen."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import current_app

from models.ai_session import NotParked, NotResolved, SessionClosed, VerifiedBy
from models.cache_key import cache_key
from models.case import CASE
from models.core import unit_of_work
from models.handoff import AlreadyEscalated, HandoffWithdrawn, NotTarget
from models.operations import ai_sessions as operations, case_drafts, handoffs, replies
from models.operations.ai_sessions import Conclusion, Posted, Problem, Resolved
from models.operations.documentation import Change
from models.operations.postings import PostingStatus, conclusion_for_client, post_client_text, post_write_up
from models.operations.psa_pushes import Beside
from models.psa_push import Occasion
from models.queries import access, attempts, session_lists, steps
from models.queries.access import OwnerOrHandlerRequired
from models.queries.session_parts import view_with_parts
from models.queries.session_views import SessionView, page_of_views, view_of
from models.reply import NothingToRetry, Reply
from models.step import Step
from schemas.ai_sessions import (
    AskedSchema,
    DescribeSessionSchema,
    MessageSchema,
    OpenSessionSchema,
    PostedSchema,
    PostMessageSchema,
    SessionListQuery,
    SessionQuery,
    SessionSchema,
    SessionsSchema,
    SessionWithPartsSchema,
    StepSchema,
    StepsQuery,
    StepsSchema,
    StoppedSchema,
)
from schemas.attempts import AttemptsSchema
from schemas.closing import ResolvedSchema, ResolveSchema
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_ONLY_TO_MODEL, ENGINEERS_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

ai_sessions = Resource("ai_sessions", __name__, url_prefix="/ai-sessions", description="Sessions and their chat.")


@ai_sessions.route("", methods=["POST"], access=ENGINEERS_TO_MODEL)
@ai_sessions.arguments(OpenSessionSchema)
@ai_sessions.response(201, SessionSchema)
def open_session(given: dict[str, Any]) -> SessionView:
    """Open a session; the problem is its first step, and the copilot will reply"""
    return view_of(
        operations.open_session(Problem(**given), by=access.active_engineer(current_user())), by=current_user()
    )


@ai_sessions.route("", access=MEMBERS)
@ai_sessions.arguments(SessionListQuery, location="query")
@ai_sessions.response(200, SessionsSchema)
def list_sessions(query: dict[str, Any]) -> Any:
    """List sessions by their last activity, newest first"""
    return page_of_views(session_lists.sessions_of(current_user(), **query), by=current_user())


@ai_sessions.route("/<uuid:session_id>", access=MEMBERS)
@ai_sessions.arguments(SessionQuery, location="query")
@ai_sessions.response(200, SessionWithPartsSchema)
def read_session(query: dict[str, list[str]], session_id: UUID) -> dict[str, Any]:
    """Read one session, with the requested parts"""
    ai_session = access.session_to_read(session_id, by=current_user())
    return view_with_parts(ai_session, query["include"], by=current_user())


@ai_sessions.route("/<uuid:session_id>", methods=["PATCH"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired])
@ai_sessions.arguments(DescribeSessionSchema)
@ai_sessions.response(200, SessionSchema)
def describe_session(given: dict[str, str | None], session_id: UUID) -> SessionView:
    """Change the title, client or ticket"""
    ai_session = access.workable_session(session_id, by=current_user())
    return view_of(operations.describe_session(ai_session, given), by=current_user())


@ai_sessions.route("/<uuid:session_id>/steps", access=MEMBERS)
@ai_sessions.arguments(StepsQuery, location="query")
@ai_sessions.response(200, StepsSchema)
def list_steps(page: dict[str, Any], session_id: UUID) -> Any:
    """List the steps, oldest first"""
    return steps.steps_of(access.session_to_read(session_id, by=current_user()).id, **page)


@ai_sessions.route("/<uuid:session_id>/attempts", access=MEMBERS)
@ai_sessions.response(200, AttemptsSchema)
def list_attempts(session_id: UUID) -> dict[str, Any]:
    """List the attempts, oldest first"""
    return _unpaged(attempts.attempts_of(access.session_to_read(session_id, by=current_user())))


@ai_sessions.route(
    "/<uuid:session_id>/messages",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed],
)
@ai_sessions.arguments(PostMessageSchema)
@ai_sessions.response(202, PostedSchema)
def post_message(given: dict[str, Any], session_id: UUID) -> Posted:
    """Post a message; the copilot will reply"""
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.post_message(ai_session, **given, by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/notes", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, SessionClosed]
)
@ai_sessions.arguments(MessageSchema)
@ai_sessions.response(201, StepSchema)
def add_note(given: dict[str, str], session_id: UUID) -> Step:
    """Add a note; the copilot does not reply"""
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.add_note(ai_session, given["content"], by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/reply/retry",
    methods=["POST"],
    access=ENGINEERS_ONLY_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed, NothingToRetry],
)
@ai_sessions.response(202, AskedSchema)
def retry_reply(session_id: UUID) -> dict[str, Any]:
    """Ask for a new reply after one failed or was stopped"""
    return {"reply": replies.retry_reply(access.workable_session(session_id, by=current_user()))}


@ai_sessions.route(
    "/<uuid:session_id>/reply/cancel", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired]
)
@ai_sessions.response(202, StoppedSchema)
def stop_reply(session_id: UUID) -> dict[str, Any]:
    """Stop the running reply; the text so far is kept"""
    reply = replies.stop_reply(access.workable_session(session_id, by=current_user()))
    _stop_worker(reply)
    return {"reply": reply}


@ai_sessions.route(
    "/<uuid:session_id>/resolve",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, AlreadyEscalated],
)
@ai_sessions.arguments(ResolveSchema)
@ai_sessions.response(200, ResolvedSchema)
def resolve(given: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Close the session as resolved"""
    ai_session = access.closable_session(session_id, by=current_user())
    resolved = operations.resolve_session(ai_session, _conclusion(given), by=current_user())
    _stop_worker(resolved.stopped)
    case_drafts.conclude_case(
        resolved.ai_session,
        given.get("case"),
        is_withheld="case" in given and given["case"] is None,
        by=current_user(),
        cache_key=cache_key(CASE, current_app.extensions["settings"]),
    )
    status = _push(resolved, given) if given["push_to_psa"] else PostingStatus.NO_PSA
    return {
        "session": view_of(resolved.ai_session, by=current_user()),
        "documentation": resolved.documentation,
        "psa_push": {"status": status},
    }


@ai_sessions.route(
    "/<uuid:session_id>/abandon",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, AlreadyEscalated],
)
@ai_sessions.response(200, SessionSchema)
def abandon(session_id: UUID) -> SessionView:
    """Close the session without a solution"""
    ai_session = access.closable_session(session_id, by=current_user())
    closed = operations.abandon_session(ai_session, by=current_user())
    _stop_worker(closed.stopped)
    return view_of(closed.ai_session, by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/resume",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[NotParked, NotTarget, HandoffWithdrawn],
)
@ai_sessions.response(200, SessionSchema)
def resume(session_id: UUID) -> SessionView:
    """Resume a session that the user parked"""
    ai_session = access.readable_session(session_id, by=current_user())
    return view_of(handoffs.resume_session(ai_session, by=current_user()), by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/reopen",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, NotResolved],
)
@ai_sessions.response(200, SessionSchema)
def reopen(session_id: UUID) -> SessionView:
    """Reopen a resolved session

    This undoes the effects of resolving: a fix that was marked a success waits for verification again, and a reply
    that was stopped is requested again.  An escalation that was withdrawn stays withdrawn.
    """
    ai_session = access.workable_session(session_id, by=access.active_engineer(current_user()))
    return view_of(operations.reopen_session(ai_session, by=current_user()), by=current_user())


def _push(resolved: Resolved, given: dict[str, Any]) -> PostingStatus:
    beside = Beside(
        status_id=given["psa_status_id"] or None,
        minutes=given["time_spent_minutes"] or None,
        ticket_seen_at=given["psa_ticket_seen_at"],
    )
    ai_session = resolved.ai_session
    if not given["note_public"]:
        return post_write_up(ai_session, Occasion.RESOLVE, by=current_user(), beside=beside)
    text = conclusion_for_client(ai_session, resolved.documentation, reader=given["note_reader"])
    return post_client_text(ai_session, text, Occasion.RESOLVE, by=current_user(), beside=beside)


def _conclusion(given: dict[str, Any]) -> Conclusion:
    text, verified_by = given["documentation"] or {}, given["verified_by"]
    return Conclusion(
        resolution=given["resolution"],
        documentation=Change(**text, time_spent_minutes=given["time_spent_minutes"]),
        verified_by=VerifiedBy(verified_by) if verified_by else None,
        watch_until=given["watch_until"],
    )


def _stop_worker(reply: Reply | None) -> None:
    """Set the flag that stops the worker, after the commit has stored the cancellation."""
    if reply and reply.is_cancel_requested:
        stop_flags = current_app.extensions["stop_flags"]
        unit_of_work.current().after_commit(partial(stop_flags.raise_for, reply.id))


def _unpaged(items: Any) -> dict[str, Any]:
    """A short list without pages, in the shape of every list."""
    return {"items": items, "next_cursor": None}
