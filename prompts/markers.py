"""The markers that a chat reply may carry after its prose: their tags, their bodies, and how they look as a schema.

Parsing a stream is `tasks.integrations.assistant.marker_filter`; making text of people harmless is `prompts.untrusted`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from prompts.results import Action, FactOut, FixOutcome, Level, Line, Lines, Paragraph, Question

MAX_BODY_CHARACTERS = 4_000


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SuggestFixBody(_Body):
    """`script_block` counts the fenced code blocks of the same reply from 1."""

    title: Line
    rationale: Paragraph
    steps: Annotated[Lines, Field(min_length=1)]
    risk: Level
    script_block: Annotated[int, Field(ge=1)] | None = None


def _first(limit: int) -> BeforeValidator:
    return BeforeValidator(lambda values: values[:limit] if isinstance(values, list) else values)


class FactsBody(_Body):
    """What the reply established."""

    facts: Annotated[list[FactOut], _first(12)]


class QuestionsBody(_Body):
    """What the engineer should answer."""

    questions: Annotated[list[Question], _first(6)]


class ActionsBody(_Body):
    """What the engineer should do."""

    actions: Annotated[list[Action], _first(6)]


MarkerBody = SuggestFixBody | FactsBody | QuestionsBody | ActionsBody | FixOutcome

BODIES: dict[str, type[MarkerBody]] = {
    "SUGGEST_FIX": SuggestFixBody,
    "FACTS": FactsBody,
    "QUESTIONS": QuestionsBody,
    "ACTIONS": ActionsBody,
    "FIX_OUTCOME": FixOutcome,
}
TAGS = tuple(BODIES)
