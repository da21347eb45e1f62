"""Makes the prompt of a reply of the script builder.

Secrets are redacted first, then text from people is neutralised, then the whole is fitted to the budget.
"""

from __future__ import annotations

from typing import Any

from prompts.conversation import Assembled, Message, as_json, fix_record, messages_of, problem_and_facts
from prompts.redaction import redact_model
from prompts.script.inputs import ScriptInput
from prompts.sizing import PROMPT_TOKENS, fit_conversation
from prompts.templates import prompt_for

LONGEST_SCRIPT = 40_000
"""Of the script as it is, in characters; a longer one is sent in part, which the prompt says."""


def assemble_script(session: ScriptInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled[ScriptInput]:
    """The conversation as messages; the last one is followed by the script and what is known."""
    redacted, prompt = redact_model(session), prompt_for("script")
    system, state = prompt.system.render({}), as_json(_state(redacted, budget_tokens))
    fitted = fit_conversation(redacted, budget_tokens, beside=system + state)
    messages = messages_of(fitted.turns)
    earlier, latest = (messages[:-1], messages[-1]) if messages[-1].role == "user" else (messages, Message("user", ""))
    final = prompt.user.render({"request": latest.content, "script_state": state})
    return Assembled(prompt, system, (*earlier, Message("user", final)), redacted, fitted.cut)


def _state(session: ScriptInput, budget_tokens: int) -> dict[str, Any]:
    state: dict[str, Any] = {"language": session.language, "script": _script(session, budget_tokens)}
    if session.in_session:
        state |= problem_and_facts(session)
        state |= {"fixes": [fix_record(fix) | {"steps": fix.steps} for fix in session.fixes]}
    return state


def _script(session: ScriptInput, budget_tokens: int) -> dict[str, Any] | None:
    if session.script is None:
        return None
    longest = min(LONGEST_SCRIPT, budget_tokens)  # a third of the budget
    body = session.script.body
    cut = {"body": body[:longest], "characters_left_out": len(body) - longest} if len(body) > longest else {}
    return session.script.model_dump(exclude_none=True) | cut
