"""Takes the secrets out of a typed input before any provider sees it.  The rules are `models.core.redaction`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from models.core.redaction import Redactor
from prompts.session import Place, SessionInput, Turn

Session = TypeVar("Session", bound=SessionInput)


def redact_model(session: Session) -> Session:
    """A copy of a typed input with every text in it redacted, in field order, by one redactor.

    Only the places that a person released in a turn, or in the problem (which is the first turn), stay as they are.
    """
    redactor = Redactor(contacts=session.redact_contacts)
    released = {"problem": session.released_in_problem}
    values = {name: _redacted(redactor, value, released.get(name, ())) for name, value in session}
    return session.model_copy(update=values | {"released_in_problem": []})


def _redacted(redactor: Redactor, value: Any, released: Sequence[Place] = ()) -> Any:
    match value:
        case str():
            return redactor.redact(value, released=[(place.start, place.end) for place in released])
        case list():
            return [_redacted(redactor, item) for item in value]
        case Turn():
            content = _redacted(redactor, value.content, value.released)
            rest = {name: _redacted(redactor, getattr(value, name)) for name in ("author", "heading", "images", "logs")}
            return value.model_copy(update={**rest, "content": content, "released": []})
        case BaseModel():
            return value.model_copy(update={name: _redacted(redactor, item) for name, item in value})
        case _:
            return value
