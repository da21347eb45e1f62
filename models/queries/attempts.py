"""The attempt ledger: what was tried and what came of it, oldest first, made without any AI."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.ai_session import AiSession
from models.core import clock
from models.core.tables import JsonObject
from models.queries.ai_sessions import fixes_of
from models.suggested_fix import FixStatus, SuggestedFix

_OUTCOMES = {
    FixStatus.PROPOSED: "verifying",
    FixStatus.APPLIED_PENDING: "pending",
    FixStatus.APPLIED_PARTIAL: "partly",
    FixStatus.APPLIED_SUCCESS: "worked",
    FixStatus.APPLIED_FAILED: "did_not_work",
    FixStatus.DISMISSED: "dismissed",
}


@dataclass(frozen=True)
class Attempt:
    """`outcome`: worked, did_not_work, partly, pending, verifying or dismissed (after it was applied)."""

    id: UUID
    kind: str
    title: str
    outcome: str
    notes: str | None
    at: datetime

    def as_json(self) -> JsonObject:
        return {
            "id": str(self.id),
            "kind": self.kind,
            "title": self.title,
            "outcome": self.outcome,
            "notes": self.notes,
            "at": clock.rfc3339(self.at),
        }


def attempts_of(ai_session: AiSession) -> list[Attempt]:
    """Fixes that were applied, in the order in which they were."""
    return attempts_among(fixes_of(ai_session))


def attempts_among(fixes: Iterable[SuggestedFix]) -> list[Attempt]:
    """The same of fixes that were read already."""
    applied = sorted((fix.applied_at, fix.id, fix) for fix in fixes if fix.applied_at)
    return [_attempt(fix) for _, _, fix in applied]


def _attempt(fix: SuggestedFix) -> Attempt:
    assert fix.applied_at is not None
    outcome = _OUTCOMES[FixStatus(fix.status)]
    return Attempt(fix.id, "fix", fix.title, outcome, fix.notes or _noted_before(fix), fix.applied_at)


def _noted_before(fix: SuggestedFix) -> str | None:
    """What was learned of one that was given up: whoever comes next would find it out again."""
    return (fix.partial_notes or fix.pending_reason) if fix.status == FixStatus.DISMISSED else None
