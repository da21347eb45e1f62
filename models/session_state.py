"""A session's status and the rules computed from its columns, for ORM objects and for selected rows alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from models.core.database.tables import JsonObject
from models.titles import summary_of
from models.user import Person, User

GUIDED_FROM = 0.8
EXPLORING_FROM = 0.4


class SessionStatus(StrEnum):
    ACTIVE = "active"
    ESCALATED = "escalated"
    REQUESTING_ESCALATION = "requesting_escalation"
    """Legacy: no longer written, and read like `escalated`."""
    PARKED = "parked"
    RESOLVED = "resolved"
    ABANDONED = "abandoned"


WAITING = frozenset({SessionStatus.ESCALATED, SessionStatus.REQUESTING_ESCALATION})
CLOSED = frozenset({SessionStatus.RESOLVED, SessionStatus.ABANDONED})


class ConfidenceTier(StrEnum):
    DISCOVERY = "discovery"
    EXPLORING = "exploring"
    GUIDED = "guided"


def tier_of(score: float) -> ConfidenceTier:
    if score >= GUIDED_FROM:
        return ConfidenceTier.GUIDED
    return ConfidenceTier.EXPLORING if score >= EXPLORING_FROM else ConfidenceTier.DISCOVERY


class SessionColumns(Protocol):
    """The columns that the rules read; `AiSession` and `SessionRow` have them."""

    @property
    def id(self) -> UUID: ...
    @property
    def user_id(self) -> UUID: ...
    @property
    def handler_id(self) -> UUID | None: ...
    @property
    def parked_by_id(self) -> UUID | None: ...
    @property
    def problem(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def confidence_score(self) -> float: ...
    @property
    def step_count(self) -> int: ...
    @property
    def notice_count(self) -> int: ...
    @property
    def escalation_package(self) -> JsonObject | None: ...
    @property
    def user(self) -> User | Person: ...
    @property
    def handler(self) -> User | Person | None: ...
    @property
    def is_orphaned(self) -> bool: ...


class SessionRules:
    """The properties that `AiSession` and `SessionRow` share."""

    @property
    def problem_summary(self: SessionColumns) -> str:
        return summary_of(self.problem)

    @property
    def steps_on_record(self: SessionColumns) -> int:
        """How many steps people and the copilot added; the system's steps only say who moved the session."""
        return self.step_count - self.notice_count

    @property
    def confidence_tier(self: SessionColumns) -> ConfidenceTier:
        return tier_of(self.confidence_score)

    @property
    def is_closed(self: SessionColumns) -> bool:
        return self.status in CLOSED

    @property
    def is_waiting(self: SessionColumns) -> bool:
        """Whether the session is escalated and not yet claimed."""
        return self.status in WAITING

    def is_worked_by(self: SessionColumns, user: User) -> bool:
        """Whether `user` is the owner or the handler; if neither can work any more, whether `user` is an admin."""
        return user.id in (self.user_id, self.handler_id) or (user.is_admin and self.is_orphaned)

    @property
    def is_orphaned(self: SessionColumns) -> bool:
        """Whether neither the owner nor the handler can work any more."""
        return not self.user.can_work and not (self.handler and self.handler.can_work)
