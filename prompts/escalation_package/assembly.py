"""Makes the prompt of the escalation package."""

from __future__ import annotations

from typing import Any

from prompts.conversation import Assembled
from prompts.escalation_package.inputs import EscalationPackageInput
from prompts.previews import assemble_preview, record_of_session
from prompts.sizing import PROMPT_TOKENS


def assemble_escalation_package(
    session: EscalationPackageInput, *, budget_tokens: int = PROMPT_TOKENS
) -> Assembled[EscalationPackageInput]:
    """As `prompts.previews.assemble_preview`; the record also has the reason of the escalation."""
    return assemble_preview("escalation_package", session, record_of=_record, budget_tokens=budget_tokens)


def _record(session: EscalationPackageInput) -> dict[str, Any]:
    return record_of_session(session) | {"escalation_reason": session.reason}
