"""Makes the prompt of the escalation package.

Secrets are redacted first, then text from people is neutralised, then the whole is fitted to the budget.
"""

from __future__ import annotations

from prompts.conversation import (
    Assembled,
    Message,
    as_json,
    attempt_states,
    fix_record,
    problem_and_facts,
    transcript_of,
)
from prompts.escalation_package.inputs import EscalationPackageInput
from prompts.outcomes import leading_fix, outcome_of
from prompts.redaction import redact_model
from prompts.sizing import PROMPT_TOKENS, fit_conversation
from prompts.templates import prompt_for


def assemble_escalation_package(
    session: EscalationPackageInput, *, budget_tokens: int = PROMPT_TOKENS
) -> Assembled[EscalationPackageInput]:
    """One user message: the session's record, its conversation, and what is on record about the leading fix."""
    redacted, prompt = redact_model(session), prompt_for("escalation_package")
    system, record, fix = prompt.system.render({}), _record(redacted), leading_fix(redacted.fixes)
    fitted = fit_conversation(redacted, budget_tokens, beside=system + record)
    inputs = {
        "session_record": record,
        "conversation": transcript_of(fitted.turns),
        "outcome": outcome_of(fix),
        "fix_ref": fix.ref if fix else "",
    }
    return Assembled(prompt, system, (Message("user", prompt.user.render(inputs)),), redacted, fitted.cut)


def _record(session: EscalationPackageInput) -> str:
    return as_json(
        {
            **problem_and_facts(session),
            "attempts": attempt_states(session),
            "fixes": [fix_record(fix) for fix in session.fixes],
            "escalation_reason": session.reason,
        }
    )
