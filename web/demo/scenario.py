"""The vocabulary of the demo's scenarios: when a session started, and who did what how many minutes later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.fix_transitions import FixStatus
from models.hypothesis_rules import HypothesisState
from models.operations.ai_sessions import Problem
from models.operations.facts import FoundFact
from models.operations.lane_items import AskedItem
from models.operations.suggested_fixes import ProposedFix
from web.demo.relative_times import RelativeTime


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that `by` (`sam`, `priya` or `morgan`) did `after` this many minutes from the start."""

    after: float
    by: str = "sam"


@dataclass(frozen=True, kw_only=True)
class SendMessage(Action):
    """The copilot answers with `answer` half a minute later."""

    message: str
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class AddNote(Action):
    note: str


@dataclass(frozen=True, kw_only=True)
class ApplyFix(Action):
    """Applies the newest fix."""


@dataclass(frozen=True, kw_only=True)
class RecordOutcome(Action):
    """Records the outcome of the newest fix."""

    outcome: FixStatus
    notes: str | None = None


@dataclass(frozen=True, kw_only=True)
class Escalate(Action):
    """Escalates to the team.  The assessment is stored some seconds later; without one, a worker writes it."""

    reason: str
    assessment: Assessment | None = None


@dataclass(frozen=True, kw_only=True)
class Claim(Action):
    by: str = "priya"


@dataclass(frozen=True, kw_only=True)
class Park(Action):
    reason: str


@dataclass(frozen=True, kw_only=True)
class Resolve(Action):
    resolution: str


@dataclass(frozen=True, kw_only=True)
class Abandon(Action):
    pass


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A possible cause, and what the message that the copilot answers says for it."""

    cause: str
    state: HypothesisState = HypothesisState.INVESTIGATING
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A reply of the copilot: the facts it established, the causes it weighs, its fix and what it asks for."""

    text: str
    title: str | None = None
    facts: Sequence[FoundFact] = ()
    fix: ProposedFix | None = None
    asked: Sequence[AskedItem] = ()
    causes: Sequence[Cause] = ()


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The copilot's assessment of an escalation, with the fields that a worker stores."""

    facts_used: Sequence[str]
    open_questions: Sequence[str]
    likely_cause: str
    summary: str
    confidence: str
    suggested_steps: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A session from its first message to its current state."""

    started: RelativeTime
    problem: Problem
    answer: Answer
    by: str = "sam"
    actions: Sequence[Action] = field(default_factory=tuple)
