"""The live stream: several topics on one connection, and two addresses with one topic each."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Response, current_app

from models.core import live
from models.core.errors import DomainError, Invalid, NotFound, RoleRequired, TooManyRequests
from models.login import Login
from models.queries import access
from schemas.stream import StreamQuery
from web.edge import identity
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.application import FlowPilot, request_transaction
from web.edge.identity import Identity
from web.edge.resource import Resource
from web.stream import Subscriber

MOST_TOPICS = 10
_SESSION = "session:"
_EVENTS = {"type": "string", "description": "Server-sent events; the first is `ready`."}

stream = Resource("stream", __name__, description="Server-sent events.")


@stream.route("/stream", access=MEMBERS, errors=[RoleRequired, NotFound, TooManyRequests])
@stream.arguments(StreamQuery, location="query")
@stream.response(200, _EVENTS, content_type="text/event-stream")
def listen(query: dict[str, str]) -> Response:
    """Events of several topics on one connection"""
    asked = [topic for topic in query["topics"].split(",") if topic]
    if not asked or len(asked) > MOST_TOPICS:
        raise Invalid(detail={"topics": [f"Name one to {MOST_TOPICS} topics."]})
    sessions = {_session_id(topic) for topic in asked if topic.startswith(_SESSION)}
    plain = {topic for topic in asked if not topic.startswith(_SESSION)}
    return _respond(plain, sessions, ready={"account_id": str(identity.current().account.id)})


@stream.route("/ai-sessions/<uuid:session_id>/stream", access=MEMBERS, errors=[TooManyRequests])
@stream.response(200, _EVENTS, content_type="text/event-stream")
def listen_to_session(session_id: UUID) -> Response:
    """Events of one session"""
    return _respond(set(), {session_id}, ready={"session_id": str(session_id)})


@stream.route("/ai-sessions/escalations/stream", access=ENGINEERS_ONLY, errors=[TooManyRequests])
@stream.response(200, _EVENTS, content_type="text/event-stream")
def listen_to_escalations() -> Response:
    """Events of the escalation queue"""
    return _respond({"escalations"}, set(), ready={"account_id": str(identity.current().account.id)})


def _respond(plain: set[str], sessions: set[UUID], *, ready: dict[str, str]) -> Response:
    asking = identity.current()
    subscriber = Subscriber(
        account_id=asking.account.id,
        user_id=asking.user.id,
        is_admin=asking.user.is_admin,
        topics=_allowed(plain, sessions, asking),
        ready=ready,
        recheck=_recheck(plain, sessions, asking),
    )
    response: Response = current_app.extensions["event_stream"].respond(subscriber)
    return response


def _allowed(plain: set[str], sessions: set[UUID], asking: Identity) -> frozenset[str]:
    """The topics by their inner names.  Raises RoleRequired, NotFound, Invalid."""
    inner = {"notifications": live.user_topic(asking.user.id), "escalations": live.ESCALATIONS}
    if unknown := plain - inner.keys():
        raise Invalid(detail={"topics": [f"There is no topic {name}." for name in sorted(unknown)]})
    if "escalations" in plain and not asking.user.is_engineer:
        raise RoleRequired
    for ai_session_id in sessions:
        access.readable_session(ai_session_id, by=asking.user)
    return frozenset({inner[name] for name in plain} | {live.session_topic(one) for one in sessions})


def _recheck(plain: set[str], sessions: set[UUID], asking: Identity) -> Callable[[], bool]:
    """Whether all that was allowed at the start still is: called from the open stream, outside any request."""
    # The proxy means nothing once the request is over.
    app: FlowPilot = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    # Plain values: rows would be kept in memory for as long as the stream is open.
    account_id, was_admin = asking.account.id, asking.user.is_admin
    credential_id, is_login = asking.credential.id, isinstance(asking.credential, Login)

    def is_still_allowed() -> bool:
        with app.app_context(), request_transaction() as unit:
            unit.enter_account(account_id)
            try:
                now = identity.identify_again(credential_id, is_login=is_login)
                identity.check_subscription(now.account, app.flowpilot_settings)
                _allowed(plain, sessions, now)
            except DomainError:
                return False
            return now.user.is_admin == was_admin

    return is_still_allowed


def _session_id(topic: str) -> UUID:
    try:
        return UUID(topic.removeprefix(_SESSION))
    except ValueError as error:
        raise Invalid(detail={"topics": [f"{topic} names no session."]}) from error
