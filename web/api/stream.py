"""The live stream: one route for several topics, and two routes with one fixed topic each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import Response, current_app

from models.core.deadline import deadline
from models.core.errors import DomainError, NotFound, RoleRequired, TookTooLong, TooManyRequests
from models.core.outgoing import live
from models.login import Login
from models.queries import topics
from models.queries.topics import Topics
from schemas.stream import StreamQuery
from web.edge import identity
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.application import FlowPilot, request_transaction
from web.edge.identity import Identity
from web.edge.resource import Resource
from web.stream import Subscriber

# One browser's tabs share a stream, so it carries the sessions of several tabs.
MAX_TOPICS = 20
NOTIFICATIONS = "notifications"
# While a check runs, its stream sends nothing, not even a heartbeat.  Browsers reconnect after 40 seconds of silence.
RECHECK_TIMEOUT_SECONDS = 10
_EVENTS = {"type": "string", "description": "Server-sent events; the first is `ready`."}

stream = Resource("stream", __name__, description="Server-sent events.")


@stream.route("/stream", access=MEMBERS, errors=[RoleRequired, NotFound, TooManyRequests])
@stream.arguments(StreamQuery, location="query")
@stream.response(200, _EVENTS, content_type="text/event-stream")
def open_stream(query: dict[str, str]) -> Response:
    """Stream events of several topics"""
    asked = topics.parse(query["topics"].split(","), at_most=MAX_TOPICS, plain=[live.ESCALATIONS, NOTIFICATIONS])
    return _respond(asked, ready={"account_id": str(identity.current().account.id)})


@stream.route("/ai-sessions/<uuid:session_id>/stream", access=MEMBERS, errors=[TooManyRequests])
@stream.response(200, _EVENTS, content_type="text/event-stream")
def open_session_stream(session_id: UUID) -> Response:
    """Stream events of one session"""
    asked = Topics(plain=frozenset(), sessions=frozenset({session_id}))
    return _respond(asked, ready={"session_id": str(session_id)})


@stream.route("/ai-sessions/escalations/stream", access=ENGINEERS_ONLY, errors=[TooManyRequests])
@stream.response(200, _EVENTS, content_type="text/event-stream")
def open_escalations_stream() -> Response:
    """Stream events of the escalation queue"""
    asked = Topics(plain=frozenset({live.ESCALATIONS}), sessions=frozenset())
    return _respond(asked, ready={"account_id": str(identity.current().account.id)})


def _respond(asked: Topics, *, ready: dict[str, str]) -> Response:
    identified = identity.current()
    subscriber = Subscriber(
        account_id=identified.account.id,
        user_id=identified.user.id,
        is_admin=identified.user.is_admin,
        topics=_allowed(asked, identified),
        ready=ready,
        recheck=_recheck(asked, identified),
    )
    response: Response = current_app.extensions["event_stream"].respond(subscriber)
    return response


def _allowed(asked: Topics, identified: Identity) -> frozenset[str]:
    """The topics under their names in `models.core.outgoing.live`.  Raises RoleRequired, NotFound."""
    own = {live.user_topic(identified.user.id)} if NOTIFICATIONS in asked.plain else set()
    shared = replace(asked, plain=asked.plain - {NOTIFICATIONS})
    return frozenset(own | {place.topic for place in topics.readable_places(shared, by=identified.user)})


def _recheck(asked: Topics, identified: Identity) -> Callable[[], bool]:
    """A function for the open stream that checks, outside any request, whether all topics are still allowed."""
    # The proxy `current_app` is not usable after the request.
    app: FlowPilot = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    # Keep only plain values: rows would stay in memory as long as the stream is open.
    account_id, was_admin = identified.account.id, identified.user.is_admin
    credential_id, is_login = identified.credential.id, isinstance(identified.credential, Login)

    def is_still_allowed() -> bool:
        with deadline(RECHECK_TIMEOUT_SECONDS, TookTooLong()), app.app_context(), request_transaction() as unit:
            unit.enter_account(account_id)
            try:
                now = identity.identify_again(credential_id, is_login=is_login)
                identity.check_subscription(now.account, app.flowpilot_settings)
                _allowed(asked, now)
            except DomainError:
                return False
            return now.user.is_admin == was_admin

    return is_still_allowed
