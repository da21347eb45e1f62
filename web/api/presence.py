"""/presence: who has a topic open.  It is kept in Redis; while Redis is away, nobody is shown and no call fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
import structlog
from flask import current_app

from models.core import clock
from models.core.errors import NotFound, RoleRequired
from models.core.outgoing import live
from models.core.outgoing.presence import Place, Tab, Viewer
from models.queries import topics
from models.user import User
from schemas.presence import PresenceQuery, PresenceSchema, PresencesSchema, SignOffQuery
from web.edge.access import MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource
from web.stream.presence_watch import PresenceWatch

MAX_TOPICS = 60

log = structlog.get_logger(__name__)

presence = Resource("presence", __name__, url_prefix="/presence", description="Who has a topic open.")


@presence.route("", methods=["POST"], access=MEMBERS, errors=[RoleRequired, NotFound])
@presence.arguments(PresenceSchema)
@presence.response(204)
def show(given: dict[str, Any]) -> None:
    """Show yourself on a topic

    You are shown for 30 seconds after the last call.  A page repeats it every 15 seconds while it is visible.
    """
    user = current_user()
    place = _place(given["topic"], by=user)
    tab = Tab(user_id=user.id, name=user.name, number=given["tab"])
    with _without_redis():
        watch().note_due(watch().board.show(place, tab, typing=given["typing"], at=clock.now()))


@presence.route("", methods=["DELETE"], access=MEMBERS, errors=[RoleRequired])
@presence.arguments(SignOffQuery, location="query")
@presence.response(204)
def sign_off(query: dict[str, Any]) -> None:
    """Take yourself off a topic, for a page that closes"""
    user = current_user()
    try:
        place = _place(query["topic"], by=user)
    except NotFound:
        # Whoever lost the right to the topic while it was open may still leave it.
        place = Place(account_id=user.account_id, topic=query["topic"], topics=(query["topic"],))
    with _without_redis():
        watch().note_due(watch().board.sign_off(place, user.id, query["tab"], at=clock.now()))


@presence.route("", access=MEMBERS, errors=[RoleRequired, NotFound])
@presence.arguments(PresenceQuery, location="query")
@presence.response(200, PresencesSchema)
def read_presence(query: dict[str, Any]) -> dict[str, Any]:
    """Read who has these topics open, yourself included"""
    user = current_user()
    asked = topics.parse(query["topics"].split(","), at_most=MAX_TOPICS, plain=[live.ESCALATIONS])
    names = [place.topic for place in topics.readable_places(asked, by=user)]
    people: dict[str, list[Viewer]] = {}
    with _without_redis():
        people = watch().board.read(user.account_id, names, at=clock.now())
    return {"items": [{"topic": name, "people": people.get(name, [])} for name in names]}


def watch() -> PresenceWatch:
    """The process's watch, which knows the board."""
    found: PresenceWatch = current_app.extensions["event_stream"].presence
    return found


def _place(name: str, *, by: User) -> Place:
    (place,) = topics.readable_places(topics.parse([name], at_most=1, plain=[live.ESCALATIONS], field="topic"), by=by)
    return place


@contextmanager
def _without_redis() -> Iterator[None]:
    """Presence is lost with Redis and comes back with the next calls, so nobody needs an error."""
    try:
        yield
    except redis.RedisError as error:
        log.warning("presence is not kept", error=type(error).__name__)
