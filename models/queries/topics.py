"""The topics of the live stream as a client names them, and the right to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from models.core.errors import Invalid, RoleRequired
from models.core.outgoing import live
from models.core.outgoing.presence import Place
from models.queries import access
from models.user import User

_SESSION, _HANDOFF, _SCRIPT = "session", "handoff", "script"


@dataclass(frozen=True)
class Topics:
    """What a client asked for.  `plain`: names without an id."""

    plain: frozenset[str]
    sessions: frozenset[UUID]
    handoffs: frozenset[UUID] = frozenset()
    scripts: frozenset[UUID] = frozenset()
    """Sessions of the script builder."""


def parse(names: Iterable[str], *, at_most: int, plain: Iterable[str], field: str = "topics") -> Topics:
    """Topics from their names; `plain` are those without an id that the caller knows, `field` is the input's name.

    Raises Invalid (422).
    """
    asked = {name for name in names if name}
    if not asked or len(asked) > at_most:
        raise Invalid(detail={field: [f"Name one to {at_most} topics."]})
    found: dict[str, set[UUID]] = {_SESSION: set(), _HANDOFF: set(), _SCRIPT: set()}
    without_id = set()
    for name in asked:
        kind, has_id, row_id = name.partition(":")
        if has_id and kind in found:
            found[kind].add(_id_in(name, kind, row_id, field))
        else:
            without_id.add(name)
    if unknown := without_id - set(plain):
        raise Invalid(detail={field: [f"There is no topic {name}." for name in sorted(unknown)]})
    return Topics(frozenset(without_id), *(frozenset(found[kind]) for kind in (_SESSION, _HANDOFF, _SCRIPT)))


def readable_places(topics: Topics, *, by: User) -> list[Place]:
    """The topics on which `by` may be shown and see others; the queue also hears who is at a waiting handoff.

    Raises NotFound, RoleRequired (403).
    """
    if live.ESCALATIONS in topics.plain and not by.is_engineer:
        raise RoleRequired
    places = [Place(account_id=by.account_id, topic=name, topics=(name,)) for name in sorted(topics.plain)]
    for ai_session_id in sorted(topics.sessions):
        access.session_to_read(ai_session_id, by=by)
        topic = live.session_topic(ai_session_id)
        places.append(Place(account_id=by.account_id, topic=topic, topics=(topic,)))
    for handoff in access.readable_handoffs(topics.handoffs, by=by):
        topic = live.handoff_topic(handoff.id)
        hearing = (topic, live.ESCALATIONS) if handoff.is_waiting else (topic,)
        audience = (str(handoff.target_user_id),) if handoff.target_user_id else None
        places.append(Place(account_id=by.account_id, topic=topic, topics=hearing, audience=audience))
    for script_session_id in sorted(topics.scripts):
        topic = live.script_topic(access.own_script_session(script_session_id, by=by).id)
        places.append(Place(account_id=by.account_id, topic=topic, topics=(topic,)))
    return places


def _id_in(name: str, kind: str, row_id: str, field: str) -> UUID:
    try:
        return UUID(row_id)
    except ValueError as error:
        raise Invalid(detail={field: [f"{name} names no {kind}."]}) from error
