"""Makes the prompt of an assessment.

Secrets are redacted first, then text from people is neutralised, then the whole is fitted to the budget.
"""

from __future__ import annotations

from prompts.assessment.inputs import AssessmentInput
from prompts.conversation import (
    Assembled,
    Message,
    as_json,
    attempt_states,
    fix_state,
    hypothesis_states,
    problem_and_facts,
    signal_states,
    transcript_of,
)
from prompts.redaction import redact_model
from prompts.sizing import PROMPT_TOKENS, fit_conversation
from prompts.templates import prompt_for


def assemble_assessment(session: AssessmentInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled[AssessmentInput]:
    """One user message: the session's record and its conversation."""
    redacted, prompt = redact_model(session), prompt_for("assessment")
    system, record = prompt.system.render({}), _record(redacted)
    fitted = fit_conversation(redacted, budget_tokens, beside=system + record)
    user = prompt.user.render({"session_record": record, "conversation": transcript_of(fitted.turns)})
    return Assembled(prompt, system, (Message("user", user),), redacted, fitted.cut)


def _record(session: AssessmentInput) -> str:
    cases = [case.model_dump() for case in session.cases]
    return as_json(
        {
            **problem_and_facts(session),
            **signal_states(session),
            "hypotheses": hypothesis_states(session),
            "attempts": attempt_states(session),
            "fixes": [fix_state(fix) | {"rationale": fix.rationale} for fix in session.fixes],
            "escalated_by": session.escalated_by,
            "escalation_reason": session.reason,
        }
        | ({"solved_before": cases} if cases else {})
    )
