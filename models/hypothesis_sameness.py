"""Whether a cause is one that the session has already, so that what was refuted does not return in other words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from models.attempt_likeness import is_same_attempt

OfGuide = tuple[str | None, str | None]
"""Ids of a guide and of one of its causes."""


class _Cause(Protocol):
    """What a stored hypothesis and one of a prompt have in common."""

    @property
    def cause(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def of_guide(self) -> OfGuide: ...


Cause = TypeVar("Cause", bound=_Cause)


def same_cause(known: Iterable[Cause], words: str, of_guide: OfGuide) -> Cause | None:
    """The one that is the same cause of the same guide, else the refuted one whose words are nearly these."""
    known = list(known)
    same = [one for one in known if all(of_guide) and one.of_guide == of_guide]
    if same:
        return same[0]
    refuted = (one for one in known if one.state == "refuted")
    return next((one for one in refuted if is_same_attempt(one.cause, words)), None)
