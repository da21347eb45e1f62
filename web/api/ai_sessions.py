"""/ai-sessions: open one, read it, write in it, stop the copilot, resolve, abandon."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import current_app

from models.ai_session import NotParked, NotResolved, SessionClosed
from models.core import unit_of_work
from models.handoff import AlreadyEscalated, HandoffWithdrawn, NotTarget
from models.operations import ai_sessions as operations, handoffs, replies
from models.operations.ai_sessions import Posted, Problem
from models.queries import access, ai_sessions as queries, attempts
from models.queries.access import OwnerOrHandlerRequired
from models.queries.session_views import SessionView, page_of_views, view_of
from models.reply import NothingToRetry, Reply
from models.step import Step
from schemas.ai_sessions import (
    AskedSchema,
    AttemptsSchema,
    DescribeSessionSchema,
    FactsSchema,
    MessageSchema,
    OpenSessionSchema,
    PostedSchema,
    ResolvedSchema,
    ResolveSchema,
    SessionListQuery,
    SessionSchema,
    SessionsSchema,
    StepSchema,
    StepsSchema,
    StoppedSchema,
)
from schemas.fields import PageQuery
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

ai_sessions = Resource("ai_sessions", __name__, url_prefix="/ai-sessions", description="Problems and their chat.")


@ai_sessions.route("", methods=["POST"], access=ENGINEERS_TO_MODEL)
@ai_sessions.arguments(OpenSessionSchema)
@ai_sessions.response(201, SessionSchema)
def open_session(given: dict[str, Any]) -> SessionView:
    """Open a session; the problem is its first step, and the copilot's reply is on its way"""
    return view_of(operations.open_session(Problem(**given), by=current_user()), by=current_user())


@ai_sessions.route("", access=MEMBERS)
@ai_sessions.arguments(SessionListQuery, location="query")
@ai_sessions.response(200, SessionsSchema)
def list_sessions(query: dict[str, Any]) -> Any:
    """One's own sessions and those one handles, newest first"""
    return page_of_views(queries.sessions_of(current_user(), **query), by=current_user())


@ai_sessions.route("/<uuid:session_id>", access=MEMBERS)
@ai_sessions.response(200, SessionSchema)
def read_session(session_id: UUID) -> SessionView:
    """One session"""
    return view_of(access.readable_session(session_id, by=current_user()), by=current_user())


@ai_sessions.route("/<uuid:session_id>", methods=["PATCH"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired])
@ai_sessions.arguments(DescribeSessionSchema)
@ai_sessions.response(200, SessionSchema)
def describe_session(given: dict[str, str | None], session_id: UUID) -> SessionView:
    """Another title, client or ticket"""
    ai_session = access.workable_session(session_id, by=current_user())
    return view_of(operations.describe_session(ai_session, given), by=current_user())


@ai_sessions.route("/<uuid:session_id>/steps", access=MEMBERS)
@ai_sessions.arguments(PageQuery, location="query")
@ai_sessions.response(200, StepsSchema)
def list_steps(page: dict[str, Any], session_id: UUID) -> Any:
    """The record, oldest first"""
    return queries.steps_of(access.readable_session(session_id, by=current_user()), **page)


@ai_sessions.route("/<uuid:session_id>/facts", access=MEMBERS)
@ai_sessions.response(200, FactsSchema)
def list_facts(session_id: UUID) -> dict[str, Any]:
    """What we know"""
    return _whole(queries.facts_of(access.readable_session(session_id, by=current_user())))


@ai_sessions.route("/<uuid:session_id>/attempts", access=MEMBERS)
@ai_sessions.response(200, AttemptsSchema)
def list_attempts(session_id: UUID) -> dict[str, Any]:
    """The attempt ledger, oldest first"""
    return _whole(attempts.attempts_of(access.readable_session(session_id, by=current_user())))


@ai_sessions.route(
    "/<uuid:session_id>/messages",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed],
)
@ai_sessions.arguments(MessageSchema)
@ai_sessions.response(202, PostedSchema)
def post_message(given: dict[str, str], session_id: UUID) -> Posted:
    """Write in the chat; the copilot's reply is on its way"""
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.post_message(ai_session, given["content"], by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/notes", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, SessionClosed]
)
@ai_sessions.arguments(MessageSchema)
@ai_sessions.response(201, StepSchema)
def add_note(given: dict[str, str], session_id: UUID) -> Step:
    """Put something on record; the copilot does not answer"""
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.add_note(ai_session, given["content"], by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/reply/retry",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed, NothingToRetry],
)
@ai_sessions.response(202, AskedSchema)
def retry_reply(session_id: UUID) -> dict[str, Any]:
    """Ask again after a reply that failed or was stopped"""
    return {"reply": replies.retry_reply(access.workable_session(session_id, by=current_user()))}


@ai_sessions.route(
    "/<uuid:session_id>/reply/cancel", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired]
)
@ai_sessions.response(202, StoppedSchema)
def stop_reply(session_id: UUID) -> dict[str, Any]:
    """Stop the running reply; what was written is kept"""
    reply = replies.stop_reply(access.workable_session(session_id, by=current_user()))
    _tell_worker(reply)
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
    """Close it as solved"""
    ai_session = access.closable_session(session_id, by=current_user())
    closed = operations.resolve_session(ai_session, resolution=given["resolution"], by=current_user())
    _tell_worker(closed.stopped)
    return {
        "session": view_of(closed.ai_session, by=current_user()),
        "documentation": {"status": "pending"},
        "psa_push": {"status": "no_psa"},
    }


@ai_sessions.route(
    "/<uuid:session_id>/abandon",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, AlreadyEscalated],
)
@ai_sessions.response(200, SessionSchema)
def abandon(session_id: UUID) -> SessionView:
    """Close it without a solution"""
    ai_session = access.closable_session(session_id, by=current_user())
    closed = operations.abandon_session(ai_session, by=current_user())
    _tell_worker(closed.stopped)
    return view_of(closed.ai_session, by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/resume",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[NotParked, NotTarget, HandoffWithdrawn],
)
@ai_sessions.response(200, SessionSchema)
def resume(session_id: UUID) -> SessionView:
    """Go on with what one parked"""
    ai_session = access.readable_session(session_id, by=current_user())
    return view_of(handoffs.resume_session(ai_session, by=current_user()), by=current_user())


@ai_sessions.route(
    "/<uuid:session_id>/reopen", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, NotResolved]
)
@ai_sessions.response(200, SessionSchema)
def reopen(session_id: UUID) -> SessionView:
    """It was not solved after all"""
    ai_session = access.workable_session(session_id, by=current_user())
    return view_of(operations.reopen_session(ai_session, by=current_user()), by=current_user())


def _tell_worker(reply: Reply | None) -> None:
    """The Stop button's flag, once the row says so too."""
    if reply and reply.is_cancel_requested:
        stop_flags = current_app.extensions["stop_flags"]
        unit_of_work.current().after_commit(partial(stop_flags.raise_for, reply.id))


def _whole(items: Any) -> dict[str, Any]:
    """A short list that is always answered whole, in the shape of every list."""
    return {"items": items, "next_cursor": None}
