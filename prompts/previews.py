"""What the prompts of both previews have in common: the session's record, its conversation and the leading fix.

Secrets are redacted first, then text from people is neutralised, then the whole is fitted to the budget.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from prompts.conversation import (
    Assembled,
    Message,
    as_json,
    attempt_states,
    fix_record,
    hypothesis_states,
    problem_and_facts,
    transcript_of,
)
from prompts.outcomes import leading_fix, outcome_of
from prompts.redaction import redact_model
from prompts.session import SessionInput
from prompts.sizing import fit_conversation
from prompts.templates import prompt_for

Session = TypeVar("Session", bound=SessionInput)


def assemble_preview(
    task: str, session: Session, *, record_of: Callable[[Session], dict[str, Any]], budget_tokens: int
) -> Assembled[Session]:
    """One user message: the session's record, its conversation, and what is on record about the leading fix.

    `task` names the prompt; `record_of` makes the record from the redacted session.
    """
    redacted, prompt = redact_model(session), prompt_for(task)
    system, record, fix = prompt.system.render({}), as_json(record_of(redacted)), leading_fix(redacted.fixes)
    fitted = fit_conversation(redacted, budget_tokens, beside=system + record)
    inputs = {
        "session_record": record,
        "conversation": transcript_of(fitted.turns),
        "outcome": outcome_of(fix),
        "fix_ref": fix.ref if fix else "",
    }
    return Assembled(prompt, system, (Message("user", prompt.user.render(inputs)),), redacted, fitted.cut)


def record_of_session(session: SessionInput) -> dict[str, Any]:
    """Problem, facts, hypotheses, attempts and fixes, as the model reads them."""
    return {
        **problem_and_facts(session),
        "hypotheses": hypothesis_states(session),
        "attempts": attempt_states(session),
        "fixes": [fix_record(fix) for fix in session.fixes],
    }
