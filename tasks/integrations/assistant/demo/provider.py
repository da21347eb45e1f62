"""The provider that answers from playbooks, word by word, like a model would."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator

from prompts.inputs import AssessmentInput, ChatReplyInput, SessionInput
from prompts.models_catalog import DEMO_MODEL, ModelChoice, Tier
from tasks.integrations.assistant.control import POLL_SECONDS, Control
from tasks.integrations.assistant.demo.assessment import assessment_of
from tasks.integrations.assistant.demo.playbooks import load_playbooks
from tasks.integrations.assistant.demo.reply import reply_to
from tasks.integrations.assistant.port import Done, Event, Request, TextDelta, Usage

_WORD_WITH_BLANKS = re.compile(r"\s*\S+\s*")


class DemoProvider:
    """Answers without network and without cost; `delay_seconds` between words makes it look alive."""

    name = "demo"
    label = "Demo AI (built-in playbooks, no language model)"
    demo = True

    def __init__(self, *, delay_seconds: float = 0.0) -> None:
        self._delay_seconds = delay_seconds

    def warm_up(self) -> None:
        """Read the playbooks."""
        load_playbooks()

    def choose(self, tier: Tier) -> ModelChoice:
        """The same for every kind of work."""
        return ModelChoice(model=DEMO_MODEL, effort=None, thinking=None, actions="markers")

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        """One attempt, as the port asks; it always ends in `end_turn` unless it is stopped."""
        text = _answer(request.context)
        spoken = _spoken_length(request.context, text)
        written, next_look = "", time.monotonic()
        for word in _WORD_WITH_BLANKS.findall(text):
            if time.monotonic() >= next_look:
                control.check(written)
                next_look = time.monotonic() + POLL_SECONDS
            yield TextDelta(word)
            written += word
            if self._delay_seconds and len(written) < spoken:
                threading.Event().wait(self._delay_seconds)
        yield Done("end_turn", text, Usage(), DEMO_MODEL, request_id=_id_of(request))


def _answer(context: SessionInput) -> str:
    if isinstance(context, ChatReplyInput):
        return reply_to(context)
    assert isinstance(context, AssessmentInput)
    return assessment_of(context).model_dump_json()


def _spoken_length(context: SessionInput, text: str) -> int:
    """How much of an answer takes its time: of a reply what somebody watches being written, not its markers."""
    return len(text.partition("\n[")[0]) if isinstance(context, ChatReplyInput) else len(text)


def _id_of(request: Request) -> str:
    """An id made of the input, so that the same input gives the same events."""
    told = f"{request.task}\0{request.prompt.hash}\0{request.context.model_dump_json()}"
    return f"demo_{hashlib.sha256(told.encode()).hexdigest()[:24]}"
