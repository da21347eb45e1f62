"""A client whose rights a view has checked, and the rule that decides which events it receives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.core.outgoing import live
from web.stream.live_event import LiveEvent


@dataclass(frozen=True)
class Subscriber:
    """One client of one account.

    `topics`: names from `models.core.outgoing.live`.  `ready`: extra fields of the first event, `account_id` or
    `session_id`.  `recheck`: whether the client may still receive events; False ends the stream.  The stream calls it
    outside any request, application context and transaction, so it must open what it needs and close it again.
    """

    account_id: UUID
    user_id: UUID
    is_admin: bool
    topics: frozenset[str]
    ready: Mapping[str, Any]
    recheck: Callable[[], bool]
    _all_topics: frozenset[str] = field(init=False, repr=False)
    """`topics` plus those that every stream receives for its own use."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_all_topics", self.topics | {live.RIGHTS, live.rights_topic(self.user_id)})

    def may_receive(self, event: LiveEvent) -> bool:
        """By topic.  An audience restricts the topic `escalations` only; admins receive all of that topic."""
        if event.audience is None or self.is_admin or str(self.user_id) in event.audience:
            return not self._all_topics.isdisjoint(event.topics)
        return bool((self.topics & event.topics) - {live.ESCALATIONS})
