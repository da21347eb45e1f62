"""The body that each marker of a chat reply must have.

Finding markers in a stream is `tasks.integrations.assistant.marker_filter`; taking them out of text from people is
`prompts.untrusted`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from prompts.chat_reply.results import Action, FactOut, FixOutcome, Question
from prompts.marker_tags import MarkerTag
from prompts.shapes import Level, Line, Lines, Paragraph

MAX_BODY_CHARACTERS = 4_000


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SuggestFixBody(_Body):
    """`script_block` is the number of a fenced code block in the same reply, counted from 1."""

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


class TitleBody(_Body):
    """What the session is about, once that is clear."""

    title: Line


MarkerBody = SuggestFixBody | FactsBody | QuestionsBody | ActionsBody | FixOutcome | TitleBody

BODIES: dict[str, type[MarkerBody]] = {
    MarkerTag.SUGGEST_FIX: SuggestFixBody,
    MarkerTag.FACTS: FactsBody,
    MarkerTag.QUESTIONS: QuestionsBody,
    MarkerTag.ACTIONS: ActionsBody,
    MarkerTag.FIX_OUTCOME: FixOutcome,
    MarkerTag.TITLE: TitleBody,
}
