"""An attempt: one entry of the attempt ledger, with its outcome and the evidence for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.core import clock
from models.core.database.tables import JsonObject
from models.script_use import words_of


class AttemptKind(StrEnum):
    """`step`: what somebody recorded as done that is neither a fix nor an action of the task lane."""

    FIX = "fix"
    ACTION = "action"
    STEP = "step"


class AttemptOutcome(StrEnum):
    WORKED = "worked"
    DID_NOT_WORK = "did_not_work"
    PARTLY = "partly"
    PENDING = "pending"
    VERIFYING = "verifying"
    DISMISSED = "dismissed"
    DONE = "done"


CLAIMED = frozenset({AttemptOutcome.WORKED, AttemptOutcome.DID_NOT_WORK, AttemptOutcome.PARTLY, AttemptOutcome.DONE})
"""Outcomes that somebody states.  Without evidence, such an attempt is shown as "said so"."""


@dataclass(frozen=True)
class Author:
    """The person who did it, as the name was when the ledger was read."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Evidence:
    """Output that somebody pasted or attached.  `excerpt` is redacted; `sha256` is of the step's whole stored text."""

    step_id: UUID
    excerpt: str
    sha256: str
    machine: str | None
    at: datetime

    def as_json(self) -> JsonObject:
        return {
            "step_id": str(self.step_id),
            "excerpt": self.excerpt,
            "sha256": self.sha256,
            "machine": self.machine,
            "at": clock.rfc3339(self.at),
        }


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """`n` counts from 1.  `script` says whether a drafted script belongs to it.  `outcome` is None if it has none.

    `decision` is how the engineer used that script, and `template` the title of the one that was run in its place.
    """

    id: UUID
    n: int = 0
    title: str
    kind: AttemptKind
    by: Author | None
    at: datetime
    outcome: AttemptOutcome | None
    notes: str | None
    evidence: tuple[Evidence, ...] = ()
    script: bool = False
    decision: str | None = None
    template: str | None = None

    @property
    def script_words(self) -> str:
        """What became of its script, as a sentence; empty without a script."""
        return words_of(self.decision, template=self.template, is_drafted=self.script)

    @property
    def is_only_said(self) -> bool:
        """Whether somebody states a result and shows no output for it."""
        return not self.evidence and (self.outcome is None or self.outcome in CLAIMED)

    def redacted(self, redact: Callable[[str], str]) -> Attempt:
        """The same with every text redacted, as whatever leaves the account has to be."""
        evidence = tuple(replace(piece, excerpt=redact(piece.excerpt)) for piece in self.evidence)
        return replace(
            self,
            title=redact(self.title),
            notes=self.notes and redact(self.notes),
            template=self.template and redact(self.template),
            evidence=evidence,
        )

    def as_json(self) -> JsonObject:
        return {
            "id": str(self.id),
            "n": self.n,
            "title": self.title,
            "kind": self.kind,
            "by": {"id": str(self.by.id), "name": self.by.name} if self.by else None,
            "at": clock.rfc3339(self.at),
            "outcome": self.outcome,
            "notes": self.notes,
            "evidence": [one.as_json() for one in self.evidence],
            "script": self.script,
            "decision": self.decision,
            "template": self.template,
        }
