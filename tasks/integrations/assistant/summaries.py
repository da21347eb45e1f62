"""The rolling summary of a session's older turns: one structured answer, checked against what it summarises.

The caller sets the time budget, stores the result and decides how many turns it takes at a time.
"""

from __future__ import annotations

import re

from prompts.conversation_summary.assembly import assemble_conversation_summary
from prompts.conversation_summary.inputs import ConversationSummaryInput
from prompts.conversation_summary.results import ConversationSummary
from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import InvalidOutput, TooLarge
from tasks.integrations.assistant.grounding import Ground
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.requests import request_for, shrinking
from tasks.integrations.assistant.structured import structured

_TAG = re.compile(r"\[([a-z]{1,20}(?:-[a-z]{1,20}){0,3})-\d{1,9} redacted\]")


def summarise(provider: Provider, session: ConversationSummaryInput, control: Control) -> tuple[str, Done]:
    """One line for each point, and the provider's answer.

    A point that names what neither the turns nor the earlier summary contain is dropped.  Raises AssistantError;
    InvalidOutput also where no point is left.
    """
    attempts = Attempts(provider, control)
    for assembled, is_last in shrinking(lambda tokens: assemble_conversation_summary(session, budget_tokens=tokens)):
        request = request_for(provider, assembled, ConversationSummary)
        try:
            summary, done = structured(attempts, request, ConversationSummary)
        except TooLarge:
            if is_last:
                raise
        else:
            return _text_of(Ground(assembled.context).grounded(summary.points)), done
    raise AssertionError("the last prompt returns or raises")


def _text_of(points: list[str]) -> str:
    if not points:
        raise InvalidOutput
    return "\n".join(f"- {_without_number(' '.join(point.split()))}" for point in points)


def _without_number(point: str) -> str:
    """A tag's number counts within one prompt, and this text is read in others."""
    return _TAG.sub(r"[\1 redacted]", point)
