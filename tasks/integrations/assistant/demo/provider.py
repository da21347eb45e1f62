"""The provider that answers from the guides of the library, word by word as a model does."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from prompts.assessment.inputs import AssessmentInput
from prompts.case.inputs import CaseInput
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.client_update.inputs import ClientUpdateInput
from prompts.conversation_summary.inputs import ConversationSummaryInput
from prompts.documentation.inputs import DocumentationInput
from prompts.escalation_package.inputs import EscalationPackageInput
from prompts.models_catalog import DEMO_MODEL, ModelChoice, Tier
from prompts.resolution_note.inputs import ResolutionNoteInput
from prompts.script.inputs import ScriptInput
from prompts.session import SessionInput
from prompts.templatize.inputs import TemplatizeInput
from prompts.tree.inputs import TreeInput
from tasks.integrations.assistant.control import POLL_SECONDS, Control
from tasks.integrations.assistant.demo.assessment import assessment_of
from tasks.integrations.assistant.demo.cases import case_notes_of, solved_here
from tasks.integrations.assistant.demo.previews import escalation_package_of, resolution_note_of
from tasks.integrations.assistant.demo.reply import reply_to
from tasks.integrations.assistant.demo.scripts import script_reply_to
from tasks.integrations.assistant.demo.summary import summary_of_turns
from tasks.integrations.assistant.demo.templates import template_notes_of
from tasks.integrations.assistant.demo.trees import tree_notes_of
from tasks.integrations.assistant.demo.write_ups import documentation_of, message_to
from tasks.integrations.assistant.port import Done, Event, Request, TextDelta
from tasks.integrations.assistant.records import Usage

_WORD_WITH_BLANKS = re.compile(r"\s*\S+\s*")


class DemoProvider:
    """Answers without a network and without cost; `delay_seconds` is the pause between two words."""

    name = "demo"
    label = "Demo AI (built-in playbooks, no language model)"
    demo = True

    def __init__(self, *, delay_seconds: float = 0.0) -> None:
        self._delay_seconds = delay_seconds

    def warm_up(self) -> None:
        """Nothing: the worker has indexed the guides already."""

    def choose(self, tier: Tier) -> ModelChoice:
        """The same for every tier."""
        return ModelChoice(model=DEMO_MODEL, effort=None, thinking=None, actions="markers")

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        """One attempt, as `Provider.stream` describes; it ends in `end_turn` unless it is stopped."""
        text = _answer(request.context)
        paced = _paced_length(request.context, text)
        written, next_check = "", time.monotonic()
        for word in _WORD_WITH_BLANKS.findall(text):
            if time.monotonic() >= next_check:
                control.check(written)
                next_check = time.monotonic() + POLL_SECONDS
            yield TextDelta(word)
            written += word
            if self._delay_seconds and len(written) < paced:
                threading.Event().wait(self._delay_seconds)
        yield Done("end_turn", text, Usage(), DEMO_MODEL, request_id=_id_of(request))


_STRUCTURED: dict[type[SessionInput], Callable[[Any], BaseModel]] = {
    AssessmentInput: assessment_of,
    ConversationSummaryInput: summary_of_turns,
    ResolutionNoteInput: resolution_note_of,
    EscalationPackageInput: escalation_package_of,
    DocumentationInput: documentation_of,
    ClientUpdateInput: message_to,
    CaseInput: case_notes_of,
    TemplatizeInput: template_notes_of,
    TreeInput: tree_notes_of,
}


def _answer(context: SessionInput) -> str:
    if isinstance(context, ChatReplyInput):
        return _with_case(reply_to(context), solved_here(context))
    if isinstance(context, ScriptInput):
        return script_reply_to(context)
    return _STRUCTURED[type(context)](context).model_dump_json()


def _with_case(reply: str, solved: str | None) -> str:
    """What solved it before comes first, unless the reply says it."""
    return reply if solved is None or solved in reply else f"{solved}\n\n{reply}"


def _paced_length(context: SessionInput, text: str) -> int:
    """How many characters are sent with pauses: of a reply the prose, which people watch, and not the markers."""
    is_reply = isinstance(context, ChatReplyInput | ScriptInput)
    return len(text.partition("\n[")[0]) if is_reply else len(text)


def _id_of(request: Request) -> str:
    """An id derived from the input, so that the same input gives the same events."""
    identity = f"{request.task}\0{request.prompt.hash}\0{request.context.model_dump_json()}"
    return f"demo_{hashlib.sha256(identity.encode()).hexdigest()[:24]}"
