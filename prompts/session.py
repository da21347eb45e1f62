"""What a prompt contains of an AI session: the fields that every task shares.

Shapes only.  A task adds its own fields in `prompts.<task>.inputs`; the actors fill them from the database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from prompts.images import ImageIn

EvidenceKind = Literal["step", "fact", "attempt", "signal", "case"]
Weighs = Literal["for", "against"]
HypothesisState = Literal["proposed", "investigating", "supported", "refuted"]


class Input(BaseModel):
    """Base of everything that a prompt is made from: closed and immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FactIn(Input):
    """Something established about the problem (*What we know*).  `ref` (`K1`, `K2`, …) is for citing it."""

    ref: str = ""
    kind: str
    value: str
    id: UUID | None = Field(default=None, exclude=True)
    """Of the stored fact; no prompt contains it."""


class MeaningIn(Input):
    """What a code can mean.  `family` says what kind of code it then is, and of an event its source."""

    code: str
    family: str
    meaning: str
    first_check: str


class SignalIn(Input):
    """A code of the session, which the library explains.  `ref` is how the session writes it; it is cited by that.

    More than one meaning: nothing in the text settles which one it is.
    """

    ref: str
    means: list[MeaningIn]
    steps: list[str] = []
    """Refs of the messages that have it (`S4`)."""


class FixIn(Input):
    """A suggested fix of the session.  `ref` is short and stable within the session (`F1`, `F2`, …).

    `notes` are those of its current status; `pending_reason`, `partial_notes` and `failure_reason` also keep those of
    earlier outcomes.  A proposal of the copilot's for an outcome is not here: only what a person recorded counts.
    """

    ref: str
    title: str
    rationale: str
    steps: list[str]
    risk: str
    status: str
    applied: bool
    notes: str | None
    applied_at: datetime | None = None
    verified_at: datetime | None = None
    pending_reason: str | None = None
    partial_notes: str | None = None
    failure_reason: str | None = None
    causes: list[str] = []
    """The hypotheses that the fix is for, by their refs."""
    guide: str | None = None
    guide_fix: str | None = None
    """Ids of the library's guide and of its fix, if the fix is one of a guide's."""
    script: str | None = None
    decision: str | None = None
    template: str | None = None
    """The drafted script, how the engineer chose to use it, and the title of the library's that was run instead."""
    id: UUID | None = Field(default=None, exclude=True)


class EvidenceIn(Input):
    """An excerpt of output that an engineer pasted; `machine` is where it is from, if the output or a fact says so."""

    machine: str | None
    excerpt: str


class AttemptIn(Input):
    """One entry of the attempt ledger.  `ref` is its place in it (`A1` is the oldest).

    `outcome` is None if nothing was recorded about the result.  Without evidence, a person only said so.
    """

    ref: str = ""
    what: str
    by: str | None = None
    outcome: str | None
    notes: str | None
    script: str | None = None  # what became of the one that was drafted for it, as a sentence
    evidence: list[EvidenceIn] = []
    id: UUID | None = Field(default=None, exclude=True)
    """Of the fix or of the step; no prompt contains it."""


class CitedIn(Input):
    """A piece of evidence of a hypothesis.  `ref` is a short name in the session, or the code of a signal."""

    kind: EvidenceKind
    ref: str
    weighs: Weighs
    note: str | None = None
    is_new: bool = False
    """The cause was refuted without it."""
    id: str = Field(default="", exclude=True)
    """As `Cited.id`; no prompt contains it."""
    label: str = Field(default="", exclude=True)
    """What it is, for people: "attempt 2"."""


class HypothesisIn(Input):
    """A possible cause.  `ref` is short and stable within the session (`H1` is the oldest)."""

    ref: str
    cause: str
    state: HypothesisState
    source: Literal["copilot", "engineer"] = "copilot"
    evidence: list[CitedIn] = []
    guide: str | None = None
    cause_id: str | None = None
    """Of the guide's cause."""
    state_by_engineer: bool = False
    """An engineer was the last to set the state."""
    id: UUID | None = Field(default=None, exclude=True)

    @property
    def of_guide(self) -> tuple[str | None, str | None]:
        return self.guide, self.cause_id


