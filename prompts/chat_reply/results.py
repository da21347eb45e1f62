"""What a chat reply may add to the session, apart from its prose."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from prompts.session import EvidenceKind, HypothesisState, Weighs
from prompts.shapes import Filled, Level, Line, Lines, Paragraph, Result, cut_to

Outcome = Literal["worked", "did_not_work", "partially"]


Ref = Annotated[str, Filled, cut_to(80)]
ShortNote = Annotated[str, cut_to(300)]


class Cited(Result):
    """A piece of evidence that exists in the session.  `id` is its row's, a signal's code or a case's id."""

    kind: EvidenceKind
    ref: str
    id: str
    weighs: Weighs
    note: ShortNote | None = None


class HypothesisOut(Result):
    """A possible cause after code has weighed it.  `known` is the ref of the hypothesis that it changes.

    `new_evidence`: the refs that bring back a cause that was refuted without them.
    """

    known: str | None = None
    cause: Line
    state: HypothesisState
    evidence: list[Cited] = Field(default_factory=list)
    guide: str | None = None
    cause_id: str | None = None
    new_evidence: list[str] = Field(default_factory=list)


class SuggestFix(Result):
    """A fix that the copilot proposes; `script` is the text of the code block in the reply that it points to.

    `causes` are the hypotheses that it is for, by their words.  `guide` and `guide_fix` name the guide's fix.
    """

    title: Line
    rationale: Paragraph
    steps: Lines
    risk: Level
    script: str | None = None
    causes: list[str] = Field(default_factory=list)
    guide: str | None = None
    guide_fix: str | None = None


class FactOut(Result):
    """A fact that the copilot established."""

    kind: Annotated[str, Filled, cut_to(40)]
    value: Annotated[str, Filled, cut_to(500)]


class Question(Result):
    """A question for the task lane; without choices the answer is free text."""

    text: Line
    choices: Lines | None = None


class Action(Result):
    """An action for the task lane, optionally with the command to run."""

    text: Line
    command: Annotated[str, cut_to(2_000)] | None = None


class FixOutcome(Result):
    """What the engineer said a fix did, in the engineer's own words (`quote`)."""

    fix_ref: Annotated[str, Filled, cut_to(12)]
    outcome: Outcome
    quote: Annotated[str, Filled, cut_to(500)]
    note: Annotated[str, cut_to(4_000)] | None = None
