"""Makes the prompt for the parameters of a script.

Secrets are redacted first, then text from people is neutralised.  A script that is too long is sent in part.
"""

from __future__ import annotations

from prompts.conversation import Assembled, Message, as_json, problem_and_facts
from prompts.redaction import redact_model
from prompts.sizing import CHARACTERS_PER_TOKEN, PROMPT_TOKENS
from prompts.templates import prompt_for
from prompts.templatize.inputs import TemplatizeInput
from prompts.untrusted import fenced

_SHARE = 0.6
"""Of the budget that the script may have."""


def assemble_templatize(session: TemplatizeInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled[TemplatizeInput]:
    """One user message: the script, with the problem and the facts that it was written for."""
    redacted, prompt = redact_model(session), prompt_for("templatize")
    state = {
        "language": redacted.language,
        "title": redacted.script_title,
        "purpose": redacted.script_purpose,
        **(problem_and_facts(redacted) if redacted.in_session else {}),
    }
    body = redacted.body[: int(budget_tokens * _SHARE * CHARACTERS_PER_TOKEN)]
    inputs = {"script_state": as_json(state), "script": fenced("paste", body)}
    message = Message("user", prompt.user.render(inputs))
    return Assembled(prompt, prompt.system.render({}), (message,), redacted)
