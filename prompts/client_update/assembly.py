"""Makes the prompt of a client update.

Secrets are redacted first, then text from people is neutralised, then the whole is fitted to the budget.
"""

from __future__ import annotations

from prompts.client_update.inputs import ClientUpdateInput
from prompts.conversation import Assembled, Message, as_json, fix_state, problem_and_facts, transcript_of
from prompts.redaction import redact_model
from prompts.sizing import PROMPT_TOKENS, fit_conversation
from prompts.templates import prompt_for


def assemble_client_update(
    session: ClientUpdateInput, *, budget_tokens: int = PROMPT_TOKENS
) -> Assembled[ClientUpdateInput]:
    """One user message: the session's record and its conversation."""
    redacted, prompt = redact_model(session), prompt_for("client_update")
    system, record = prompt.system.render({}), _record(redacted)
    fitted = fit_conversation(redacted, budget_tokens, beside=system + record)
    user = prompt.user.render({"session_record": record, "conversation": transcript_of(fitted.turns)})
    return Assembled(prompt, system, (Message("user", user),), redacted, fitted.cut)


def _record(session: ClientUpdateInput) -> str:
    return as_json(
        {
            **problem_and_facts(session),
            "fixes": [fix_state(fix) for fix in session.fixes if fix.applied],
            "status": session.status,
            "resolution": session.resolution,
            "verification": session.verification,
        }
    )
