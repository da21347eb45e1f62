"""Who listens: a client whose rights a view has checked, and the rule of what it hears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.core import live
from web.stream.live_event import LiveEvent


@dataclass(frozen=True)
class Subscriber:
    """One client of one account.

    `topics` are those of `models.core.live`; `ready` is what the first event tells besides (`account_id` or
    `session_id`).  `recheck` is called now and then from the stream, outside any request, application context and
    transaction: it opens what it needs and lets go of it before it returns.  False ends the stream.
    """

    account_id: UUID
    user_id: UUID
    is_admin: bool
    topics: frozenset[str]
    ready: Mapping[str, Any]
    recheck: Callable[[], bool]

    def may_hear(self, event: LiveEvent) -> bool:
        """By topic; an audience narrows `escalations` alone, and admins hear all of it."""
        if event.audience is None or self.is_admin or str(self.user_id) in event.audience:
            return not self.topics.isdisjoint(event.topics)
        return bool((self.topics & event.topics) - {live.ESCALATIONS})
