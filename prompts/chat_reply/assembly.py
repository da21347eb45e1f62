"""Makes the prompt of a chat reply.

Secrets are redacted first, then text from people is neutralised, then the whole is fitted to the budget.  The system
text contains nothing of the session, so that it stays byte-stable for the provider's cache.
"""

from __future__ import annotations

from prompts.chat_reply.inputs import ChatReplyInput
from prompts.conversation import (
    Assembled,
    Message,
    as_json,
    attempt_states,
    fix_state,
    hypothesis_states,
    message_refs,
    messages_of,
    problem_and_facts,
    signal_states,
)
from prompts.redaction import redact_model
from prompts.sizing import PROMPT_TOKENS, fit_conversation
from prompts.templates import prompt_for


def assemble_chat_reply(session: ChatReplyInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled[ChatReplyInput]:
    """The conversation as messages; the last one is followed by the session's state."""
    redacted, prompt = redact_model(session), prompt_for("chat_reply")
    system, state = prompt.system.render({}), _state(redacted)
    fitted = fit_conversation(redacted, budget_tokens, beside=system + state)
    messages = messages_of(fitted.turns)
    earlier, latest = (messages[:-1], messages[-1]) if messages[-1].role == "user" else (messages, Message("user", ""))
    final = prompt.user.render({"engineer_message": latest.content, "session_state": state})
    return Assembled(prompt, system, (*earlier, Message("user", final, latest.images)), redacted, fitted.cut)


def _state(session: ChatReplyInput) -> str:
    fixes = [fix_state(fix) for fix in session.fixes]
    attempts = attempt_states(session)
    lane = [item.model_dump(exclude_none=True) for item in session.lane]
    hypotheses, messages = hypothesis_states(session), message_refs(session.turns)
    cases = [case.model_dump() for case in session.cases]
    more = {"hypotheses": hypotheses, "fixes": fixes, "attempts": attempts, "lane": lane, "messages": messages}
    more |= {"solved_before": cases} if cases else {}
    guides = [guide.model_dump() for guide in session.guides if guide.is_likely]
    more |= {"guides": guides} if guides else {}
    trees = [tree.model_dump() for tree in session.trees]
    more |= {"trees": trees} if trees else {}
    return as_json({"title": session.title, **problem_and_facts(session), **signal_states(session), **more})
