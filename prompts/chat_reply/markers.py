"""The body that each marker of a chat reply must have.

Finding markers in a stream is `tasks.integrations.assistant.marker_filter`; taking them out of text from people is
`prompts.untrusted`.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from prompts.chat_reply.results import Action, FactOut, FixOutcome, Question, Ref, ShortNote
from prompts.marker_tags import MarkerTag
from prompts.session import EvidenceKind, HypothesisState, Weighs
from prompts.shapes import Level, Line, Lines, Paragraph, cut_to, first_texts

MAX_BODY_CHARACTERS = 4_000


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SuggestFixBody(_Body):
    """`script_block` is the number of a fenced code block in the same reply, counted from 1.

    `causes` (in JSON `for`) are refs of hypotheses in the session state, refs or causes of this reply's hypotheses, or
    ids of the guide's causes.  `guide` and `guide_fix` are the ids of a guide of the library and of its fix.
    """

    title: Line
    rationale: Paragraph
    steps: Annotated[Lines, Field(min_length=1)]
    risk: Level
    script_block: Annotated[int, Field(ge=1)] | None = None
    causes: Annotated[list[Line], first_texts(6), Field(alias="for")] = []
    guide: Ref | None = None
    guide_fix: Ref | None = None


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


class CitedEvidence(_Body):
    """`ref` is a short name of the session state (`S4`, `K1`, `A2`, `F1`, `C1`) or a signal's code; its first letter
    says the kind, except a signal's.
    """

    kind: EvidenceKind | None = None
    ref: Ref
    weighs: Weighs
    note: ShortNote | None = None


class HypothesisBody(_Body):
    """A cause.  `ref` is that of the session state; a new cause may have a ref of its own, which `for` can name."""

    ref: Annotated[str, cut_to(12)] | None = None
    cause: Line | None = None
    state: HypothesisState | None = None
    evidence: Annotated[list[CitedEvidence], _first(8)] = []
    guide: Ref | None = None
    cause_id: Ref | None = None

    @model_validator(mode="after")
    def _names_a_cause(self) -> Self:
        if not (self.ref or self.cause):
            raise ValueError("a hypothesis needs its ref or its cause")
        return self


class HypothesesBody(_Body):
    """The causes that the reply weighs."""

    hypotheses: Annotated[list[HypothesisBody], _first(6)]


MarkerBody = SuggestFixBody | FactsBody | QuestionsBody | ActionsBody | FixOutcome | TitleBody | HypothesesBody

BODIES: dict[str, type[MarkerBody]] = {
    MarkerTag.SUGGEST_FIX: SuggestFixBody,
    MarkerTag.FACTS: FactsBody,
    MarkerTag.QUESTIONS: QuestionsBody,
    MarkerTag.ACTIONS: ActionsBody,
    MarkerTag.FIX_OUTCOME: FixOutcome,
    MarkerTag.TITLE: TitleBody,
    MarkerTag.HYPOTHESES: HypothesesBody,
}
