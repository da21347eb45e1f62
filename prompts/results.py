"""What a model may answer, as closed, typed shapes.

Field order is evidence before conclusion, since a model writes them in this order.  The vendor's API does not
enforce lengths, so texts are trimmed here; a wrong type or an unknown key is a ValidationError.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Level = Literal["low", "medium", "high"]
"""Of risk and of confidence."""

Outcome = Literal["worked", "did_not_work", "partially"]


def _first_texts(limit: int) -> BeforeValidator:
    """Keep at most `limit` texts, without the blank ones a model likes to leave."""

    def shorten(values: object) -> object:
        if not isinstance(values, list):
            return values
        return [value for value in values if not (isinstance(value, str) and not value.strip())][:limit]

    return BeforeValidator(shorten)


_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Without NUL and lone surrogates: JSON can spell them, a database and UTF-8 cannot keep them."""
    return _NOT_TEXT.sub("", text)


def _cut_to(limit: int) -> BeforeValidator:
    def cut(value: object) -> object:
        return storable(value).strip()[:limit].rstrip() if isinstance(value, str) else value

    return BeforeValidator(cut)


_Filled = StringConstraints(min_length=1)
Line = Annotated[str, _Filled, _cut_to(300)]
Paragraph = Annotated[str, _Filled, _cut_to(4_000)]
Lines = Annotated[list[Line], _first_texts(12)]


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Assessment(_Result):
    """The reading of an escalated session for whoever picks it up."""

    facts_used: Lines
    open_questions: Lines
    likely_cause: Paragraph
    summary: Paragraph
    confidence: Level
    suggested_steps: Lines


class SuggestFix(_Result):
    """A fix that the copilot proposes; `script` is the text of the reply's code block that it points to."""

    title: Line
    rationale: Paragraph
    steps: Lines
    risk: Level
    script: str | None = None


class FactOut(_Result):
    """A fact that the copilot established."""

    kind: Annotated[str, _Filled, _cut_to(40)]
    value: Line


class Question(_Result):
    """A question for the task lane; without choices the answer is free text."""

    text: Line
    choices: Lines | None = None


class Action(_Result):
    """An action for the task lane, optionally with the command to run."""

    text: Line
    command: Annotated[str, _cut_to(2_000)] | None = None


class FixOutcome(_Result):
    """What the engineer said a fix did, in the engineer's own words (`quote`)."""

    fix_ref: Annotated[str, _Filled, _cut_to(12)]
    outcome: Outcome
    quote: Annotated[str, _Filled, _cut_to(500)]
    note: Annotated[str, _cut_to(4_000)] | None = None
