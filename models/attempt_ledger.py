"""Builds the attempt ledger from a session's fixes and steps, without AI: what was tried, with result and evidence.

An attempt begins with the step that applied the fix or recorded the action.  Output that somebody pastes after it, and
before the next attempt begins, is its evidence; so is output pasted into the notes of its outcome.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from models.attempt import Attempt, AttemptKind, AttemptOutcome, Author, Evidence
from models.core.database.tables import JsonObject
from models.fix_transitions import APPLIED, OUTCOME, UNDONE, Decision, DismissedReason, FixStatus
from models.lane_item import DONE
from models.step import StepKind
from models.suggested_fix import SuggestedFix

MOST_EVIDENCE = 10
"""How many pieces of evidence an attempt has at most; the newest are kept."""

_OUTCOMES = {
    FixStatus.PROPOSED: AttemptOutcome.VERIFYING,
    FixStatus.APPLIED_PENDING: AttemptOutcome.PENDING,
    FixStatus.APPLIED_PARTIAL: AttemptOutcome.PARTLY,
    FixStatus.APPLIED_SUCCESS: AttemptOutcome.WORKED,
    FixStatus.APPLIED_FAILED: AttemptOutcome.DID_NOT_WORK,
    FixStatus.DISMISSED: AttemptOutcome.DISMISSED,
}
_OF_A_FIX = frozenset({APPLIED, OUTCOME, UNDONE})


class Person(Protocol):
    id: UUID
    name: str


class LedgerStep(Protocol):
    """What the ledger reads of a step."""

    id: UUID
    index: int
    kind: str
    content: str
    data: JsonObject
    created_at: datetime

    @property
    def author(self) -> Person | None: ...


@dataclass
class _Begun:
    """An attempt with its place in the session."""

    attempt: Attempt
    place: tuple[datetime, int]
    evidence: list[Evidence]
    was_tried: bool = True


@dataclass
class _History:
    """The steps about one fix whose outcome was not undone, oldest first."""

    steps: list[LedgerStep] = field(default_factory=list)

    @property
    def first(self) -> LedgerStep | None:
        return self.steps[0] if self.steps else None

    @property
    def notes(self) -> str | None:
        """The notes of its last outcome."""
        outcomes = [step.data.get("notes") for step in self.steps if step.data["kind"] == OUTCOME]
        return outcomes[-1] if outcomes else None


def attempts_among(
    fixes: Iterable[SuggestedFix], steps: Sequence[LedgerStep], *, machines: Iterable[str] = ()
) -> list[Attempt]:
    """The ledger, oldest first.

    `steps`: at least the session's actions and the steps that carry evidence, oldest first.
    `machines`: names of machines that the session's facts give; one is used for output that names it.
    """
    histories = _histories(steps)
    begun = [_of_fix(fix, histories[str(fix.id)]) for fix in fixes if _is_attempt(fix)]
    begun += [_of_step(step) for step in steps if step.kind == StepKind.ACTION and not _is_about_a_fix(step)]
    begun.sort(key=lambda one: (one.place, one.attempt.id))
    _assign(begun, [step for step in steps if not _is_about_a_fix(step) and step.kind != StepKind.ACTION])
    names = _patterns(machines)
    return [_numbered(one, number, names) for number, one in enumerate(begun, start=1)]


def _histories(steps: Iterable[LedgerStep]) -> Mapping[str, _History]:
    about = [step for step in steps if _is_about_a_fix(step)]
    undone = {step.data["outcome_step_id"] for step in about if step.data["kind"] == UNDONE}
    histories: defaultdict[str, _History] = defaultdict(_History)
    for step in about:
        if step.data["kind"] != UNDONE and str(step.id) not in undone:
            histories[step.data["fix_id"]].steps.append(step)
    return histories


def _is_about_a_fix(step: LedgerStep) -> bool:
    return step.data.get("kind") in _OF_A_FIX


def _is_attempt(fix: SuggestedFix) -> bool:
    """Whether the fix was applied or has an outcome that a person recorded."""
    if fix.applied_at:
        return True
    return fix.status != FixStatus.PROPOSED and fix.dismissed_reason != DismissedReason.SUPERSEDED


def _of_fix(fix: SuggestedFix, history: _History) -> _Begun:
    first = history.first
    at = fix.applied_at or (first.created_at if first else fix.created_at)
    attempt = Attempt(
        id=fix.id,
        title=fix.title,
        kind=AttemptKind.FIX,
        by=_author(first),
        at=at,
        outcome=_OUTCOMES[FixStatus(fix.status)],
        notes=fix.notes or _noted_before(fix) or history.notes,
        script=bool(fix.ai_drafted_script) and fix.decision != Decision.DISMISSED,
        decision=fix.decision,
        template=fix.script_title,
    )
    place = (first.created_at, first.index) if first else (at, 0)
    return _Begun(attempt, place, _noted(history.steps), was_tried=fix.applied_at is not None)


def _noted_before(fix: SuggestedFix) -> str | None:
    """The notes of a dismissed fix's earlier outcome, so that nobody has to find the same thing out again."""
    return (fix.partial_notes or fix.pending_reason) if fix.status == FixStatus.DISMISSED else None


def _of_step(step: LedgerStep) -> _Begun:
    is_action = step.data.get("kind") == DONE
    attempt = Attempt(
        id=step.id,
        title=step.data["action"] if is_action else step.content,
        kind=AttemptKind.ACTION if is_action else AttemptKind.STEP,
        by=_author(step),
        at=step.created_at,
        outcome=AttemptOutcome.DONE if is_action else None,
        notes=step.data.get("notes"),
    )
    return _Begun(attempt, (step.created_at, step.index), _noted([step]))


def _author(step: LedgerStep | None) -> Author | None:
    return Author(step.author.id, step.author.name) if step and step.author else None


def _assign(begun: Sequence[_Begun], steps: Iterable[LedgerStep]) -> None:
    """Give each piece of evidence to the attempt that began last before it."""
    tried = [one for one in begun if one.was_tried]
    reached = 0
    for step in steps:
        while reached < len(tried) and tried[reached].place <= (step.created_at, step.index):
            reached += 1
        if reached:
            tried[reached - 1].evidence += _noted([step])


def _noted(steps: Iterable[LedgerStep]) -> list[Evidence]:
    return [
        Evidence(step.id, one["excerpt"], one["sha256"], one["machine"], step.created_at)
        for step in steps
        for one in step.data.get("evidence", [])
    ]


def _numbered(one: _Begun, number: int, machines: Mapping[str, re.Pattern[str]]) -> Attempt:
    newest = sorted(one.evidence, key=lambda piece: piece.at)[-MOST_EVIDENCE:]
    return replace(one.attempt, n=number, evidence=tuple(_placed(piece, machines) for piece in newest))


def _patterns(machines: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """The whole name in any case: `PC-14` does not name `PC-1`."""
    return {name: re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE) for name in machines if name}


def _placed(piece: Evidence, machines: Mapping[str, re.Pattern[str]]) -> Evidence:
    """With the machine of the facts that the excerpt names, if the output does not say itself where it is from."""
    if piece.machine:
        return piece
    named = [name for name, pattern in machines.items() if pattern.search(piece.excerpt)]
    return replace(piece, machine=named[0]) if len(named) == 1 else piece
