"""The case of a session: one structured answer, which names only what the session contains.

The caller sets the time budget, removes names and stores the result.
"""

from __future__ import annotations

from prompts.case.assembly import assemble_case
from prompts.case.inputs import CaseInput
from prompts.case.results import CaseNotes
from prompts.conversation import Assembled
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import InvalidOutput
from tasks.integrations.assistant.grounding import Ground
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.within_budget import answer_within_budget

NOT_KNOWN = "Not known."


def write_case(provider: Provider, session: CaseInput, control: Control) -> tuple[CaseNotes, Done]:
    """Raises AssistantError; InvalidOutput also where the session supports nothing of the problem."""

    def assemble(budget_tokens: int) -> Assembled[CaseInput]:
        return assemble_case(session, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, CaseNotes)
    return _supported(answer.result, Ground(answer.context)), answer.done


def _supported(notes: CaseNotes, ground: Ground) -> CaseNotes:
    """The case without what the session does not support; a signal has to be in the session word for word."""
    problem = ground.grounded_prose(notes.problem)
    if not problem:
        raise InvalidOutput
    return CaseNotes(
        signals=[signal for signal in notes.signals if ground.mentions(signal)],
        tried=ground.grounded(notes.tried),
        problem=problem,
        client_kind=notes.client_kind,
        cause=ground.grounded_prose(notes.cause) or NOT_KNOWN,
        fix=ground.grounded_prose(notes.fix),
        verification=ground.grounded_prose(notes.verification or "") or None,
        title=notes.title if ground.holds(notes.title) else problem,
    )
