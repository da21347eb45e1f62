"""A hypothesis: a possible cause of the problem, with its evidence.

`hypothesis_rules` says what evidence does to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict, Invalid
from models.hypothesis_rules import Evidence, HypothesisState, Key
from models.user import User

LONGEST_CAUSE = 300
LONGEST_NOTE = 300
MOST = 50
"""The most hypotheses a session may have, refuted ones included: every prompt and screen reads them all."""


class HypothesisSource(StrEnum):
    COPILOT = "copilot"
    ENGINEER = "engineer"


class EvidenceRequired(Invalid):
    code = "evidence_required"
    message = "A cause is supported only by evidence of this session. Say which message, fact or attempt shows it."


class HypothesisKnown(Conflict):
    code, message = "hypothesis_known", "This cause is on the board already."


class HypothesisLimit(Conflict):
    code, message = "hypothesis_limit", f"A session keeps at most {MOST} possible causes, refuted ones included."


class Hypothesis(TenantRow, Base):
    __tablename__ = "hypotheses"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("updated_by_id", "users"),
        CheckConstraint(one_of("state", HypothesisState), name="state"),
        CheckConstraint(one_of("source", HypothesisSource), name="source"),
        UniqueConstraint("account_id", "ai_session_id", "folded_cause"),
        Index("ix_hypotheses_ai_session", "ai_session_id", "created_at"),
    )

    ai_session_id: Mapped[UUID]
    cause: Mapped[str]
    folded_cause: Mapped[str]
    """What two wordings of one cause have in common."""
    state: Mapped[str] = mapped_column(default=HypothesisState.PROPOSED)
    evidence: Mapped[list[JsonObject]] = mapped_column(default=list)
    """`{kind, id, weighs, note}`, oldest first."""
    refuted_with: Mapped[list[JsonObject] | None]
    """`{kind, id}` of the evidence that it had when it was refuted last; it stays when the cause comes back."""
    source: Mapped[str]
    guide_id: Mapped[str | None]
    cause_id: Mapped[str | None]
    """Of the guide's cause."""
    updated_by_id: Mapped[UUID | None]
    """The engineer who changed it last; None for the copilot."""
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)

    updated_by: Mapped[User | None] = relationship(
        primaryjoin="foreign(Hypothesis.updated_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def is_refuted(self) -> bool:
        return self.state == HypothesisState.REFUTED

    @property
    def of_guide(self) -> tuple[str | None, str | None]:
        return self.guide_id, self.cause_id

    @property
    def pieces(self) -> list[Evidence]:
        return [Evidence(**one) for one in self.evidence]

    @property
    def refuted_keys(self) -> set[Key]:
        """The evidence that it was refuted with; empty if it never was."""
        return {(one["kind"], one["id"]) for one in self.refuted_with or []}

    def is_new_since_refuted(self, key: Key) -> bool:
        return self.refuted_with is not None and key not in self.refuted_keys

    def change(self, *, state: str, evidence: Sequence[Evidence], by: User | None) -> bool:
        """Returns False if nothing changes.  `by` is None for the copilot."""
        stored = as_json(evidence)
        if (state, stored) == (self.state, self.evidence):
            return False
        if state == HypothesisState.REFUTED and not self.is_refuted:
            self.refuted_with = [{"kind": one.kind, "id": one.id} for one in evidence]
        self.state, self.evidence = state, stored
        self.updated_by_id, self.updated_at = by.id if by else None, clock.now()
        return True


def as_json(evidence: Iterable[Evidence]) -> list[JsonObject]:
    return [{"kind": one.kind, "id": one.id, "weighs": one.weighs, "note": one.note} for one in evidence]


def cause_of(text: str) -> str:
    """The cause as it is stored: on one line and trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(cause: str) -> str:
    """What two causes have in common if they say the same, apart from case, white space and the last sign."""
    return cause_of(cause).casefold().rstrip(" .!?;:")
