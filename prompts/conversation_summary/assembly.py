"""Makes the prompt of a rolling summary.

Secrets are redacted first, then text from people and from models is neutralised.
"""

from __future__ import annotations

from prompts.conversation import Assembled, Message, transcript_of
from prompts.conversation_summary.inputs import ConversationSummaryInput
from prompts.pastes import PASTE_CHARACTERS, trim_paste
from prompts.redaction import redact_model
from prompts.session import SummaryIn, Turn
from prompts.sizing import CHARACTERS_PER_TOKEN, PROMPT_TOKENS, estimate_tokens
from prompts.templates import prompt_for
from prompts.untrusted import neutralise

NO_SUMMARY = "none"


def assemble_conversation_summary(
    session: ConversationSummaryInput, *, budget_tokens: int = PROMPT_TOKENS
) -> Assembled[ConversationSummaryInput]:
    """One user message: the summary so far and the turns to add; each turn has an equal share of the budget."""
    redacted, prompt = redact_model(session), prompt_for("conversation_summary")
    system, earlier = prompt.system.render({}), _earlier(redacted.summary)
    turns = _shortened(redacted.turns, budget_tokens - estimate_tokens(system + earlier))
    user = prompt.user.render({"earlier_summary": earlier, "conversation": transcript_of(turns)})
    return Assembled(prompt, system, (Message("user", user),), redacted)


def _earlier(summary: SummaryIn | None) -> str:
    return neutralise(summary.text) if summary else NO_SUMMARY


def _shortened(turns: list[Turn], budget_tokens: int) -> list[Turn]:
    share = min(int(budget_tokens * CHARACTERS_PER_TOKEN / max(len(turns), 1)), PASTE_CHARACTERS)
    return [turn.model_copy(update={"content": trim_paste(turn.content, share)}) for turn in turns]
