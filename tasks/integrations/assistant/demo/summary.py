"""The Demo AI's rolling summary: what each engineer said, in the first words of it."""

from __future__ import annotations

from models.titles import summary_of
from prompts.conversation_summary.inputs import ConversationSummaryInput
from prompts.conversation_summary.results import MOST_POINTS, ConversationSummary
from prompts.session import Turn

_LONGEST_POINT = 200
_FIRST_KEPT = 4
"""The report stands at the beginning; what is left out when there are many points is in the middle."""


def summary_of_turns(context: ConversationSummaryInput) -> ConversationSummary:
    """The points of the earlier summary, then one for each turn of an engineer."""
    earlier = context.summary.text.splitlines() if context.summary else []
    points = [line.removeprefix("- ") for line in earlier if line.strip()]
    points += [_point(turn) for turn in context.turns if turn.role == "engineer"]
    if len(points) > MOST_POINTS:
        points = [*points[:_FIRST_KEPT], *points[_FIRST_KEPT - MOST_POINTS :]]
    return ConversationSummary(points=points or ["The engineers wrote nothing in these turns."])


def _point(turn: Turn) -> str:
    """The words of the turn, in which pasted text is named in a few words."""
    return f"{turn.author}: {summary_of(turn.content, _LONGEST_POINT)}"
