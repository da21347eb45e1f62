"""What a chat reply may add to the session, apart from its prose."""

from __future__ import annotations

from typing import Annotated, Literal

from prompts.shapes import Filled, Level, Line, Lines, Paragraph, Result, cut_to

Outcome = Literal["worked", "did_not_work", "partially"]


class SuggestFix(Result):
    """A fix that the copilot proposes; `script` is the text of the code block in the reply that it points to."""

    title: Line
    rationale: Paragraph
    steps: Lines
    risk: Level
    script: str | None = None


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
