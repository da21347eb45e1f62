"""Makes the prompt of a case."""

from __future__ import annotations

from typing import Any

from prompts.case.inputs import CaseInput
from prompts.conversation import Assembled
from prompts.previews import assemble_preview, record_of_session
from prompts.sizing import PROMPT_TOKENS


def assemble_case(session: CaseInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled[CaseInput]:
    """As `prompts.previews.assemble_preview`."""
    return assemble_preview("case", session, record_of=_record, budget_tokens=budget_tokens)


def _record(session: CaseInput) -> dict[str, Any]:
    solved = {"resolution": session.resolution, "verification": session.verification}
    return {**record_of_session(session), **{name: value for name, value in solved.items() if value}}