class CaseIn(Input):
    """A solved case of this desk that is like the session.  `ref` is its place among those that are sent (`C1`, …).

    It is another client's problem, written by people and by a copilot: untrusted, and no fact of this session.
    """

    ref: str
    title: str
    problem: str
    cause: str
    fix: str
    tried: list[str] = []
    in_common: list[str] = []
    """The words and codes that the session and the case share."""
    worked: int = 1
    """How often its fix worked, in its own session and in others."""
    failed: int = 0
    is_close: bool = False
    """So much in common that it may be named as what solved this before."""
    was_reopened: bool = False
    tried_here: bool = False
    """This session has tried its fix."""
    id: UUID | None = Field(default=None, exclude=True)


class GuideIn(Input):
    """A guide of the library that may fit the session.  `ref` is its place among those that are found (`G1`, …).

    It is checked knowledge about one kind of problem, and no fact of this session.
    """

    ref: str
    title: str
    checks: list[str]
    """What an expert asks or looks at first."""
    first_do_not: str
    """What makes the problem worse."""
    is_likely: bool = Field(default=False, exclude=True)
    """It fits well enough to be shown to a model."""
    id: str = Field(default="", exclude=True)


class TreeIn(Input):
    """A decision tree that fits the session.  `ref` is its place among those that are found (`T1`, …)."""

    ref: str
    title: str
    id: UUID | None = Field(default=None, exclude=True)


class LaneItemIn(Input):
    """An item of the task lane.  `state` is open, or skipped; then `note` is the engineer's reason, if there is one."""

    kind: str
    text: str
    state: str
    note: str | None = None


class SummaryIn(Input):
    """The stored summary of the older turns, written by a model or the Demo AI: untrusted, like every other text."""

    text: str
    covers_up_to: int
    """The index of the last step that it covers."""


class Place(Input):
    """A part of a text, in code points, the end excluded."""

    start: int
    end: int


class LogIn(Input):
    """A text file of a message: its beginning, error lines and end.  `lines_omitted` counts those that are left out.

    With the source `ticket`, the text of the ticket that the session is about, beside its first message.
    """

    name: str
    text: str
    source: Literal["log", "ticket"] = "log"
    lines_omitted: int = 0


class Turn(Input):
    """One message of the conversation.  The copilot's messages contain no markers."""

    role: Literal["engineer", "copilot"]
    author: str
    content: str
    heading: str = ""
    """The question that the engineer answers, or the action that was done: the copilot's words, not the engineer's."""
    step_id: str | None = None
    index: int | None = None
    """Of the step: the model cites step 4 as `S4`."""
    is_log: bool = False
    """The message shows pasted output or a log file, so what it says may be noise."""
    released: list[Place] = []
    """Places that a person let the copilot read although redaction takes them for secrets."""
    is_summary: bool = False
    is_recorded: bool = False
    """An action or a note: recorded in the session, and not said to the copilot."""
    is_action: bool = False
    """What was done, without a word about what it showed: no evidence."""
    images: list[ImageIn] = []
    logs: list[LogIn] = []

    @property
    def whole(self) -> str:
        """The heading with the content."""
        return f"{self.heading}\n\n{self.content}".strip() if self.heading else self.content

    def is_covered_by(self, summary: SummaryIn) -> bool:
        return self.index is not None and self.index <= summary.covers_up_to


class SessionInput(Input):
    """The session as a task sees it."""

    title: str | None = None
    """The title that the copilot or a person gave the session; None while it only has the first words as its title."""
    problem: str
    client_name: str | None
    psa_ticket_id: str | None
    turns: list[Turn]
    """Oldest first."""
    turns_left_out: int = 0
    """How many turns between the first one and the others were not read at all, because the session is very long."""
    summary: SummaryIn | None = None
    released_in_problem: list[Place] = []
    """As `Turn.released`: the problem is the first step."""
    redact_contacts: bool = False
    """Whether the account keeps e-mail addresses and phone numbers from the provider."""
    facts: list[FactIn]
    signals: list[SignalIn] = []
    """The codes that people and their output mention, in the order in which they first occur."""
    rejected_facts: list[FactIn] = []
    """Facts that an engineer dismissed, and earlier wordings of reworded ones, which do not count."""
    fixes: list[FixIn]
    hypotheses: list[HypothesisIn] = []
    """Oldest first, refuted ones too."""
    attempts: list[AttemptIn] = []
    """The attempt ledger, oldest first."""
    cases: list[CaseIn] = []
    """Solved cases of this desk that are like the session, the closest first."""
    guides: list[GuideIn] = []
    """Guides of the library, and decision trees, that may fit, the likeliest first."""
    trees: list[TreeIn] = []
    lane: list[LaneItemIn] = []
    """The open items of the task lane, and the newest skipped ones; what was answered or done is among the turns."""
