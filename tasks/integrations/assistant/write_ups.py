"""The documentation of a session and the text for its client: one structured answer each, checked against the session.

The caller sets the time budget and stores the result.
"""

from __future__ import annotations

from prompts.client_update.assembly import assemble_client_update
from prompts.client_update.inputs import ClientUpdateInput
from prompts.client_update.results import ClientMessage
from prompts.conversation import Assembled
from prompts.documentation.assembly import assemble_documentation
from prompts.documentation.inputs import DocumentationInput
from prompts.documentation.results import Documentation
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import InvalidOutput
from tasks.integrations.assistant.grounding import Ground
from tasks.integrations.assistant.honesty import established_cause
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.within_budget import answer_within_budget


def document(provider: Provider, session: DocumentationInput, control: Control) -> tuple[Documentation, Done]:
    """Write up the session.  The result names only what the session contains.

    Raises AssistantError; InvalidOutput also where the session supports nothing of the answer.
    """

    def assemble(budget_tokens: int) -> Assembled[DocumentationInput]:
        return assemble_documentation(session, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, Documentation)
    supported = _supported(answer.result, answer.context)
    if not any((supported.problem, supported.actions, supported.resolution)):
        raise InvalidOutput
    return supported, answer.done


def write_to_client(provider: Provider, session: ClientUpdateInput, control: Control) -> tuple[ClientMessage, Done]:
    """Write to the session's client.  The result names only what the session contains.

    Raises AssistantError; InvalidOutput also where the session supports nothing of the answer.
    """

    def assemble(budget_tokens: int) -> Assembled[ClientUpdateInput]:
        return assemble_client_update(session, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, ClientMessage)
    ground = Ground(answer.context)
    parts = {name: ground.grounded_prose(text) for name, text in answer.result}
    if not any(parts.values()):
        raise InvalidOutput
    return ClientMessage(**parts), answer.done


def _supported(written: Documentation, session: DocumentationInput) -> Documentation:
    """The documentation without what the session does not support."""
    ground = Ground(session)
    checked = {
        name: ground.grounded(value) if isinstance(value, list) else ground.grounded_prose(value)
        for name, value in written
    }
    cause = established_cause(str(checked["cause"]), session)
    return Documentation.model_validate(checked | {"cause": cause})
