"""Makes the prompt of the resolution note.

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
from prompts.outcomes import leading_fix, outcome_of
from prompts.redaction import redact_model
from prompts.resolution_note.inputs import ResolutionNoteInput
from prompts.sizing import PROMPT_TOKENS, fit_conversation
from prompts.templates import prompt_for


def assemble_resolution_note(
    session: ResolutionNoteInput, *, budget_tokens: int = PROMPT_TOKENS
) -> Assembled[ResolutionNoteInput]:
    """One user message: the session's record, its conversation, and what is on record about the leading fix."""
    redacted, prompt = redact_model(session), prompt_for("resolution_note")
    system, record, fix = prompt.system.render({}), _record(redacted), leading_fix(redacted.fixes)
    fitted = fit_conversation(redacted, budget_tokens, beside=system + record)
    inputs = {
        "session_record": record,
        "conversation": transcript_of(fitted.turns),
        "outcome": outcome_of(fix),
        "fix_ref": fix.ref if fix else "",
    }
    return Assembled(prompt, system, (Message("user", prompt.user.render(inputs)),), redacted, fitted.cut)


def _record(session: ResolutionNoteInput) -> str:
    return as_json(
        {
            **problem_and_facts(session),
            "attempts": attempt_states(session),
            "fixes": [fix_record(fix) for fix in session.fixes],
        }
    )
